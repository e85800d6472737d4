"""`stenogram index`: what the index of search holds, and its parts merged."""

import click

from pipeline.cli.workspaces import workspace_of
from pipeline.errors import UsageError
from pipeline.stages.render import DRAFTS


@click.command()
@click.option("--merge", is_flag=True, help="Make the base anew, with all that was added since.")
@click.pass_context
def command(context: click.Context, *, merge: bool) -> None:
    """Tell what the index of search holds.

    What is added goes into a small part beside the base, so that little has to be uploaded. When
    that passes a twentieth of the base, the next run merges them by itself.
    """
    from pipeline.publishing import Site
    from pipeline.search import index_state
    from pipeline.stages.render import private_index

    workspace = workspace_of(context)
    if merge:
        Site(workspace, workspace.settings().render).merge_index()
    states = {name: index_state(private_index(workspace.outputs, name)) for name in ("", DRAFTS)}
    if not any(states.values()):
        raise UsageError(f"{workspace.site}: there is no index yet; make one with: stenogram run")
    for name, state in states.items():
        if state:
            size = state.size_bytes / 1e6
            click.echo(
                f"{name or 'public'}: {state.documents} recordings and decks,"
                f" {state.added} of them beside the base; {size:.1f} MB"
            )
