"""`stenogram lint FILE…`: caption files against the rules they are to keep."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import FAILED, USAGE, safe, told
from pipeline.errors import InvalidFile

if TYPE_CHECKING:
    from pipeline.stages.render.caption_rules import Breach


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON, a line each.")
def command(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Check caption files (.vtt, .srt), ours or corrected elsewhere, against the rules.

    At most 2 lines of at most 42 characters, none of which ends with a word that leans on the
    next; 1 to 7 s; at most 17 characters a second; 80 ms between captions. Exit code 1 when 2 %
    of the captions of a file or more break a rule, 2 when a file cannot be read.
    """
    codes = [_check(path, as_json=as_json) for path in files]
    sys.exit(max(codes))


def _check(path: Path, *, as_json: bool) -> int:
    """The exit code that one file asks for, after telling what was found."""
    from pipeline.stages.render.caption_rules import breaches, within
    from pipeline.stages.render.cue_reading import read_cues

    try:
        cues = read_cues(path)
    except InvalidFile as error:
        if as_json:
            click.echo(_line({"file": str(path), "faults": error.faults}))
        click.echo(told(error), err=True, nl=False)
        return USAGE
    found = breaches(cues)
    if as_json:
        click.echo(_line(_data(path, len(cues), found)))
    else:
        _print(path, len(cues), found)
    return 0 if within(cues, found) else FAILED


def _line(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _data(path: Path, count: int, found: "Sequence[Breach]") -> dict[str, object]:
    from pipeline.stages.render.caption_rules import outside

    rows = [
        {
            "cue": each.cue,
            "start": each.start_ms / 1000,
            "rule": each.rule,
            "measured": each.measured,
            "why": each.why,
        }
        for each in found
    ]
    return {"file": str(path), "cues": count, "outside": outside(found), "breaches": rows}


def _print(path: Path, count: int, found: "Sequence[Breach]") -> None:
    from pipeline.stages.render.caption_rules import outside
    from pipeline.stages.render.clock import stamp

    for each in found:
        place = f"{path}: cue {each.cue}, {stamp(each.start_ms, '.')}"
        why = f"; {each.why}" if each.why else ""
        click.echo(safe(f"{place}: {each.rule}: {each.measured}{why}"))
    broken = outside(found)
    share = broken / count if count else 0.0
    click.echo(safe(f"{path}: {broken} of {count} cues outside the rules ({share:.1%})"))
