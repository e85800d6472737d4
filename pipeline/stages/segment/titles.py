"""Titles of our own, for sessions and chapters that no programme names."""

from collections import Counter
from collections.abc import Sequence
from math import log

from pipeline.language import phrases_said
from pipeline.stages.segment.spoken import Spoken, rarity

_LONG = 8  # sentences of which one phrase says little


class Titles:
    """Titles made of noun phrases that tell a part from all the rest of a seminar."""

    def __init__(self, texts: Sequence[Spoken]) -> None:
        self._rarity = rarity(texts)
        self._taken: set[str] = set()

    def of(self, texts: Sequence[Spoken]) -> str:
        """The one or two phrases that say best what `texts` are about; no title is given twice.

        Empty where nothing does.
        """
        counts = Counter(lemma for text in texts for lemma in text.lemmas)
        weighed = sorted(
            (
                (-self._worth(phrase.lemmas, phrase.count, counts), phrase.text)
                for phrase in phrases_said([text.text for text in texts])
                if all(lemma in counts for lemma in phrase.lemmas)
            ),
        )
        fresh = [text for _, text in weighed if text not in self._taken]
        chosen = fresh[: 2 if len(texts) >= _LONG else 1]
        self._taken.update(chosen)
        title = ", ".join(chosen)
        return title[:1].upper() + title[1:]

    def _worth(self, lemmas: Sequence[str], count: int, counts: Counter[str]) -> float:
        """How much a phrase says: it and its words, frequent here and rare elsewhere."""
        said = sum(log(1 + counts[lemma]) * self._rarity.get(lemma, 0.0) for lemma in lemmas)
        return float(said / len(lemmas) ** 0.5 * (1 + log(count)))
