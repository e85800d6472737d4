"""Occurrences brought from the order of documents into that of lemmas, through files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MOST = 1_000_000
"""Occurrences of lemmas that are sorted at a time."""
SORTED = np.dtype(
    [("lemma", "u4"), ("document", "u4"), ("unit", "u4"), ("position", "u2"), ("form", "u2"),
     ("extra", "u4"), ("kind", "u1")], align=True,
)  # fmt: skip
"""As `OCCURRENCE`, of a lemma, in one of its forms."""
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Meanings:
    """Which lemmas each form stands for: those of form `i` are at `first[i]` to `first[i + 1]`."""

    first: Ints
    lemma: Ints
    form: Ints
    """Which of the lemma's own forms it is."""

    @classmethod
    def of(cls, spoken: Sequence[Sequence[tuple[int, int]]]) -> "Meanings":
        """Make it from (lemma, which of its forms) by form."""
        lengths = np.fromiter((len(each) for each in spoken), np.int64, len(spoken))
        flat = np.array([pair for each in spoken for pair in each], np.int64).reshape(-1, 2)
        return cls(np.concatenate(([0], np.cumsum(lengths))), flat[:, 0], flat[:, 1])

    def save(self, path: Path) -> None:
        """Write it for other processes to load."""
        np.savez(path, first=self.first, lemma=self.lemma, form=self.form)

    @classmethod
    def load(cls, path: Path) -> "Meanings":
        """Read what `save` wrote."""
        with np.load(path) as found:
            return cls(found["first"], found["lemma"], found["form"])

    def bounds(self, counts: Ints) -> Ints:
        """Return where to cut the lemmas, so that each part has no more than can be sorted.

        `counts` says how often each form was said.
        """
        of_form = np.repeat(counts, np.diff(self.first))
        whole = np.cumsum(np.bincount(self.lemma, weights=of_form).astype(np.int64))
        if not len(whole):
            return np.array([0, 1])
        cuts = np.searchsorted(whole, np.arange(_MOST, whole[-1], _MOST)) + 1
        return np.unique(np.concatenate(([0], cuts, [len(whole)])))


def spread(first: Ints, count: Ints) -> Ints:
    """Return `first[i]`, `first[i] + 1`, … for each `i` in turn, `count[i]` numbers of each."""
    ends = np.cumsum(count)
    numbers: Ints = np.arange(count.sum()) + np.repeat(first - (ends - count), count)
    return numbers


def scatter(batch: Path, first: int, forms: Ints, meanings: Meanings, bounds: Ints) -> Ints:
    """Put the occurrences of a batch in order of parts; return where each part ends.

    `first` is the number of its first document; `forms` has the form of each of its surfaces.
    """
    found = np.load(batch)
    form = forms[found["form"]]
    several = np.diff(meanings.first)[form]
    source = np.repeat(np.arange(len(found)), several)
    meaning = spread(meanings.first[form], several)
    # Numbers of parts are small, so that they are sorted by counting.
    part = (np.searchsorted(bounds, meanings.lemma, side="right") - 1).astype(np.uint16)[meaning]
    order = np.argsort(part, kind="stable")
    source, meaning = source[order], meaning[order]
    out = np.empty(len(source), dtype=SORTED)
    for name in ("unit", "position", "kind", "extra"):
        out[name] = found[name][source]
    out["document"] = found["document"][source] + first
    out["lemma"] = meanings.lemma[meaning]
    out["form"] = meanings.form[meaning]
    np.save(batch, out)
    return np.cumsum(np.bincount(part, minlength=len(bounds) - 1))


def gathered(batches: Sequence[tuple[Path, int, int]], low: int) -> NDArray[np.void]:
    """Return the occurrences of a part by lemma, counted from `low`, then in order of place.

    Of each batch, they are from one row of its file to another.
    """
    pieces = [np.load(path, mmap_mode="r")[start:end] for path, start, end in batches]
    found = np.concatenate([*pieces, np.empty(0, SORTED)])
    found["lemma"] -= low
    lemmas = found["lemma"]
    # Short numbers are sorted by counting.
    short = lemmas.astype(np.min_scalar_type(lemmas.max(initial=0)))
    return found[np.argsort(short, kind="stable")]
