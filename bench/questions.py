"""Questions to a made-up corpus, and what answers them."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.language import FUNCTION_WORDS, lexicon
from pipeline.search import Document

_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed; of rare words also the base form, and where it has to be found."""

    text: str
    base: str = ""
    urls: frozenset[str] = frozenset()


def questions(
    documents: Sequence[Document], words: int, count: int, rng: random.Random
) -> list[Question]:
    """Return words, or words that stand together, each by how often it is said, in any form."""
    known = lexicon()
    found: list[Question] = []
    while len(found) < count:
        text = rng.choice(rng.choice(documents).places).text.lower()
        said = _WORD.findall(text)
        at = rng.randrange(max(1, len(said) - words + 1))
        picked = said[at : at + words]
        if len(picked) < words or any(word in FUNCTION_WORDS for word in picked):
            continue
        forms = [rng.choice(sorted(known.forms(known.lemmas(word)[0]))) for word in picked]
        found.append(Question(" ".join(forms)))
    return found


def rare_words(documents: Iterable[Document], count: int, rng: random.Random) -> Iterator[Question]:
    """Yield words that 5 to 60 recordings have, all of whose forms mean nothing else.

    Where they are is counted in the texts themselves, not asked of any index.
    """
    places: defaultdict[str, set[str]] = defaultdict(set)
    frequency: Counter[str] = Counter()
    for document in documents:
        here = {word for place in document.places for word in _WORD.findall(place.text.lower())}
        frequency.update(here)
        for word in here:
            if frequency[word] <= 60:
                places[word].add(document.url)
    known = lexicon()
    rare = sorted(word for word, said in frequency.items() if 2 <= said <= 40)
    rng.shuffle(rare)
    seen: set[str] = set()
    for word in rare:
        lemmas = known.lemmas(word)
        if len(lemmas) != 1 or lemmas[0] in seen:
            continue
        seen.add(lemmas[0])
        forms = known.forms(lemmas[0])
        if any(known.lemmas(form) != lemmas for form in forms):
            continue
        if any(frequency[form] > 60 for form in forms):
            continue
        urls = frozenset(url for form in forms for url in places.get(form, ()))
        if 5 <= len(urls) <= 60:
            yield Question(rng.choice(sorted(forms)), lemmas[0], urls)
            count -= 1
        if not count:
            return
