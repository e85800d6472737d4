"""What the base generation knows of forms and lemmas, for whoever adds to it.

Two files that are not published: lemmas in the order of their numbers, and forms in the order of
the shards, each with the numbers of its lemmas. The latter is looked up where it lies.
"""

import mmap
import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.search.forms import folded

_LEMMAS, _FORMS = "lemmas.txt", "forms.tsv"


class Known:
    """Lemmas and forms of the base."""

    def __init__(self, folder: Path) -> None:
        """Open what `write_lemmas` and `join_forms` wrote. Raises `OSError`."""
        names = (folder / _LEMMAS).read_text(encoding="utf-8").split("\n")[:-1]
        self.lemmas = {lemma: number for number, lemma in enumerate(names)}
        with (folder / _FORMS).open("rb") as file:
            size = file.seek(0, 2)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._map, mmap.mmap):
            self._map.close()

    def entry(self, form: str) -> tuple[int, ...]:
        """Return the lemmas of a form as the base has it; none for one that it lacks."""
        wanted = (folded(form), form)
        low, high = 0, len(self._map)
        while low < high:
            middle = self._map.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._map.find(b"\n", middle)
            found, _, numbers = self._map[middle:end].decode().partition("\t")
            here = (folded(found), found)
            if here == wanted:
                return tuple(int(each) for each in numbers.split(","))
            if here < wanted:
                low = end + 1
            else:
                high = middle
        return ()


def write_lemmas(folder: Path, lemmas: Iterable[str]) -> None:
    """Write the lemmas by number."""
    text = "".join(f"{lemma}\n" for lemma in lemmas)
    (folder / _LEMMAS).write_text(text, encoding="utf-8", errors="replace")


def join_forms(folder: Path, parts: Iterable[Path]) -> None:
    """Put the forms of several files, in order, into one, and remove them."""
    with (folder / _FORMS).open("wb") as whole:
        for path in parts:
            with path.open("rb") as part:
                shutil.copyfileobj(part, whole)
            path.unlink()
