"""Lists of seminars: the newest on the first page, and all by year and by organiser.

Lists are pages of their own, so that choosing needs no JavaScript. A long one is cut from its
oldest end: a new seminar changes the newest page of its year, and no other.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.canonical import digest
from pipeline.stages.render.manifest import Card
from pipeline.stages.render.strings import counted

FIRST, ORGANISERS = "index.html", "organizatorzy.html"
NEWEST, LONGEST, OFFERED = 30, 100, 20
"""Seminars on the first page; on any other; organisers that every list offers."""
_SLUG = 60
_AFTER = str.maketrans({a: f"{b}\uffff" for a, b in zip("ąćęłńóśź", "acelnosz", strict=True)})
_AFTER |= str.maketrans({"ż": "z\uffff\uffff"})  # after „ź”


@dataclass(frozen=True, slots=True)
class Choice:
    """A list that can be chosen."""

    label: str
    address: str
    count: int = 0
    """0 where it is not told."""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page with a list."""

    title: str
    """Empty on the first page."""
    lead: str
    cards: tuple[Card, ...]
    years: tuple[Choice, ...]
    organisers: tuple[Choice, ...]
    directory: tuple[Choice, ...] = ()
    """Of the page that lists organisers, all of them."""
    newer: str = ""
    """Address of the page with those that follow in time; `older` likewise."""
    older: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Seminars of one year or organiser, the newest first."""

    label: str
    title: str
    """Of its page."""
    name: str
    """Of its page, without the ending."""
    cards: tuple[Card, ...]

    @property
    def address(self) -> str:
        return f"{self.name}.html"

    def pages(self) -> Iterator[tuple[str, tuple[Card, ...]]]:
        """Names and contents, the newest first; it has the name of the whole."""
        oldest = len(self.cards) % LONGEST or LONGEST
        starts = [0, *range(oldest, len(self.cards), LONGEST)]
        for number, start in enumerate(starts):
            end = starts[number + 1] if number + 1 < len(starts) else len(self.cards)
            name = f"{self.name}-{len(starts) - number}" if number else self.name
            yield f"{name}.html", self.cards[start:end]


def listings(cards: Sequence[Card], texts: Mapping[str, str]) -> Iterator[tuple[str, Listing]]:
    """Every list of `cards`, which come the newest first, by the name of its page.

    There are lists by year and by organiser where there is something to choose.
    """
    years = _by_year(cards, texts)
    organisers = _by_organiser(cards)
    if len(years) < 2 and len(cards) <= NEWEST:
        years = []
    if len(organisers) < 2:
        organisers = []
    newest = Choice(texts["list_newest" if len(cards) > NEWEST else "list_all"], FIRST)
    offered = _offered(organisers, texts)
    first = (replace(newest, current=True), *(_choice(each, counts=True) for each in years))
    yield FIRST, Listing(
        "", "", tuple(cards[:NEWEST]), first if years else (),
        tuple(replace(choice, count=count) for choice, count in offered),
    )  # fmt: skip
    plain = Listing("", "", (), (newest, *map(_choice, years)), tuple(each for each, _ in offered))
    for group in years:
        yield from _pages(group, group.title, plain, texts)
    for group in organisers:
        yield from _pages(group, group.title, plain, texts)
    if len(organisers) > OFFERED:
        yield (
            ORGANISERS,
            replace(
                _marked(plain, ORGANISERS),
                title=texts["list_organisers"],
                directory=tuple(_choice(each, counts=True) for each in organisers),
            ),
        )


def _pages(
    group: _Group, title: str, plain: Listing, texts: Mapping[str, str]
) -> Iterator[tuple[str, Listing]]:
    pages = list(group.pages())
    here = _marked(plain, group.address)
    for number, (name, cards) in enumerate(pages):
        # Told once: the older pages stay as they are when there is one seminar more.
        lead = "" if number else counted(texts, "seminars", len(group.cards))
        newer = pages[number - 1][0] if number else ""
        older = pages[number + 1][0] if number + 1 < len(pages) else ""
        yield name, replace(here, title=title, lead=lead, cards=cards, newer=newer, older=older)


def _marked(plain: Listing, address: str) -> Listing:
    """The lists to choose from, with the current one marked."""
    years, organisers = (
        tuple(replace(each, current=each.address == address) for each in choices)
        for choices in (plain.years, plain.organisers)
    )
    return replace(plain, years=years, organisers=organisers)


def _choice(group: _Group, *, counts: bool = False) -> Choice:
    return Choice(group.label, group.address, len(group.cards) if counts else 0)


def _offered(organisers: Sequence[_Group], texts: Mapping[str, str]) -> list[tuple[Choice, int]]:
    if len(organisers) > OFFERED:
        return [(Choice(texts["list_organisers"], ORGANISERS), len(organisers))]
    return [(_choice(group), len(group.cards)) for group in organisers]


def _by_year(cards: Sequence[Card], texts: Mapping[str, str]) -> list[_Group]:
    """A seminar over New Year is in both years."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        for year in {day[:4] for day in card.dates} or {""}:
            found.setdefault(year, []).append(card)
    groups = []
    for year in sorted(found, reverse=True):
        label, name = year or texts["undated"], f"rok-{year or 'bez-daty'}"
        title = texts["list_year"].format(year=year) if year else texts["list_undated"]
        groups.append(_Group(label, title, name, tuple(found[year])))
    return groups


def _by_organiser(cards: Sequence[Card]) -> list[_Group]:
    """By name; names that differ in case or signs alone are one organiser."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        if card.organiser:
            found.setdefault(_slug(card.organiser), []).append(card)
    groups = []
    for name, held in found.items():
        label = _usual(each.organiser for each in held)
        groups.append(_Group(label, label, f"organizator-{name}", tuple(held)))
    return sorted(groups, key=lambda group: (group.label.lower().translate(_AFTER), group.name))


def _usual(names: Iterator[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name))


def _slug(text: str) -> str:
    """`text` in `[a-z0-9-]`; what that would cut or lose is told apart by a digest."""
    lower = " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", lower.replace("ł", "l"))
    name = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    lost = any(each.isalnum() and not each.isascii() for each in plain)
    if len(name) <= _SLUG and name and not lost:
        return name
    return f"{name[:_SLUG]}-{digest(lower)[:8]}".strip("-")
