"""Corrections by lot, as people make them, and other transcripts of the same sound."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from pipeline.artefacts import Transcript, Word
from pipeline.corrections import Asked, entry_of, reviewed, written

_LETTERS = "abcdefghijklmnoprstuwyząęłó"


@dataclass(frozen=True, slots=True)
class Made:
    """A line of the file, and what was done where."""

    line: str
    start: float
    end: float
    asked: Asked
    old: tuple[str, ...]


def corrected(transcript: Transcript, count: int, lot: Random) -> list[Made]:
    """`count` random changes of words, each made on what those before it left."""
    made: list[Made] = []
    for number in range(count):
        words = reviewed(transcript, [each.line for each in made]).words
        asked = _asked(words, lot, number)
        entry = replace(
            entry_of(words, asked), when=f"2020-05-01T08:{number // 60:02d}:{number % 60:02d}Z"
        )
        made.append(Made(written(entry), entry.start, entry.end, asked, entry.old))
    return made


def _asked(words: Sequence[Word], lot: Random, number: int) -> Asked:
    at = lot.randrange(len(words) - 3)
    new = f"nowe{number}{lot.choice(_LETTERS)}"
    kind = lot.choice(
        ("replace", "replace", "replace", "insert", "delete", "split", "join", "several")
    )
    if kind == "insert":
        return Asked("text", at, at, new)
    if kind == "delete":
        return Asked("text", at, at + 1)
    if kind == "split":
        return Asked("text", at, at + 1, f"{new} dwa{number}")
    if kind == "join":
        return Asked("text", at, at + 2, new)
    if kind == "several":
        return Asked("text", at, at + 3, f"{new} dwa{number} trzy{number}")
    return Asked("text", at, at + 1, new)


def misheard(transcript: Transcript, share: float, lot: Random) -> Transcript:
    """The same sound, `share` of its words heard otherwise, and all timed a little otherwise."""
    return replace(transcript, words=tuple(_heard(transcript.words, share, lot)))


def _heard(words: Sequence[Word], share: float, lot: Random) -> Iterator[Word]:
    for word in words:
        off = lot.uniform(-0.08, 0.08)
        start, end = max(0.0, round(word.start + off, 2)), max(0.0, round(word.end + off, 2))
        moved = replace(word, start=start, end=end)
        if lot.random() >= share:
            yield moved
            continue
        kind = lot.choice(("other", "other", "gone", "two"))
        if kind == "other":
            yield replace(moved, text=_other(word.text, lot))
        elif kind == "two":
            half = round((start + end) / 2, 2)
            yield replace(moved, end=half, text=_other(word.text[:3], lot))
            yield replace(moved, start=half, text=_other(word.text[3:] or "o", lot))


def _other(text: str, lot: Random) -> str:
    at = lot.randrange(len(text))
    return text[:at] + lot.choice(_LETTERS) + lot.choice(_LETTERS) + text[at + 1 :]


def check_places(made: Sequence[Made], other: Transcript) -> None:
    """Each entry that is applied to `other` changes what was wanted, where it was wanted."""
    lines = [each.line for each in made]
    undecided = {each.line for each in reviewed(other, lines).review.conflicts}
    for number, each in enumerate(made):
        if each.line not in undecided:
            before = reviewed(other, lines[:number]).words
            _check_place(each, before, reviewed(other, lines[: number + 1]).words)


def _check_place(made: Made, before: Sequence[Word], after: Sequence[Word]) -> None:
    """What an entry changed is what was wanted, within a second of where it was wanted."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    put = [word.text for word in after[first : len(after) - last]]
    new = made.asked.new.split()
    assert put == new or (set(put) <= set(new)), (made.line, put)
    gone = before[first : len(before) - last]
    for word in (*gone, *after[first : len(after) - last]):
        assert made.start - 1 <= word.start <= made.end + 1, (made.line, word)
