"""`stenogram glossary SEMINAR`: what people corrected, as terms that repair may use everywhere."""

import json

import click

from pipeline.cli.group import safe
from pipeline.cli.workspaces import seminar_of, workspace_of


@click.command()
@click.argument("name", metavar="SEMINAR")
@click.option("--add", "added", multiple=True, help="A term to put into the glossary; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, a line each.")
@click.pass_context
def command(context: click.Context, name: str, *, added: tuple[str, ...], as_json: bool) -> None:
    """Show names and terms that people corrected, and add them to the seminar's glossary.

    What is in the glossary is put right in all recordings of the seminar by the next run, wherever
    the sound agrees, in any inflected form. Write terms as one looks them up: the nominative.
    """
    from pipeline.glossary import add_terms
    from pipeline.passages import clock
    from pipeline.proofreading.learning import learnt
    from pipeline.proofreading.reading import corrected_words

    workspace = workspace_of(context)
    seminar = seminar_of(name, workspace)
    if added:
        for term in add_terms(seminar, added):
            click.echo(safe(f"{seminar.id}: {term}"))
        return
    found = learnt(corrected_words(seminar, workspace.outputs), seminar.glossary.terms)
    if not found and not as_json:
        click.echo("no name or term was corrected that the glossary does not have")
    for each in found:
        if as_json:
            row = {"term": each.term, "places": each.places}
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        at = ", ".join(f"{recording} {clock(start)}" for recording, start in each.places[:5])
        click.echo(safe(f"{each.term}  ({at})"))
    if found and not as_json:
        click.echo(f"to use one everywhere: stenogram glossary {seminar.id} --add TERM")
