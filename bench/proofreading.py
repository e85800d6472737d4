"""What a person's looks are worth: the queue of doubtful places, walked with the gold as answers.

    python -m bench.proofreading

Of each place that the queue shows, what differs from the gold and touches it is put right, and what
is missing beside it, as one hears it; then the same mistake everywhere, where the gold agrees: each
place that is shown for it counts as looked at. Errors are of words, numbers in one form. All runs
as in the product, without the seminar's hand-written glossary.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer

from bench.alignment import normalised
from bench.corpora import CHECKOUT, Corpus, corpora
from bench.ours import bench_for, tell
from pipeline.artefacts import Word
from pipeline.catalogue import Catalogue
from pipeline.corrections import Asked
from pipeline.corrections.carrying import key
from pipeline.proofreading import Doubt, everywhere, minutes_left, queue

_SHARES = (0.05, 0.10, 0.15, 1.0)


@dataclass(frozen=True, slots=True)
class Change:
    """What differs: the words `[first, end)` that were found, and what was said instead."""

    first: int
    end: int
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """What became of a recording when so many of its words had been looked at."""

    looked: int
    errors: int
    typed: int
    """Places that were put right by hand."""
    elsewhere: int
    """Places that „everywhere” put right."""
    minutes: float


def changes(words: Sequence[Word], written: str) -> list[Change]:
    """All that differs from the gold, neighbours together."""
    from pipeline.corrections.making import differences

    gold = written.split()
    found = differences([key(word.text) for word in words], [key(text) for text in gold])
    return [Change(first, end, tuple(gold[new:stop])) for first, end, new, stop in found]


def errors(words: Sequence[str], written: str) -> int:
    """Word errors, numbers in one form."""
    told = jiwer.process_words(" ".join(normalised(written)), " ".join(normalised(" ".join(words))))
    return int(told.substitutions + told.deletions + told.insertions)


def walk(words: Sequence[Word], written: str, share: float) -> Walked:
    """The queue, until `share` of the words were looked at."""
    found = changes(words, written)
    done: set[int] = set()
    seen: set[int] = set()
    shown: list[Doubt] = []
    typed = elsewhere = 0
    for doubt in queue(words):
        fresh = set(range(doubt.first_word, doubt.end_word)) - seen
        if len(seen | fresh) > share * len(words):
            break
        if not fresh:
            continue
        seen |= fresh
        shown.append(doubt)
        for number in _touching(found, doubt.first_word, doubt.end_word):
            if number in done:
                continue
            done.add(number)
            typed += 1
            change = found[number]
            asked = Asked("text", change.first, change.end, " ".join(change.new))
            for other in everywhere(words, asked):
                seen |= set(range(other.first_word, other.end_word))
                at = _touching(found, other.first_word, other.end_word)
                agreed = [n for n in at if _same(found[n], other)]
                elsewhere += len(set(agreed) - done)
                done |= set(agreed)
    left = errors(_put(words, [found[number] for number in sorted(done)]), written)
    return Walked(len(seen), left, typed, elsewhere, minutes_left(shown, words))


def _touching(found: Sequence[Change], first: int, end: int) -> list[int]:
    return [
        number
        for number, change in enumerate(found)
        if (change.first < end and first < change.end)
        or (change.first == change.end and first <= change.first <= end)
    ]


def _same(change: Change, other: Asked) -> bool:
    return [key(text) for text in change.new] == [key(text) for text in other.new.split()]


def _put(words: Sequence[Word], done: Sequence[Change]) -> list[str]:
    texts, at = [], 0
    for change in done:
        texts += [word.text for word in words[at : change.first]] + list(change.new)
        at = change.end
    return texts + [word.text for word in words[at:]]


def heard(corpus: Corpus) -> tuple[Word, ...]:
    """The words after `repair`."""
    with tempfile.TemporaryDirectory() as folder:
        bench = bench_for(Catalogue(CHECKOUT / "models"), 2, Path(folder))
        *_, last = tell(bench, corpus.media, is_demo=corpus.is_demo)
        return last.words


def table(demo: Sequence[tuple[Corpus, Sequence[Word]]]) -> Iterator[str]:
    """A line for each share of the words looked at, then for the whole queue."""
    before = sum(errors([word.text for word in words], c.written) for c, words in demo)
    count = sum(len(words) for _, words in demo)
    hours = sum(words[-1].end for _, words in demo) / 3600
    yield f"{count} words, {before} word errors, {hours * 60:.1f} minutes"
    heads = ("looked at", "errors left", "gone", "typed", "elsewhere", "min/h")
    yield " ".join(f"{head:>11}" for head in heads)
    for share in _SHARES:
        each = [walk(words, corpus.written, share) for corpus, words in demo]
        left, looked = sum(w.errors for w in each), sum(w.looked for w in each)
        row = (
            f"{100 * looked / count:.1f}%", str(left), f"{100 * (1 - left / before):.1f}%",
            str(sum(w.typed for w in each)), str(sum(w.elsewhere for w in each)),
            f"{sum(w.minutes for w in each) / hours:.1f}",
        )  # fmt: skip
        yield " ".join(f"{cell:>11}" for cell in row)
    whole = 60 + before / hours * 6 / 60
    yield f"all heard once, and every error put right in six seconds: {whole:.1f} min/h"
    yield f"minutes: {' '.join(str(minutes_left.__doc__).split())}"


def main() -> None:
    """Print the table of the demo's recordings."""
    demo = [(corpus, heard(corpus)) for corpus in corpora() if corpus.is_demo]
    for line in table(demo):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
