"""`stenogram status`: how it stands with every seminar, recording and stage."""

import json
from collections.abc import Iterator

import click

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
    """
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
        if as_json:
            for state in found:
                data = {"owner": state.owner, "stage": state.stage, "state": state.state}
                click.echo(json.dumps({**data, "why": state.why}, ensure_ascii=False))
            continue
        click.echo(safe(f"{seminar.id}: {seminar.declared.title}"))
        for state in found:
            line = f"  {_SIGNS[state.state]} {state.owner}: {state.stage} {state.state}"
            click.echo(safe(f"{line}: {state.why}" if state.why else line))
