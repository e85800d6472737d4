"""Where sentences end among recognised words."""

import re
from collections.abc import Sequence

from pipeline.artefacts import Word
from pipeline.language.abbreviations import FINAL, INNER
from pipeline.language.function_words import FUNCTION_WORDS

_LONG_PAUSE = 1.2
_STOP_PAUSE = 0.5
_PAUSE = 0.3
_MOST_WORDS = 60
_ADDRESS = re.compile(r"[\w-]{2,}(?:\.[a-z]{2,3})+")
_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'„“‘«([-–—"


def sentences(words: Sequence[Word]) -> tuple[range, ...]:
    """Return half-open ranges of word indices that partition `words`, one for each sentence.

    Overlong stretches are cut at a pause or comma, so no range has more than 60 words.
    """
    ranges: list[range] = []
    first = 0
    for index in range(len(words)):
        if index + 1 == len(words) or _ends(words, first, index):
            ranges += _cut(words, range(first, index + 1))
            first = index + 1
    return tuple(ranges)


def splits_address(text: str, following: str) -> bool:
    """Tell whether a stop is the dot of an address heard as two words: „monitor. Miasta.pl"."""
    return text[:-1].islower() and bool(_ADDRESS.fullmatch(following.rstrip(".,!?…")))


def _ends(words: Sequence[Word], first: int, index: int) -> bool:
    """Tell whether a sentence begun at `first` ends with the word at `index`, not the last."""
    text = words[index].text.strip().rstrip(_CLOSERS)
    following = words[index + 1].text.strip().lstrip(_OPENERS)
    pause = words[index + 1].start - words[index].end
    if text.endswith((".", "!", "?", "…")):
        if text.endswith(".") and not text.endswith("..") and _goes_on(text, following, pause):
            return False
        # A stop that is heard, too, counts before a small letter; dots of hesitation do not.
        heard = _LONG_PAUSE if text.endswith(("…", "..")) else _STOP_PAUSE
        return _starts_afresh(following) or pause >= heard
    if pause < _LONG_PAUSE or text.endswith((",", ":", ";", "-", "–")):
        return False
    hangs = text.lower() in FUNCTION_WORDS
    return not hangs and (following[:1].isupper() or index - first >= 3)


def _starts_afresh(text: str) -> bool:
    return text[:1].isupper() or text[:1].isdigit()


def _goes_on(text: str, following: str, pause: float) -> bool:
    """Tell whether the stop belongs to an abbreviation, an initial or an ordinal."""
    core = text.lstrip(_OPENERS).rstrip(".")
    if splits_address(text, following):
        return True
    if core.lower() in INNER or (len(core) == 1 and core.isupper()):
        return True
    if core.lower() in FINAL:
        # „20 tys. Polaków" goes on, „20 tys. Potem" does not.
        small = following.rstrip(".,!?…").lower()
        return not (following[:1].isupper() and (pause >= _PAUSE or small in FUNCTION_WORDS))
    return core.isdigit() and not _starts_afresh(following)


def _cut(words: Sequence[Word], whole: range) -> list[range]:
    """Halve a stretch at its best gap until no piece is overlong."""
    if len(whole) <= _MOST_WORDS:
        return [whole]
    margin = min(8, len(whole) // 4)
    inner = range(whole.start + margin, whole.stop - margin)
    middle = (whole.start + whole.stop) / 2
    best = max(inner, key=lambda at: (_gap(words, at), -abs(at - middle)))
    return [*_cut(words, range(whole.start, best)), *_cut(words, range(best, whole.stop))]


def _gap(words: Sequence[Word], at: int) -> float:
    """Weigh the gap before a word: its length, and half a second more for a comma."""
    before = words[at - 1]
    comma = 0.5 if before.text.strip().endswith((",", ";", ":", ".", "–")) else 0.0
    return round(max(0.0, words[at].start - before.end) + comma, 3)
