"""All files of one seminar in one site: loaded, made, written and told, in whatever process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.files import look_of, write_atomically
from pipeline.stages.render.chapters import chapters_name
from pipeline.stages.render.deck_page import deck_files, deck_html, deck_page_name
from pipeline.stages.render.hostile import line, verified_id
from pipeline.stages.render.manifest import Built, Card, RecordingCard
from pipeline.stages.render.media import place
from pipeline.stages.render.options import RenderOptions
from pipeline.stages.render.pages import Pages, pages_of
from pipeline.stages.render.recording_page import Manner, media_name, recording_files
from pipeline.stages.render.selection import Selection, select
from pipeline.stages.render.seminar_page import seminar_html
from pipeline.stages.render.theme import Look
from pipeline.stages.render.views import RecordingView, SeminarView


@dataclass(frozen=True, slots=True)
class Bench:
    """What the pages of every seminar of a site are made with. It can be sent to a process."""

    outputs: Path
    folder: Path
    """Of the site."""
    selection: Selection
    options: RenderOptions
    templates: tuple[Path, ...]
    """Folders of the site's templates, the first to be looked in first."""
    state: str
    """Digest of the templates."""
    look: Look
    word: bool
    """Whether Word documents are made."""

    @property
    def draft(self) -> bool:
        """Whether every page says that it is not published."""
        return self.selection == "all"

    @property
    def pages(self) -> Pages:
        """The templates."""
        return pages_of(self.templates, self.state, self.options, self.look)


@dataclass(frozen=True, slots=True)
class Made:
    """A seminar whose files are right now."""

    built: Built
    written: tuple[str, ...]
    """Of its files, those that were not so before."""


def make_seminar(bench: Bench, home: str, recipe: str, load: Callable[[], SeminarView]) -> Made:
    """Every file of a seminar, brought up to date in its folder `home`.

    Raises `UsageError` for an id that cannot name a page, `StoreError`.
    """
    shown = select(load(), bench.selection)
    how, pages, written = bench.options.media, bench.pages, []
    sizes: dict[str, int] = {}

    def keep(name: str, data: bytes) -> None:
        sizes[f"{home}/{name}"] = len(data)
        if written_anew(bench.folder / home / name, data):
            written.append(f"{home}/{name}")

    keep("index.html", seminar_html(shown, pages, how, draft=bench.draft))
    manner = Manner(bench.options, bench.draft, bench.word)
    for view in shown.view.recordings:
        _check_recording(home, view.info.id)
        for name, data in recording_files(shown, view, pages, manner):
            keep(name, data)
    for deck in filter(lambda each: each.deck.slides, shown.view.decks):
        keep(deck_page_name(deck), deck_html(deck, shown, pages, how, draft=bench.draft))
    for name, source in _attached(shown.view) if how != "none" else ():
        target = bench.folder / home / name
        if place(bench.outputs / source, target, how):
            written.append(f"{home}/{name}")
        sizes[f"{home}/{name}"] = target.stat().st_size
    card = _card(shown.view, {name.removeprefix(f"{home}/"): size for name, size in sizes.items()})
    return Made(Built(recipe, sizes, look_of(bench.folder, sizes), card), tuple(written))


def written_anew(path: Path, data: bytes) -> bool:
    """Write a file; `False` where it is there with these bytes already. Raises `StoreError`."""
    if path.is_file() and path.read_bytes() == data:
        return False
    write_atomically(path, data)
    return True


def _check_recording(seminar: str, name: str) -> None:
    if verified_id(name) == "index":
        raise UsageError(f"{seminar}: a recording cannot be called 'index'; choose another id")


def _attached(view: SeminarView) -> Iterator[tuple[str, str]]:
    """Media and decks: the name in the seminar's folder, and the source in outputs."""
    for recording in view.recordings:
        media = recording.recording
        yield media_name(recording), media.playable or media.media
    for deck in view.decks:
        yield from deck_files(deck)


def _card(view: SeminarView, sizes: dict[str, int]) -> Card:
    """What lists say of a seminar; `sizes` are those of its files."""
    info = view.info
    dates = {each.isoformat() for each in info.dates}
    dates |= {each.info.date.isoformat() for each in view.recordings if each.info.date}
    return Card(
        info.id,
        line(info.title),
        line(info.organiser),
        line(info.description),
        tuple(sorted(dates)),
        view.note.approved.isoformat() if view.note and view.note.approved else "",
        tuple(_recording_card(each, sizes) for each in view.recordings),
    )


def _recording_card(view: RecordingView, sizes: dict[str, int]) -> RecordingCard:
    media = media_name(view)
    return RecordingCard(
        view.info.id,
        line(view.info.title),
        view.info.date.isoformat() if view.info.date else "",
        view.recording.duration,
        media=media if media in sizes else "",
        size_bytes=sizes.get(media, 0),
        has_picture=view.recording.has_picture,
        spoken=view.transcript.language,
        chapters=chapters_name(view.info) in sizes,
    )
