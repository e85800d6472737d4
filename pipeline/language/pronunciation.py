"""How Polish spelling sounds, roughly: texts that sound alike get alike strings.

One character a sound: `S` sz, `Z` ż, `C` cz, `D` dz, `G` dż, `J` dź, `h` ch. After the rules of any
grammar of Polish: soft consonants, nasal vowels by what follows, voicing from the end of a group.
Spaces and punctuation are not heard.
"""

import re
from functools import lru_cache

_SPELLED = (
    ("dż", "G"), ("dź", "J"), ("drz", "G"), ("dzi", "Ji"), ("dz", "D"), ("sz", "S"), ("cz", "C"),
    ("ch", "h"), ("rz", "Z"), ("qu", "kw"), ("x", "ks"), ("v", "w"), ("q", "k"), ("ph", "f"),
    ("th", "t"), ("ó", "u"), ("ż", "Z"),
)  # fmt: skip
_SOFT = {"s": "ś", "c": "ć", "z": "ź", "n": "ń"}
_VOICED = {
    "b": "p", "d": "t", "g": "k", "w": "f", "z": "s", "ź": "ś", "Z": "S", "D": "c", "J": "ć",
    "G": "C",
}  # fmt: skip
_VOICELESS = {voiceless: voiced for voiced, voiceless in _VOICED.items()}
_UNHEARD = re.compile(r"[\W_]")
_BEFORE_I = re.compile(r"[sczn](?=i)")
_MERE_I = re.compile(r"(?<=[śćźńJ])i(?=[aeouyąę])")
_TWICE = re.compile(r"(.)\1")
_WEAK = frozenset("jłńhe")
"""Sounds that come and go."""
_LOST, _LOST_WEAK, _OTHER, _VOICING, _NEAR = 0.8, 0.6, 1.0, 0.35, 0.5
_NEAR_PAIRS = (
    "sS sś Sś zZ zź Zź cC cć Cć DG DJ GJ nń mn mń iy ey rl łw łu łl kh gh ij jń ZJ zD sc SC ść "
    "ou ao ae ei oe uy"
)


def _prices() -> dict[tuple[str, str], float]:
    prices = dict.fromkeys(_VOICED.items(), _VOICING)
    prices |= {(pair[0], pair[1]): _NEAR for pair in _NEAR_PAIRS.split()}
    return prices | {(b, a): price for (a, b), price in prices.items()}


_PRICES = _prices()
SIMILAR: dict[str, str] = {}
"""For each sound those that are easily taken for it."""
for _a, _b in sorted(_PRICES):
    SIMILAR[_a] = SIMILAR.get(_a, "") + _b
SOUNDS = "abcdefghijklmnoprstuwyzćłńśźCDGJSZ"
"""All that a Polish word may be made of."""


@lru_cache(maxsize=1 << 16)
def sounds(text: str) -> str:
    """What is heard of `text`, one character a sound."""
    # Asked of a quarter of a million words: no step is taken that changes nothing.
    heard = text.lower()
    if not heard.isalpha():
        heard = _UNHEARD.sub("", heard)
    for spelled, sound in _SPELLED:
        heard = heard.replace(spelled, sound)
    if "i" in heard:
        heard = _BEFORE_I.sub(_softened, heard)
        heard = _MERE_I.sub("", heard)
    if "ą" in heard or "ę" in heard:
        heard = _nasals_spelled(heard)
    return _TWICE.sub(r"\1", _voiced(heard))


def _softened(found: re.Match[str]) -> str:
    return _SOFT[found[0]]


def _nasals_spelled(heard: str) -> str:
    if heard.endswith("ę"):
        heard = f"{heard[:-1]}e"
    for nasal, vowel in (("ą", "o"), ("ę", "e")):
        for after in "bp":
            heard = heard.replace(nasal + after, f"{vowel}m{after}")
        for after in "lł":
            heard = heard.replace(nasal + after, vowel + after)
        heard = heard.replace(nasal, f"{vowel}n")
    return heard


def _voiced(heard: str) -> str:
    """Each group of consonants is voiced or voiceless as its last one; „w" and „rz" give way."""
    out = list(heard)
    for at in range(len(out) - 1, -1, -1):
        following = out[at + 1] if at + 1 < len(out) else ""
        if out[at] in _VOICED and (not following or following in _VOICELESS or following == "h"):
            out[at] = _VOICED[out[at]]
        elif out[at] in _VOICELESS and following in _VOICED and following not in "wZ":
            out[at] = _VOICELESS[out[at]]
    for at in range(1, len(out)):
        if out[at] in "wZ" and out[at - 1] in _VOICELESS:
            out[at] = _VOICED[out[at]]
    return "".join(out)


def distance(one: str, other: str) -> float:
    """How differently two strings of sounds are heard: 1 for each sound that is quite another."""
    previous = [0.0]
    for sound in other:
        previous.append(previous[-1] + _lost(sound))
    for sound in one:
        row = [previous[0] + _lost(sound)]
        for at, instead in enumerate(other, 1):
            same = 0.0 if sound == instead else _PRICES.get((sound, instead), _OTHER)
            row.append(
                min(previous[at - 1] + same, previous[at] + _lost(sound), row[-1] + _lost(instead))
            )
        previous = row
    return previous[-1]


def _lost(sound: str) -> float:
    return _LOST_WEAK if sound in _WEAK else _LOST
