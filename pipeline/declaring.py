"""seminar.toml written for a person to correct, and told what a page says later.

What was read from a page lies beside it, in `page.json`: so a value that a person changed is known,
and is never written over.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.canonical import pretty
from pipeline.files import read_json, write_atomically
from pipeline.seminar import (
    FILE,
    RESERVED,
    DeclaredDeck,
    DeclaredMedia,
    DeclaredRecording,
    DeclaredSession,
    Seminar,
    SeminarFolder,
    read_seminar,
    slug,
)
from pipeline.stages.download.page.found import Found, FoundRecording, FoundSession

if TYPE_CHECKING:
    import tomlkit

PAGE = "page.json"
_VALUES = ("title", "organiser", "dates", "description", "programme")
_MOST_LEFT_OUT = 30
_OWNERS = {
    "printed": "as the page prints it",
    "site": "the owner of the site, read from the page; correct it if it was somebody else",
}


def declared(found: Found, source: str) -> Seminar:
    """What a page says, as a person would declare it. `source` is the address that was asked."""
    recordings = list(_recordings(found.recordings))
    return Seminar(
        title=found.title,
        organiser=found.organiser,
        dates=found.dates,
        page=source,
        description=found.lead,
        recordings=tuple(recordings),
        decks=tuple(DeclaredDeck(title=deck.title, url=deck.url) for deck in found.decks),
        programme=tuple(_session(session, recordings) for session in found.programme),
    )


def _recordings(found: Iterable[FoundRecording]) -> Iterator[DeclaredRecording]:
    """Each with an id and a title; one alone may go by the seminar's title."""
    taken: set[str] = set()
    every = list(found)
    for number, each in enumerate(every, 1):
        unnamed = f"Nagranie {number}" if len(every) > 1 else ""
        title = each.title or unnamed
        name = _free(slug(title.split(":")[0], 40) or "nagranie", taken)
        taken.add(name)
        yield DeclaredRecording(id=name, title=title, url=each.url, date=each.date)


def _free(base: str, taken: Iterable[str]) -> str:
    """An id that is neither taken nor a part of the site."""
    forbidden = RESERVED.union(taken)
    if base not in forbidden:
        return base
    return next(n for k in range(2, 10_000) if (n := f"{base}-{k}") not in forbidden)


def _session(session: FoundSession, recordings: Sequence[DeclaredRecording]) -> DeclaredSession:
    """A line of the programme; its recording is known where a day has just one."""
    there = [each.id for each in recordings if session.day and each.date == session.day]
    return DeclaredSession(
        title=session.title,
        speakers=session.speakers,
        start=session.start,
        end=session.end,
        kind=session.kind,
        recording=there[0] if len(there) == 1 else "",
    )


def write(folder: Path, seminar: Seminar, found: Found | None = None) -> SeminarFolder:
    """Declare a new seminar in `folder`. `found`: what its page says, where it has one.

    Raises `StoreError`.
    """
    if found is not None:
        write_atomically(folder / PAGE, pretty(seminar))
    write_atomically(folder / FILE, _text(seminar, found).encode())
    return read_seminar(folder)


def _text(seminar: Seminar, found: Found | None) -> str:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("What is known of this seminar; correct and complete it."))
    if found is not None:
        document.add(tomlkit.comment(f"Read from {_printable(found.page)}"))
        document.add(tomlkit.comment("What you change here is never written over."))
    document.add(tomlkit.nl())
    document.add("title", tomlkit.item(seminar.title))
    for name, example in (
        ("organiser", '"…"'),
        ("dates", "[2020-04-23]"),
        ("page", '"https://…"'),
        ("description", '"…"'),
    ):
        value = getattr(seminar, name)
        if value:
            document.add(name, _item(value))
        else:
            document.add(tomlkit.comment(f"{name} = {example}"))
    if found is not None and seminar.organiser:
        document["organiser"].comment(_OWNERS[found.organiser_is])
    document.add(tomlkit.comment('glossary = ["…"]  # names and terms, as they are written'))
    for name in ("recordings", "decks", "programme"):
        if getattr(seminar, name):
            document.add(tomlkit.nl())
            document.add(name, _tables(getattr(seminar, name)))
    if found is not None and found.left_out:
        document.add(tomlkit.nl())
        document.add(tomlkit.comment("On the page, and not taken:"))
        for left in found.left_out[:_MOST_LEFT_OUT]:
            document.add(tomlkit.comment(_printable(f"{left.what}  ({left.why})")))
    return tomlkit.dumps(document)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)[:300]


