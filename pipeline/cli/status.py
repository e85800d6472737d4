"""`stenogram status`: how it stands with every seminar, recording and stage."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import click

from pipeline.cli.check_report import conflict_lines
from pipeline.cli.group import safe, told
from pipeline.cli.workspaces import workspace_of
from pipeline.errors import InvalidFile
from pipeline.seminar import read_seminar, seminar_folders

_SIGNS = {"made": "✓", "stale": "~", "failed": "✗", "missing": "·"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, a line each.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Show every seminar, recording and stage: made, stale, failed and why.

    A stage is stale when something it was made from has changed since: the next run makes it anew.
    Below `review` stand corrections that are not applied, since other words stand there now: the
    text stays as it is until someone decides, in `stenogram edit` or in the file of corrections.
    """
    from pipeline.corrections import belonging_nowhere
    from pipeline.states import StageState, states

    workspace = workspace_of(context)
    settings = workspace.settings()
    folders = seminar_folders(workspace.seminars)
    if not folders and not as_json:
        click.echo(f"{workspace.seminars}: no seminar is here yet; begin with: stenogram run FILE")
    for folder in folders:
        try:
            seminar = read_seminar(folder)
        except InvalidFile as error:
            click.echo(told(error), err=True, nl=False)
            continue
        found: Iterator[StageState] = states(seminar, workspace, settings)
        stray = belonging_nowhere(seminar.path, {each.id for each in seminar.recordings})
        for row in stray:
            click.echo(f"stenogram: {safe(row)}", err=True)
        if as_json:
            for state in found:
                data: dict[str, object] = {"owner": state.owner, "stage": state.stage}
                data |= {"state": state.state, "why": state.why}
                if state.conflicts:
                    data["conflicts"] = [asdict(each) for each in state.conflicts]
                click.echo(json.dumps(data, ensure_ascii=False))
            continue
        click.echo(safe(f"{seminar.id}: {seminar.declared.title}"))
        for state in found:
            line = f"  {_SIGNS[state.state]} {state.owner}: {state.stage} {state.state}"
            click.echo(safe(f"{line}: {state.why}" if state.why else line))
            for row in conflict_lines(state.conflicts):
                click.echo(safe(f"      {row}"))
