"""A recording as a page lays it out: sections, chapters, paragraphs, sentences and gaps."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from pipeline.artefacts import LedgerEntry, Session, Transcript, Word
from pipeline.language import paragraphs, sentences
from pipeline.reviews import Description
from pipeline.stages.render.anchors import anchor
from pipeline.stages.render.clock import fragment
from pipeline.stages.render.gaps import gaps
from pipeline.stages.render.hostile import line
from pipeline.stages.render.voices import Stretch, Voice, borders, number_at


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its words `[first_word, end_word)`; `id` is empty where it is taken.

    The first of a paragraph, whose second is the paragraph's, is named by its words. Where another
    speaker begins inside it, it is two.
    """

    start: float
    end: float
    text: str
    id: str
    first_word: int
    end_word: int


@dataclass(frozen=True, slots=True)
class Block:
    """A chapter heading, a paragraph, what is to be seen, or a gap: sound without words."""

    kind: Literal["chapter", "paragraph", "gap", "picture"]
    start: float
    end: float
    id: str
    title: str = ""
    """Of a chapter; of a gap, why there are no words; of a picture, what is to be seen."""
    sentences: tuple[Sentence, ...] = ()
    stretch: int | None = None
    """Of a paragraph, whose words it holds: an index in `Layout.stretches`."""
    label: Voice | None = None
    """Who is to be named before it: at the first paragraph of a stretch, and of a section."""


