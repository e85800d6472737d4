"""What is wrong with a reading: text that repeats itself, that nobody said, that is not Polish.

A fault is told in words that go into the ledger. That the model is sure of a text does not excuse
it: loops come with high probability.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Word
from pipeline.language import fold
from pipeline.speech import Heard, compression
from pipeline.stages.transcribe.parts import Span

LOOP = "repeats itself"
SILENT = "text where nobody speaks"
PHANTOM = "a phrase that the model makes up"
SCRIPT = "letters of another script"
LANGUAGE = "another language"

_COMPRESSION = 2.4
"""Of Whisper's own rule; text of one sentence never reaches it unless it repeats itself."""
_REPEATS = {1: 6, 2: 5, 3: 4}
"""How often in a row so many words may be said; longer rows as often as three words."""
_LONGEST_ROW = 12
# The model's own rule for text over silence.
_NO_SPEECH = 0.6
_UNLIKELY = -1.0
_DOUBTFUL_SPEECH = 0.3
_DOUBTFUL = -0.7
_SPOKEN_SHARE = 0.5
_AWAY = 0.5  # seconds; word times are not better than that
_FOREIGN = 0.8
_OWN = 0.1
_LONG_ENOUGH = 3.0  # seconds; what is shorter says little of its language

# Said by nobody: what the subtitles that the model learnt from say over silence and music. Folded.
_PHANTOMS = (
    "napisy stworzone przez spolecznosc amara.org",
    "napisy stworzone przez",
    "napisy przygotowal",
    "napisy wykonal",
    "tlumaczenie i napisy",
    "wersja polska",
    "zdjecia i montaz",
    "realizacja i montaz",
    "dziekuje za ogladanie",
    "dziekuje za uwage",
    "dziekuje za subskrypcje",
    "zapraszam do subskrypcji",
    "subskrybuj",
    "do zobaczenia w kolejnym",
    "do nastepnego razu",
    "muzyka",
)


@dataclass(frozen=True, slots=True)
class Language:
    """What the model takes a stretch for: the likeliest language, and how likely Polish is."""

    likeliest: str
    probability: float
    polish: float


def fault(heard: Heard, clip: Span, speech: Sequence[Span]) -> str:
    """What is wrong with all that was read in a clip; empty where nothing is.

    `speech` is where the detector heard somebody speak.
    """
    texts = [piece.text for piece in heard.pieces]
    if heard.compression > _COMPRESSION or repeated(texts):
        return LOOP
    spoken = sum(overlap(clip, span) for span in speech)
    if heard.no_speech_probability > _NO_SPEECH and heard.mean_log_probability < _UNLIKELY:
        return SILENT
    nobody = (
        heard.no_speech_probability > _DOUBTFUL_SPEECH
        or heard.mean_log_probability < _DOUBTFUL
        or spoken < _SPOKEN_SHARE * (clip.end - clip.start)
    )
    return PHANTOM if nobody and _is_phantom(heard.text) else ""


def is_foreign(language: Language, clip: Span) -> bool:
    """Whether another language than Polish is spoken in a clip."""
    sure = language.probability > _FOREIGN and language.polish < _OWN
    return sure and clip.end - clip.start >= _LONG_ENOUGH


def _is_phantom(text: str) -> bool:
    folded = fold(text).strip(" .,!?…-")
    return any(phantom in folded and len(folded) < 2 * len(phantom) for phantom in _PHANTOMS)


def repeated(texts: Sequence[str]) -> range | None:
    """The first words that are said too often in a row, but for the first time; else `None`."""
    words = [fold(text).strip(" .,!?…-–;:") for text in texts]
    for length in range(1, _LONGEST_ROW + 1):
        most = _REPEATS.get(length, _REPEATS[3])
        for first in range(len(words) - length * most + 1):
            row = words[first : first + length]
            times = 1
            while words[first + times * length : first + (times + 1) * length] == row:
                times += 1
            if times > most and any(row):
                return range(first + length, first + times * length)
    return None


def is_compressible(text: str) -> bool:
    """Whether a text repeats itself, in whatever way."""
    return compression(text) > _COMPRESSION


def is_latin(text: str) -> bool:
    """Whether all its letters are of the Latin alphabet."""
    return all("LATIN" in unicodedata.name(char, "LATIN") for char in text if char.isalpha())


def is_unspoken(word: Word, speech: Sequence[Span]) -> bool:
    """Whether a word lies half a second or more from anybody who speaks."""
    around = Span(word.start - _AWAY, word.end + _AWAY)
    return not any(overlap(around, span) > 0 for span in speech)


def overlap(one: Span, other: Span) -> float:
    """Seconds that two stretches share."""
    return max(0.0, min(one.end, other.end) - max(one.start, other.start))
