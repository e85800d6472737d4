"""`stenogram clean [SEMINAR…]`: what in outputs/ is of no use any more."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import BUSY, safe
from pipeline.cli.workspaces import workspace_of

if TYPE_CHECKING:
    from pipeline.cleaning import Found
    from pipeline.leftovers import Kind, Leftover

_KINDS: "dict[Kind, str]" = {
    "superseded": "what stages that are no more have left, and files that nothing names",
    "undeclared": "made of recordings, decks and seminars that are not declared any more",
    "staging": "what is left of finished downloads",
    "scratch": "decoded sound and scratch",
    "temporaries": "temporaries of runs that were cut off",
    "downloads": "downloaded or copied for recordings and decks that are not declared any more",
}


@click.command()
@click.argument("seminars", nargs=-1, metavar="[SEMINAR]...")
@click.option("--yes", is_flag=True, help="Remove it.")
@click.option(
    "--downloads", is_flag=True, help="Also what was downloaded or copied, and may be gone there."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def command(
    context: click.Context, *, seminars: tuple[str, ...], yes: bool, downloads: bool, as_json: bool
) -> None:
    """Tell what in outputs/ is of no use any more, and how much it frees; --yes removes it.

    What a run would use, or go on from, stays. What was downloaded or copied for a recording or
    deck that is not declared any more is kept, too, since it may be gone where it came from: if it
    is declared once more, it is there. What another run holds is left: then this ends with 75.
    """
    from pipeline.cleaning import Cleaner

    workspace = workspace_of(context)
    cleaner = Cleaner(workspace, workspace.settings(), remove=yes, downloads=downloads)
    report = cleaner.clean(seminars)
    goes = [each for each in report.found if downloads or each.leftover.kind != "downloads"]
    stays = [each for each in report.found if each not in goes]
    if as_json:
        data = {
            "removed": yes,
            "kinds": [_row(kind, report.found) for kind in _KINDS],
            "freed_bytes": _freed(goes),
            "kept_bytes": _freed(stays),
            "busy": report.busy,
            "left": report.left,
        }
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        _tell(goes, stays, yes=yes)
    for line in (*report.left, *report.busy):
        click.echo(f"stenogram: {safe(line)}", err=True)
    if report.busy:
        sys.exit(BUSY)


def _tell(goes: "Sequence[Found]", stays: "Sequence[Found]", *, yes: bool) -> None:
    for kind, meaning in _KINDS.items():
        found = _of_kind(kind, goes)
        if found:
            click.echo(f"{kind}: {meaning}: {_amount(found)}")
            for owner in dict.fromkeys(each.owner for each in found):
                own = [each for each in found if each.owner == owner]
                names = ", ".join(dict.fromkeys(each.leftover.path.name for each in own))
                click.echo(safe(f"  {owner}: {names}"))
    if stays:
        owners = ", ".join(dict.fromkeys(each.owner for each in stays))
        click.echo(safe(f"kept: {_KINDS['downloads']}: {owners}: {_amount(stays)}; --downloads"))
    if not goes:
        click.echo("nothing to remove")
    elif yes:
        click.echo(f"removed: {_amount(goes)}")
    else:
        click.echo(f"in all {_amount(goes)}; to remove it: stenogram clean --yes")


def _row(kind: "Kind", found: "Sequence[Found]") -> dict[str, object]:
    own = _of_kind(kind, found)
    return {
        "kind": kind,
        "files": _files(own),
        "freed_bytes": _freed(own),
        "paths": [str(each.leftover.path) for each in own],
    }


def _of_kind(kind: "Kind", found: "Sequence[Found]") -> "list[Found]":
    return [each for each in found if each.leftover.kind == kind]


def _files(found: "Sequence[Found]") -> int:
    return sum(len(each.leftover.files) for each in found)


def _amount(found: "Sequence[Found]") -> str:
    return f"{_files(found)} files, {_freed(found) / 1e6:.1f} MB"


def _freed(found: "Sequence[Found]") -> int:
    from pipeline.leftovers import freed

    leftovers: list[Leftover] = [each.leftover for each in found]
    return freed(leftovers)
