"""Entries from what a person did: a change of words that stand there, or a whole text of theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.artefacts import Word
from pipeline.corrections.carrying import CONTEXT
from pipeline.corrections.entries import Entry, Verb
from pipeline.corrections.reviewing import digest_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants of the words `[first_word, end_word)` of the corrected transcript.

    `new`: what stands there then; of `speaker` the name; of `picture` what is to be seen from the
    first word on. `checked` has none: all of the words are right, and those before them had been
    checked; without any words, all from there on is unchecked again.
    """

    verb: Verb
    first_word: int
    end_word: int
    new: str = ""


def entry_of(words: Sequence[Word], asked: Asked) -> Entry:
    """The entry of it; `append` gives it its `when`. Raises `ValueError` for no such words."""
    first, end = asked.first_word, asked.end_word
    if not 0 <= first <= end <= len(words):
        raise ValueError(f"there are no words {first} to {end}")
    start = words[first].start if first < end else (words[first - 1].end if first else 0.0)
    stop = words[end - 1].end if first < end else start
    new = tuple(asked.new.split())
    if asked.verb == "picture":
        return Entry("", "picture", round(start, 2), round(start, 2), new=new)
    old = words[first:end]
    if asked.verb == "speaker":
        old = old[:CONTEXT]
    elif asked.verb == "checked":  # all of them are too many to note: their place is their end
        new = (digest_of(word.text for word in old),) if old else ()
        first, start, old = end, words[end - 1].end if end else 0.0, ()
    after = first + len(old)
    return Entry(
        "",
        asked.verb,
        round(start, 2),
        round(max(start, stop), 2),
        tuple(word.text for word in words[max(0, first - CONTEXT) : first]),
        tuple(word.text for word in old),
        tuple(word.text for word in words[after : after + CONTEXT]),
        new,
    )


def tried(entries: Sequence[Entry]) -> list[Entry]:
    """The entries as if written after all others, each with its own `when`: to see what they do."""
    return [
        replace(entry, when=f"9999-12-31T23:{n // 60_000:02d}:{n // 1000 % 60:02d}.{n % 1000:03d}Z")
        for n, entry in enumerate(entries)
    ]


def entries_between(words: Sequence[Word], texts: Sequence[str]) -> Iterator[Entry]:
    """What to change of `words` so that they read as `texts`, a word each; small changes each.

    Each entry is to be applied after those before it.
    """
    now = list(words)
    found = differences([word.text for word in words], texts)
    for first, end, start, stop in reversed(found):  # what is done leaves earlier indices alone
        entry = entry_of(now, Asked("text", first, end, " ".join(texts[start:stop])))
        yield entry
        now[first:end] = [Word(entry.start, entry.end, text, 1.0) for text in entry.new]


def differences(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Ranges `[first, end)` of `before` and those of `after` in their place, as few as can be."""
    from rapidfuzz.distance import Levenshtein

    found = Levenshtein.opcodes(before, after)
    changes = []
    for is_equal, group in groupby(found, key=lambda code: code.tag == "equal"):
        codes = list(group)
        if not is_equal:
            first, last = codes[0], codes[-1]
            changes.append((first.src_start, last.src_end, first.dest_start, last.dest_end))
    return changes
