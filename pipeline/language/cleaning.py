"""Speech made fit to be read, by rules that only delete: hesitations, fillers, false starts.

No rule touches a number, a name or a negation: what is deleted stands in these lists, or is said
again right after.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_NOISE = re.compile(r"y+m*|e{2,}m*|em+|mm+|h+m+|aaa+|yhy|mhm|ehm")
_ASIDES = (
    "no", "no właśnie", "właśnie", "prawda", "jakby", "powiedzmy", "powiedzmy sobie szczerze",
    "że tak powiem", "krótko mówiąc", "proszę państwa", "proszę sobie wyobrazić", "bardzo proszę",
    "przepraszam za słowo", "przypominam", "oczywiście", "szczerze mówiąc", "jak mówiłem",
    "jak mówiłam", "jak powiedziałem", "jak powiedziałam", "wie pan", "wie pani", "wiecie państwo",
    "wiedzą państwo", "tak", "dobrze", "w każdym razie", "generalnie",
)  # fmt: skip
_OPENINGS = (
    "no i", "no więc", "no to", "no", "i", "a", "więc", "otóż", "proszę państwa",
    "szanowni państwo", "drodzy państwo", "dobrze",
    "po pierwsze", "po drugie", "po trzecie", "po czwarte",
    "i jeszcze jedno", "jeszcze jedno",
)  # fmt: skip
_ASIDE_WORDS = tuple(sorted((tuple(each.split()) for each in _ASIDES), key=len, reverse=True))
_OPENING_WORDS = tuple(sorted((tuple(each.split()) for each in _OPENINGS), key=len, reverse=True))
_MARKS = ".,;:!?…"
_AFTER_COMMA = frozenset({"a", "ale", "bo", "że", "żeby", "gdy", "gdzie", "jak", "który", "co"})
_FEWEST = 3
"""Words that must be left, else nothing is taken off the beginning."""


def kept(words: Sequence[str]) -> tuple[int, ...]:
    """The indices of the words that stay, in order."""
    bare = [word.strip(_MARKS + "„”\"'()–-").lower() for word in words]
    left = [at for at in range(len(words)) if not _NOISE.fullmatch(bare[at])]
    left = _without_asides(words, bare, left)
    left = _without_repeats(words, bare, left)
    return tuple(_without_opening(bare, left))


def cleaned(words: Sequence[str]) -> str:
    """The words that stay, as a sentence: a capital first, a stop last; else as they were."""
    stay = kept(words)
    if not stay:
        return ""
    texts = [words[at] for at in stay]
    for place, (at, after) in enumerate(pairwise(stay)):
        parted = after - at > 1 and words[after - 1].endswith(",")
        if parted and words[after].strip(_MARKS).lower() not in _AFTER_COMMA:
            texts[place] = words[at].removesuffix(",")
    texts[-1] = texts[-1].rstrip(",;:–-")
    end = words[-1][-1:]
    if texts[-1][-1:] not in ".!?…":
        texts[-1] += end if end in ".!?…" else "."
    text = " ".join(text for text in texts if text.strip(",;:"))
    return text[:1].upper() + text[1:]


def _without_asides(words: Sequence[str], bare: Sequence[str], left: list[int]) -> list[int]:
    """Fillers between two commas, or between the beginning and a comma, are left out."""
    gone: set[int] = set()
    for place in range(len(left)):
        if left[place] in gone or (place and not words[left[place - 1]].endswith(",")):
            continue
        for aside in _ASIDE_WORDS:
            at = left[place : place + len(aside)]
            if [bare[each] for each in at] == list(aside) and words[at[-1]].endswith(","):
                gone.update(at)
                break
    return [at for at in left if at not in gone]


def _without_repeats(words: Sequence[str], bare: Sequence[str], left: list[int]) -> list[int]:
    """Of one or two words said twice in a row the second stay; figures and names always do."""
    stay: list[int] = []
    for at in left:
        stay.append(at)
        for size in (2, 1):
            now, before = stay[-size:], stay[-2 * size : -size]
            again = [bare[n] for n in now] == [bare[n] for n in before]
            if again and not any(_is_kept(words[n]) for n in now):
                del stay[-2 * size : -size]
                break
    return stay


def _is_kept(word: str) -> bool:
    return any(char.isdigit() for char in word) or word[:1].isupper() or word.lower() == "nie"


def _without_opening(bare: Sequence[str], left: list[int]) -> list[int]:
    """What joins a sentence to the one before it is left out, once or twice."""
    for _ in range(2):
        for opening in _OPENING_WORDS:
            begins = [bare[at] for at in left[: len(opening)]] == list(opening)
            if begins and len(left) - len(opening) >= _FEWEST:
                left = left[len(opening) :]
                break
    return left
