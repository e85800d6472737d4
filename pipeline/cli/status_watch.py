"""`stenogram status --watch`: what is being worked on, shown anew until Ctrl-C."""

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import safe
from pipeline.cli.status import work_told
from pipeline.errors import StenogramError
from pipeline.holders import HOLDER
from pipeline.watching import AtWork, at_work

if TYPE_CHECKING:
    from pipeline.states import SeminarState, Survey

_MOST_SHOWN = 20


@dataclass(slots=True)
class Watch:
    """Looks again and again; of what was all made only where somebody is at it."""

    survey: "Survey"
    folders: Sequence[Path]
    outputs: Path
    made: dict[Path, "SeminarState"] = field(default_factory=dict)

    def look(self) -> tuple[list[AtWork], list["SeminarState"]]:
        """What is at work, and how it stands with all seminars that can be read."""
        states = []
        for folder in self.folders:
            state = self.made.get(folder)
            if state is None or (self.outputs / folder.name / HOLDER).exists():
                with contextlib.suppress(StenogramError):
                    state = self.survey.of(folder)
            if state is not None:
                states.append(state)
                if state.is_made:
                    self.made[folder] = state
                else:
                    self.made.pop(folder, None)
        return at_work(self.outputs), states


def watch_until_stopped(
    survey: "Survey", folders: Sequence[Path], outputs: Path, seconds: float
) -> None:
    """Show it on a terminal in place; elsewhere a line for each change."""
    watch = Watch(survey, folders, outputs)
    with contextlib.suppress(KeyboardInterrupt):
        if sys.stdout.isatty():
            _repaint(watch, seconds)
        else:
            _tell_changes(watch, seconds)


def _repaint(watch: Watch, seconds: float) -> None:
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(Text(""), console=Console(highlight=False), auto_refresh=False) as live:
        while True:
            live.update(Text("\n".join(picture(*watch.look()))), refresh=True)
            time.sleep(seconds)


def _tell_changes(watch: Watch, seconds: float) -> None:
    before: set[str] = set()
    while True:
        working, states = watch.look()
        now = {f"▶ {each.owner}: {each.stage}" for each in working}
        now |= set(_failed(states)) | {counted(states)}
        for line in sorted(now - before, reverse=True):
            click.echo(safe(line))
        before = now
        time.sleep(seconds)


def picture(working: Sequence[AtWork], states: Sequence["SeminarState"]) -> Iterator[str]:
    """What is at work, what failed and how much is left, a line each."""
    if not working:
        yield "nothing is being worked on"
    for each in working[:_MOST_SHOWN]:
        yield safe(f"▶ {each.owner}: {each.stage} {work_told(each)}")
    failed = list(_failed(states))
    yield from map(safe, failed[:_MOST_SHOWN])
    if len(failed) > _MOST_SHOWN:
        yield f"✗ {len(failed) - _MOST_SHOWN} more"
    yield counted(states)


def _failed(states: Sequence["SeminarState"]) -> Iterator[str]:
    for state in states:
        for each in state.stages:
            if each.state == "failed":
                yield f"✗ {each.owner}: {each.stage} failed: {each.why}"


def counted(states: Sequence["SeminarState"]) -> str:
    """How many seminars and recordings are made, and how many stages are left."""
    seminars = sum(state.is_made for state in states)
    recordings = [
        [each for each in state.stages if each.scope == "recording" and each.id == recording.id]
        for state in states
        for recording in state.seminar.recordings
    ]
    done = sum(all(each.state == "made" for each in stages) for stages in recordings)
    left = sum(each.state != "made" for state in states for each in state.stages)
    return (
        f"{seminars} of {len(states)} seminars made, {done} of {len(recordings)} recordings; "
        f"{left} artefacts are left"
    )