@dataclass(frozen=True, slots=True)
class Section:
    """One session in the recording, or (`session` is `None`) what lies outside of all."""

    session: Session | None
    start: float
    end: float
    id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All of a recording in the order of time."""

    sections: tuple[Section, ...]
    gaps: tuple[LedgerEntry, ...]
    """Rejected and failed stretches and holes, those that touch joined; of what was rejected the
    reason is not told."""
    stretches: tuple[Stretch, ...] = ()
    """Who speaks; nothing where voices were not looked for."""

    def voice(self, block: Block) -> Voice | None:
        """Who speaks a paragraph, named before it or not."""
        return None if block.stretch is None else self.stretches[block.stretch].voice


@dataclass(slots=True)
class _Draft:
    """A section or a block while it is put together."""

    kind: Literal["section", "chapter", "paragraph", "gap", "picture"]
    start: float
    end: float
    title: str = ""
    session: Session | None = None
    ranges: list[range] = field(default_factory=list)
    blocks: list["_Draft"] = field(default_factory=list)
    id: str = ""


def placed(sessions: Sequence[Session], recording: str) -> tuple[Session, ...]:
    """The sessions that are placed in a recording, by time."""
    here = [s for s in sessions if s.placement is not None and s.placement.recording == recording]
    return tuple(sorted(here, key=_start))


def lay_out(
    transcript: Transcript,
    sessions: Sequence[Session],
    stretches: Sequence[Stretch] = (),
    pictures: Sequence[Description] = (),
) -> Layout:
    """Lays out a transcript. `sessions` are those placed in it, by time."""
    words = transcript.words
    ranges = sentences(words)
    paragraph_of = [0] * len(ranges)
    for number, members in enumerate(paragraphs(words, ranges)):
        for index in members:
            paragraph_of[index] = number
    holes = gaps(transcript.ledger)
    firsts = borders(stretches)
    drafts = _assemble(
        words, *_parted(ranges, paragraph_of, firsts), _marks(sessions, holes, pictures)
    )
    sections = _told(_named(drafts, words), stretches)
    return Layout(sections, holes, tuple(stretches))


def _parted(
    ranges: Sequence[range], paragraph_of: Sequence[int], firsts: Sequence[int]
) -> tuple[list[range], list[int]]:
    """Sentences parted where a speaker begins, and for each which paragraph it is in.

    Paragraphs are those that there would be without speakers, parted in the same way: so that
    what begins one now began one before, and keeps its address.
    """
    parts: list[range] = []
    numbers: list[int] = []
    for members, paragraph in zip(ranges, paragraph_of, strict=True):
        low, high = bisect_right(firsts, members.start), bisect_left(firsts, members.stop)
        cuts = [members.start, *firsts[low:high], members.stop]
        for number, (start, stop) in enumerate(pairwise(cuts), low):
            parts.append(range(start, stop))
            numbers.append(paragraph + number)
    return parts, numbers


def _told(sections: Sequence[Section], stretches: Sequence[Stretch]) -> tuple[Section, ...]:
    """The sections with who speaks each paragraph."""
    if not stretches:
        return tuple(sections)
    firsts = borders(stretches)
    return tuple(
        replace(section, blocks=tuple(_labelled(section.blocks, stretches, firsts)))
        for section in sections
    )


def _labelled(
    blocks: Sequence[Block], stretches: Sequence[Stretch], firsts: Sequence[int]
) -> Iterator[Block]:
    before: int | None = None
    for block in blocks:
        if block.kind != "paragraph":
            yield block
            continue
        at = number_at(firsts, block.sentences[0].first_word)
        label = stretches[at].voice if at is not None and at != before else None
        yield replace(block, stretch=at, label=label)
        before = at


def _start(session: Session) -> float:
    return session.placement.start if session.placement else 0.0


def _marks(
    sessions: Sequence[Session], holes: Sequence[LedgerEntry], pictures: Sequence[Description]
) -> list[_Draft]:
    """What stands between sentences, by time; at the same time the larger thing first."""
    marks: list[_Draft] = []
    for session in sessions:
        if session.placement is None:
            continue
        place = session.placement
        marks.append(_Draft("section", place.start, place.end, session.title, session))
        marks.extend(
            _Draft("chapter", max(each.start, place.start), place.end, each.title)
            for each in session.chapters
        )
    marks.extend(_Draft("gap", hole.start, hole.end, hole.reason) for hole in holes)
    marks.extend(_Draft("picture", each.start, each.start, each.text) for each in pictures)
    order = ("section", "chapter", "picture", "gap")
    return sorted(marks, key=lambda mark: (mark.start, order.index(mark.kind)))


def _assemble(
    words: Sequence[Word],
    ranges: Sequence[range],
    paragraph_of: Sequence[int],
    marks: Sequence[_Draft],
) -> list[_Draft]:
    """Walks through sentences and marks together."""
    sections: list[_Draft] = []
    waiting = list(reversed(marks))
    previous = -1
    for index, members in enumerate(ranges):
        first, last = words[members.start], words[members.stop - 1]
        # Half a word's slack: borders are estimates, and a sentence is never cut.
        moment = (first.start + first.end) / 2
        while waiting and waiting[-1].start <= (first.start if _is_gap(waiting[-1]) else moment):
            _place(sections, waiting.pop())
            previous = -1
        if not sections or _is_over(sections[-1], moment):
            sections.append(_Draft("section", first.start, last.end))
            previous = -1
        section = sections[-1]
        if paragraph_of[index] != previous or not section.blocks:
            section.blocks.append(_Draft("paragraph", first.start, last.end))
        paragraph = section.blocks[-1]
        paragraph.ranges.append(members)
        paragraph.end = max(paragraph.end, last.end)
        section.end = max(section.end, last.end) if section.session is None else section.end
        previous = paragraph_of[index]
    while waiting:
        _place(sections, waiting.pop())
    return sections


def _is_gap(mark: _Draft) -> bool:
    return mark.kind == "gap"


def _is_over(section: _Draft, moment: float) -> bool:
    return section.session is not None and moment >= section.end


def _place(sections: list[_Draft], mark: _Draft) -> None:
    if mark.kind == "section":
        sections.append(mark)
        return
    if not sections:
        sections.append(_Draft("section", mark.start, mark.end))
    sections[-1].blocks.append(mark)


def _named(drafts: Sequence[_Draft], words: Sequence[Word]) -> tuple[Section, ...]:
    """Gives out ids: each second once, first to paragraphs, then to headings, then to the rest."""
    used: set[str] = set()
    blocks = [block for section in drafts for block in section.blocks]
    for block in (b for b in blocks if b.kind == "paragraph"):
        block.id = _claim(used, fragment(block.start)) or _claim(used, f"t={block.start:.1f}")
    for draft in [*drafts, *(b for b in blocks if b.kind != "paragraph")]:
        draft.id = _claim(used, fragment(draft.start))
    return tuple(
        Section(
            section.session,
            section.start,
            section.end,
            section.id,
            tuple(_block(block, words, used) for block in section.blocks),
        )
        for section in drafts
    )


def _claim(used: set[str], name: str) -> str:
    if name in used:
        return ""
    used.add(name)
    return name


def _block(draft: _Draft, words: Sequence[Word], used: set[str]) -> Block:
    if draft.kind == "section":
        raise AssertionError("a section is not a block")
    spoken = tuple(_sentence(members, words, used) for members in draft.ranges)
    if spoken and not spoken[0].id:
        name = _claim(used, anchor(words, spoken[0].first_word))
        spoken = (replace(spoken[0], id=name), *spoken[1:])
    return Block(draft.kind, draft.start, draft.end, draft.id, line(draft.title), spoken)


def _sentence(members: range, words: Sequence[Word], used: set[str]) -> Sentence:
    first, last = words[members.start], words[members.stop - 1]
    text = line(" ".join(word.text for word in words[members.start : members.stop]))
    name = _claim(used, fragment(first.start))
    return Sentence(first.start, last.end, text, name, members.start, members.stop)
