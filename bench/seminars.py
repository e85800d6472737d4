"""Made-up seminars of any number, the same for the same seed: for measuring search and pages.

Words are real Polish forms by how often they are used (wordfreq, asked where it is installed).
They make no sense, but keep what search has to bear with: Zipf's law, topics that come in bursts,
every case of a word, rare names in all their forms, numbers as words and as digits.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.language import Analysis, lexicon
from pipeline.search import Document, Place

_FORMS = 225_000
_TOPICS, _PHRASES = 150, 80
_SHARE_OF_TOPIC = 0.5
"""So that it packs as well as talks do: 2.9 bytes a word (those of the tests, 2.8)."""
_SYLLABLES = [
    "ba",
    "bo",
    "bro",
    "ca",
    "cho",
    "cza",
    "da",
    "dłu",
    "do",
    "dra",
    "ga",
    "go",
    "gra",
    "ja",
    "je",
    "ka",
    "kle",
    "ko",
    "kra",
    "la",
    "le",
    "lu",
    "ma",
    "mi",
    "mro",
]
_TAILS = ["ński", "wicz", "czyk", "lski", "szak", "kiewicz", "rzyk", "bała", "dowski"]
_MANNER = ("Dzień {n}", "Warsztat {n}", "Panel {n}", "Posiedzenie {n}")
_NUMBERS = (
    "dwadzieścia pięć tysięcy",
    "sto czterdzieści siedem",
    "2 350",
    "4,2 mln",
    "37",
    "1 250 000",
)


@dataclass(frozen=True, slots=True)
class _Language:
    forms: NDArray[Any]
    cumulated: NDArray[np.float64]
    topics: list[NDArray[np.int64]]
    """Of each, phrases of three forms."""


@lru_cache(maxsize=1)
def _language(seed: int) -> _Language:
    from wordfreq import get_frequency_dict

    words = lexicon()
    ranked = sorted(get_frequency_dict("pl", "large").items(), key=lambda pair: (-pair[1], pair[0]))
    kept = [pair for pair in ranked if pair[0].isalpha() and _is_decent(words.analyses(pair[0]))]
    del kept[_FORMS:]
    shares = np.array([share for _, share in kept])
    rng = np.random.default_rng(seed)
    middle = np.arange(200, 20_000)
    topics = [rng.choice(middle, (_PHRASES, 3), replace=False) for _ in range(_TOPICS)]
    for topic in topics:
        topic[:, 1] = rng.integers(60, size=_PHRASES)
    forms = np.array([form for form, _ in kept], dtype=object)
    return _Language(forms, np.cumsum(shares / shares.sum()), topics)


def _is_decent(analyses: Sequence[Analysis]) -> bool:
    return bool(analyses) and not any("wulg." in each.labels for each in analyses)


def recordings(count: int, words: int = 10_000, seed: int = 1) -> Iterator[Document]:
    """Yield `count` recordings of about so many words, two to a seminar, newest first."""
    language = _language(seed)
    for number in range(count):
        yield _recording(number, words, seed, language)


def _recording(number: int, words: int, seed: int, language: _Language) -> Document:
    rng = np.random.default_rng([seed, number])
    seminar = number // 2
    speakers = [_name(rng) for _ in range(6)]
    topics = rng.choice(_TOPICS, 6, replace=False)
    places: list[Place] = []
    start = said = 0.0
    while said < words:
        at = min(5, int(said / words * 6))
        topic = language.topics[topics[at]]
        session = " ".join(language.forms[topic[0]]).capitalize()
        text = _sentence(rng, language, topic, speakers)
        length = text.count(" ") + 1
        places.append(Place(round(start, 2), text, session, speakers[at], rng.random() < 0.05))
        start += 0.4 * length + 0.5
        said += length
    name = f"nagranie-{number % 2 + 1}"
    day = date(2026, 6, 30) - timedelta(days=2 * seminar)
    return Document(
        id=f"seminarium-{seminar:05}/{name}",
        url=f"seminarium-{seminar:05}/{name}.html",
        title=_MANNER[number % 4].format(n=number % 2 + 1),
        seminar=" ".join(language.forms[language.topics[topics[0]][5:7].ravel()]).capitalize(),
        date=day.isoformat(),
        places=tuple(places),
    )


def _sentence(
    rng: np.random.Generator, language: _Language, topic: NDArray[np.int64], speakers: list[str]
) -> str:
    length = int(rng.integers(4, 26))
    picked = np.searchsorted(language.cumulated, rng.random(length))
    for at in np.flatnonzero(rng.random(length // 3) < _SHARE_OF_TOPIC):
        # Of a topic, some phrases are said much more than others.
        picked[3 * at : 3 * at + 3] = topic[int(rng.random() ** 3 * _PHRASES)]
    said = list(language.forms[np.minimum(picked, len(language.forms) - 1)])
    chance = rng.random()
    if chance < 0.04:
        said.insert(length // 2, _NUMBERS[int(rng.integers(len(_NUMBERS)))])
    elif chance < 0.07:
        said.insert(length // 2, speakers[int(rng.integers(len(speakers)))])
    if length > 12:
        said[5] += ","
    text = " ".join(map(str, said)).rstrip(",")
    return f"{text[:1].upper()}{text[1:]}."


def _name(rng: np.random.Generator) -> str:
    stem = "".join(_SYLLABLES[int(at)] for at in rng.integers(len(_SYLLABLES), size=2))
    first = ("Anna", "Jan", "Maria", "Piotr", "Ewa", "Marek")[int(rng.integers(6))]
    return f"{first} {stem.capitalize()}{_TAILS[int(rng.integers(len(_TAILS)))]}"


def write_corpus(documents: Iterator[Document], folder: Path) -> list[Path]:
    """Write each as a file of JSON, which `read_recording` reads; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for document in documents:
        path = folder / f"{document.id.replace('/', '.')}.json"
        head = [document.id, document.url, document.title, document.seminar, document.date]
        rows = [[p.start, p.text, p.session, p.speaker, p.doubtful] for p in document.places]
        path.write_text(json.dumps([*head, rows], ensure_ascii=False), encoding="utf-8")
        paths.append(path)
    return paths


def read_recording(path: Path) -> Document:
    """Read what `write_corpus` wrote."""
    *head, rows = json.loads(path.read_bytes())
    name, url, title, seminar, day = head
    return Document(name, url, title, seminar, day, tuple(Place(*row) for row in rows))
