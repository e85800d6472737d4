"""What a transcript is worth beside its number of errors: times, repairs, doubts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.alignment import Token, align, tokens
from bench.corpora import Corpus, plain
from pipeline.artefacts import Word
from pipeline.checking import WORTH_A_LOOK, worth


def time_errors(corpus: Corpus, words: Sequence[Word]) -> list[float]:
    """By how many seconds the start is off, of each word that is found as it is said."""
    found = tokens(words)
    off = []
    for pair in align([word.text for word in corpus.said], [token.text for token in found]):
        if pair.equal and pair.said is not None and pair.found is not None:
            start = corpus.said[pair.said].start
            if start is not None:
                off.append(abs(found[pair.found].start - start))
    return off


def _right(corpus: Corpus, found: Sequence[Token]) -> set[int]:
    """Indices of what is as it is said, or as it is written."""
    texts = [token.text for token in found]
    forms = [[word.text for word in corpus.said], plain(corpus.written)]
    return {
        pair.found
        for form in forms
        for pair in align(form, texts)
        if pair.equal and pair.found is not None
    }


@dataclass(frozen=True, slots=True)
class Repairs:
    """What later stages did to the words of `transcribe`. All are numbers of words."""

    put_in: int = 0
    put_in_right: int = 0
    right_before: int = 0
    harmed: int = 0
    """Words that were right and for which there is no right one now."""

    def __add__(self, other: "Repairs") -> "Repairs":
        return Repairs(
            self.put_in + other.put_in,
            self.put_in_right + other.put_in_right,
            self.right_before + other.right_before,
            self.harmed + other.harmed,
        )


def repairs(corpus: Corpus, before: Sequence[Word], after: Sequence[Word]) -> Repairs:
    """What became of the words between two stages."""
    old, new = tokens(before), tokens(after)
    old_right, new_right = _right(corpus, old), _right(corpus, new)
    total = Repairs(right_before=len(old_right))
    out: set[int] = set()
    put_in: set[int] = set()
    pairs = align([token.text for token in old], [token.text for token in new])
    for index, pair in enumerate(pairs):
        if pair.equal:
            continue
        out |= set() if pair.said is None else {pair.said}
        put_in |= set() if pair.found is None else {pair.found}
        if index + 1 == len(pairs) or pairs[index + 1].equal:
            harmed = max(0, len(out & old_right) - len(put_in & new_right))
            total += Repairs(len(put_in), len(put_in & new_right), 0, harmed)
            out, put_in = set(), set()
    return total


def doubts(words: Sequence[Word]) -> list[float]:
    """How much each word is worth a look: what `stenogram check` ranks by."""
    return worth(words)


def doubted(corpus: Corpus, words: Sequence[Word]) -> list[tuple[float, bool]]:
    """How much each word that was found is worth a look, and whether it is wrong."""
    ranks, found = doubts(words), tokens(words)
    right = _right(corpus, found)
    return [(ranks[token.index], index not in right) for index, token in enumerate(found)]


def caught(doubted_words: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Share of the wrong words that lie inside the most doubtful `WORTH_A_LOOK` of all; the AUC."""
    doubt = np.array([doubt for doubt, _ in doubted_words])
    wrong = np.array([wrong for _, wrong in doubted_words])
    order = np.argsort(-doubt, kind="stable")
    flagged = order[: round(WORTH_A_LOOK * len(order))]
    steps = np.searchsorted(np.sort(doubt[~wrong]), doubt[wrong], "left")
    ties = np.searchsorted(np.sort(doubt[~wrong]), doubt[wrong], "right") - steps
    pairs = max(1, int(wrong.sum()) * int((~wrong).sum()))
    share = wrong[flagged].sum() / max(1, int(wrong.sum()))
    return float(share), float((steps + ties / 2).sum() / pairs)
