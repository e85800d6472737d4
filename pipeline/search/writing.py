"""Writing the index: a base generation and at most one delta beside it; last, the manifest."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.language import FUNCTION_WORDS, STEM_RULES, Lexicon
from pipeline.language.numeral_words import numeral_table
from pipeline.search.building import Builder
from pipeline.search.documents import Document, Source
from pipeline.search.known import Known
from pipeline.search.ledger import (
    MANIFEST,
    VERSION,
    Ledger,
    Listed,
    forget,
    is_whole,
    look_at,
    read_ledger,
    strays,
    write_ledger,
)
from pipeline.search.shard import as_json, settle, told, write_shard
from pipeline.search.texts import FOLDER as TEXTS
from pipeline.workers import Workers

_MOST_ADDED = 0.05
"""The part of the base that the delta may reach before they are merged."""
_FEW = 20
"""Documents that are added without a thought of merging, however small the base is."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did."""

    documents: int
    """In the index now."""
    read: int
    """Documents that were read for it; 0 where nothing was to do."""
    merged: bool
    """Whether there is no delta now."""


def write_index(documents: Iterable[Document], folder: Path, words: Lexicon | None = None) -> None:
    """Write the index of `documents` into `folder` and take away what an older one left there.

    Each file appears whole; the manifest, which names the others, comes last. Same documents,
    same bytes. `words` is the lexicon to use, the best installed by default.
    Raises `StoreError` when the folder cannot be written.
    """
    whole = [Source("all", "", "", lambda: documents)]
    with told(folder), tempfile.TemporaryDirectory() as private, Workers() as workers:
        _Update(whole, folder, Path(private), workers, words).base()


def update_index(
    sources: Iterable[Source], folder: Path, private: Path, *, merge: bool = False
) -> IndexReport:
    """Bring the index in `folder` up to date with `sources`, reading only what changed.

    What changed goes into the delta; when that passes a twentieth of the base, or with `merge`,
    the base is made anew. `private` keeps what is needed for that and is not published; without
    it, or where a file is missing or was changed, the base is made anew, too.
    Raises `StoreError`.
    """
    ordered = sorted(sources, key=lambda source: source.id)
    ordered.sort(key=lambda source: source.date, reverse=True)
    with told(folder), Workers() as workers:
        update = _Update(ordered, folder, private, workers)
        return update.whatever_is_needed(merge=merge)


class _Update:
    def __init__(
        self, sources: Sequence[Source], folder: Path, private: Path, workers: Workers,
        words: Lexicon | None = None,
    ) -> None:  # fmt: skip
        self._sources = sources
        self._folder = folder
        self._private = private
        self._builder = Builder(folder, private, workers, words)
        for needed in (folder / TEXTS, private):
            needed.mkdir(parents=True, exist_ok=True)
        for left in (*private.glob("*.npy"), *private.glob("*.npz")):
            left.unlink(missing_ok=True)
        self._read = 0

    def whatever_is_needed(self, *, merge: bool) -> IndexReport:
        """Nothing, a delta, or all."""
        old = read_ledger(self._private)
        if old is None or not is_whole(self._folder, old):
            return self.base()
        if old.holds(self._sources) and not (merge and old.delta):
            return IndexReport(sum(map(_size, old.sources.values())), 0, merged=old.delta is None)
        if merge:
            return self.base()
        return self.delta(old) or self.base()

    def base(self) -> IndexReport:
        """Make all anew."""
        forget(self._private)  # a run that is cut off here begins again: it has parts of two bases
        made, keys = self._builder.build([source.load for source in self._sources])
        listed = self._listed(self._sources, keys)
        return self._publish(Ledger(made, None, listed))

    def delta(self, old: Ledger) -> IndexReport | None:
        """Make the delta anew, the base stays; `None` where it is time to merge.

        `None`, too, where what the base knows is gone.
        """
        held = frozenset(old.base.keys)
        kept = {name: each for name, each in old.sources.items() if held.issuperset(each.keys)}
        digests = {name: each.digest for name, each in kept.items()}
        read = [source for source in self._sources if digests.get(source.id) != source.digest]
        try:
            base = Known(self._private)
        except FileNotFoundError:
            return None
        with contextlib.closing(base) as known:
            made, keys = self._builder.build([source.load for source in read], held, known)
        listed = self._listed(read, keys)
        listed = {source.id: listed.get(source.id) or kept[source.id] for source in self._sources}
        ledger = Ledger(old.base, made if made.keys else None, listed)
        most = max(_FEW, int(_MOST_ADDED * len(old.base.keys)))
        # What is taken out or changed has to leave the base, too: no word of it may stay.
        wanted = {key for each in listed.values() for key in each.keys}
        if len(made.keys) > most or not wanted.issuperset(held):
            return None
        if not made.keys:
            shutil.rmtree(self._folder / made.name)
        return self._publish(ledger)

    def _listed(self, read: Sequence[Source], keys: Iterable[list[str]]) -> dict[str, Listed]:
        found = zip(read, keys, strict=True)
        listed = {source.id: Listed(source.digest, here) for source, here in found}
        self._read += sum(map(_size, listed.values()))
        return listed

    def _publish(self, ledger: Ledger) -> IndexReport:
        folder = self._folder
        settle()  # what the manifest names is there, whatever happens
        ledger.manifest = write_shard(folder, MANIFEST, as_json(_manifest(ledger)))
        settle()
        ledger.look = look_at(folder, ledger)
        write_ledger(self._private, ledger)
        for path in strays(folder, ledger.files()):
            path.unlink(missing_ok=True)
        for path in folder.iterdir():
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        return IndexReport(
            sum(map(_size, ledger.sources.values())), self._read, merged=ledger.delta is None
        )


def _size(listed: Listed) -> int:
    return len(listed.keys)


def _manifest(ledger: Ledger) -> dict[str, object]:
    return {
        "version": VERSION,
        "function": sorted(FUNCTION_WORDS),
        "stem": asdict(STEM_RULES),
        "numerals": numeral_table(),
        "generations": [
            {
                "name": each.name,
                "keys": "".join(each.keys),
                "forms": each.forms,
                "postings": [_steps(part) for part in each.postings],
                "extra": each.extra,
            }
            for each in ledger.generations
        ],
    }


def _steps(numbers: Sequence[int]) -> list[int]:
    """Distances, which are shorter."""
    return [now - before for before, now in zip((0, *numbers), numbers, strict=False)]