def _item(value: object) -> "tomlkit.items.Item":
    import tomlkit

    return tomlkit.item(list(value) if isinstance(value, tuple) else value)


def _tables(items: Iterable[DeclaredMedia | DeclaredSession]) -> "tomlkit.items.AoT":
    import tomlkit

    tables = tomlkit.aot()
    for item in items:
        tables.append(_table(item))
    return tables


def _table(item: DeclaredMedia | DeclaredSession) -> "tomlkit.items.Table":
    """What is known of a recording, a deck or a session; what has its default is left out."""
    import tomlkit

    table = tomlkit.table()
    for name in ("id", "title", "file", "url", "date", "speakers", "start", "end"):
        value = getattr(item, name, None)
        if value:
            table.add(name, _item(value))
    if isinstance(item, DeclaredSession):
        if item.kind != "session":
            table.add("kind", item.kind)
        if item.recording:
            table.add("recording", item.recording)
    if isinstance(item, DeclaredRecording):
        table.add("state", item.state)
        table["state"].comment('"public" when it may be published')
    return table


def bring_up_to_date(seminar: SeminarFolder, found: Found) -> list[str]:
    """Add to a seminar.toml what its page says now and did not say before; what was done.

    A value is changed only where the person left it as it had been read. Nothing is taken out.
    Raises `StoreError`.
    """
    import tomlkit

    says = declared(found, seminar.declared.page)
    lines = tuple(_session(each, seminar.recordings) for each in found.programme)
    says = replace(says, programme=lines)
    had = read_json(seminar.path / PAGE, Seminar) or Seminar("")
    path = seminar.path / FILE
    before = path.read_text(encoding="utf-8")
    document = tomlkit.parse(before)
    told: list[str] = []
    for name in _VALUES:
        told += _value(document, name, (getattr(had, name), getattr(says, name)), seminar)
    for name in ("recordings", "decks"):
        told += _media(document, name, (getattr(had, name), getattr(says, name)), seminar)
    text = tomlkit.dumps(document)
    if text != before:
        write_atomically(path, text.encode())
    if says != had:
        write_atomically(seminar.path / PAGE, pretty(says))
    return told


def _value(
    document: "tomlkit.TOMLDocument", name: str, read: tuple[Any, Any], seminar: SeminarFolder
) -> Iterator[str]:
    had, says = read
    has = getattr(seminar.declared, name)
    if not says or _printed(says) in (_printed(had), _printed(has)):
        return
    if has and _printed(has) != _printed(had):
        yield f"{name}: the page says something else now; yours is kept"
        return
    if name == "programme":
        document.pop(name, None)
        document.add(name, _tables(says))
    else:
        document[name] = _item(says)
    yield f"{name}: taken from the page"


def _printed(value: Any) -> Any:  # noqa: ANN401 - as declared
    """A value as a page prints it: which recording a line of the programme is in, it does not."""
    if isinstance(value, tuple):
        return tuple(
            replace(each, recording="") if isinstance(each, DeclaredSession) else each
            for each in value
        )
    return value


def _media(
    document: "tomlkit.TOMLDocument",
    name: str,
    read: tuple[Sequence[DeclaredMedia], Sequence[DeclaredMedia]],
    seminar: SeminarFolder,
) -> Iterator[str]:
    had, says = read
    there: Sequence[DeclaredMedia] = getattr(seminar, name)
    known = {each.url for each in (*had, *there)}
    taken = {each.id for each in there}
    for each in says:
        if each.url in known:
            continue
        new = replace(each, id=_free(each.id or slug(each.title, 40) or name, taken))
        taken.add(new.id)
        if name not in document:
            document.add(name, _tables([new]))
        else:
            document[name].append(_table(new))
        yield f"{name}: {_printable(new.title or new.url)}: new on the page, added"
    gone = {each.url for each in had} - {each.url for each in says}
    for each in there:
        if each.url and each.url in gone:
            yield f"{name}: {each.id}: no longer on the page; kept"
