"""Where each spoken form is, gathered document by document in little memory."""

from array import array
from collections import Counter
from collections.abc import Iterator

from pipeline.language import tokens
from pipeline.search.spelling import spell


class _Spoken:
    """One form: how it was written, and where it is."""

    __slots__ = ("places", "surfaces", "tails")

    def __init__(self) -> None:
        self.surfaces: Counter[str] = Counter()
        self.places = array("I")
        self.tails = array("H")


class Gathering:
    """All spoken forms. Places are numbered through the whole index, from 0."""

    def __init__(self) -> None:
        self.place_count = 0
        self.named: set[str] = set()
        """Forms that had a capital inside a sentence."""
        self._spoken: dict[str, _Spoken] = {}

    def add(self, text: str) -> None:
        """Take in the next place."""
        words = tokens(text)
        size = length_class(len(words))
        for position, token in enumerate(words[: 1 << 14]):
            form = spell(token.text)
            spoken = self._spoken.setdefault(form, _Spoken())
            if position and token.text[0].isupper():
                self.named.add(form)
            spoken.surfaces[token.text] += 1
            spoken.places.append(self.place_count)
            spoken.tails.append(position * 4 + size)
        self.place_count += 1

    def forms(self) -> list[str]:
        """Return the spoken forms in order."""
        return sorted(self._spoken)

    def surfaces(self, form: str) -> list[str]:
        """Return how a form was written, the most frequent first."""
        counted = self._spoken[form].surfaces.items()
        return [surface for surface, count in sorted(counted, key=lambda one: (-one[1], one[0]))]

    def occurrences(self, form: str) -> Iterator[tuple[int, int]]:
        """Yield place, and position in it times 4 plus the place's length class, in order."""
        spoken = self._spoken[form]
        return zip(spoken.places, spoken.tails, strict=True)


def length_class(words: int) -> int:
    """Return 0 for a sentence of up to 8 words, 1 up to 16, 2 up to 32, else 3."""
    return (words > 8) + (words > 16) + (words > 32)
