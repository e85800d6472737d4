"""Whether a sentence that a language model wrote says nothing but what its evidence says.

The checks can be strict: what fails is dropped, and quoted sentences stand in its place. Each gives
the reason, for a person to read.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from pipeline.language import content_lemmas, fold, lexicon, stem, tokens
from pipeline.language.numerals import numbers

_FEWEST, _MOST = 4, 45  # words
_LONGER = 1.5  # times as many words as its evidence has
_KNOWN = 0.7  # share of its words that are Polish, or stand in the evidence
_SHARED = 0.6  # share of its content words that stand in the evidence, as the same root at least
_ROOT = 5
_MARKUP = re.compile(
    r"[<>{}\[\]|\\`#*_~^=@$]|https?:|www\.|[\u0000-\u001f\u007f-\u009f\u200b-\u202e]"
)
_LETTERS = re.compile(r"[^a-ząćęłńóśźżA-ZĄĆĘŁŃÓŚŹŻ0-9\s.,;:!?%„”\"'()/–—…+&§°-]")
_NEGATIONS = frozenset({"nie", "bez", "ani", "żaden", "nigdy", "nikt", "nic", "brak", "brakować"})
_LARGE_WORDS = (
    "wszystek wszyscy wszystko każdy zawsze musieć tylko jedynie wyłącznie gwarantować obowiązkowy"
)
_STRONG = frozenset(_LARGE_WORDS.split())
_MONTHS = (
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad"
    " grudzień poniedziałek wtorek środa czwartek piątek sobota niedziela rano wieczór południe"
)
_DATES = frozenset(_MONTHS.split())
_UP = (
    "wzr",
    "wzro",
    "rosn",
    "rosł",
    "zwiększ",
    "więcej",
    "więks",
    "wyższ",
    "podni",
    "podnos",
    "przyby",
)
_DOWN = (
    "spad",
    "maleć",
    "mala",
    "zmniejsz",
    "mniej",
    "mniejs",
    "niższ",
    "obniż",
    "ubyw",
    "traci",
    "strac",
)
_UNITS = {
    "percent": re.compile(r"%|\bproc\b|procent(?!ow)"),
    "points": re.compile(r"punkt\w* procentow|\bp\.? ?p\b"),
    "money": re.compile(r"\bzł\b|złot|\beuro\b|dolar"),
    "area": re.compile(r"\bha\b|hektar|\bar(y|ów)\b"),
    "length": re.compile(r"\bkm\b|kilometr|\bmetr"),
    "people": re.compile(r"\bos[oó]b|mieszka[nń]|uczestni"),
    "time": re.compile(r"\b(lat|lata|rok|roku|miesi[ąęa]c|tygod|dni|dzień|godzin|minut)"),
}

_Check = Callable[[str, str], str]


def fault(point: str, evidence: Sequence[str]) -> str:
    """Why a point may not be printed over its evidence; empty where nothing speaks against it."""
    said = " ".join(evidence)
    for check in _CHECKS:
        reason = check(point, said)
        if reason:
            return reason
    return ""


def _form(point: str, said: str) -> str:
    if _MARKUP.search(point) or _LETTERS.search(point):
        return "it has marks or letters that no Polish sentence has"
    count = len(point.split())
    if not _FEWEST <= count <= _MOST or count > max(_FEWEST, _LONGER * len(said.split())):
        return f"it has {count} words"
    words = [token.text for token in tokens(point) if token.text.isalpha()]
    heard = {fold(token.text) for token in tokens(said)}
    known = sum(fold(word) in heard or lexicon().known(word.lower()) for word in words)
    if known < _KNOWN * max(1, len(words)):
        return "it is not Polish"
    return ""


def _figures(point: str, said: str) -> str:
    there = {number.value for number in numbers(said)}
    for number in numbers(point):
        if number.value not in there:
            return f"the number {float(number.value):g} is not in its evidence"
    return ""


def _units(point: str, said: str) -> str:
    for name, unit in _UNITS.items():
        if numbers(point) and unit.search(point.lower()) and not unit.search(said.lower()):
            return f"its unit ({name}) is not in its evidence"
    return ""


def _names(point: str, said: str) -> str:
    """Words with a capital, in any inflection; the first word only where it can be nothing else."""
    spoken = [token.text for token in tokens(said)]
    heard = {lemma for word in spoken for lemma in lexicon().lemmas(word)}
    heard |= {stem(word) for word in spoken} | {fold(word) for word in spoken}
    for place, token in enumerate(tokens(point)):
        word = token.text
        if not any(char.isupper() for char in word):
            continue
        if place == 0 and word[1:].islower() and _is_common(word):
            continue
        base = word.partition("-")[0]
        forms = {*lexicon().lemmas(word), stem(word), fold(word), fold(base)}
        if not forms & heard:
            return f"the name {word} is not in its evidence"
    return ""


def _is_common(word: str) -> bool:
    """Whether a word at the beginning has its capital for that alone."""
    readings = lexicon().analyses(word.lower())
    return any(reading.lemma[:1].islower() for reading in readings) or len(word) == 1


def _negation(point: str, said: str) -> str:
    told, heard = _has(point, _NEGATIONS), _has(said, _NEGATIONS)
    if told and not heard:
        return "it denies what its evidence does not"
    return "it leaves out a negation" if heard and not told else ""


def _strength(point: str, said: str) -> str:
    for lemma in sorted(_lemmas(point) & (_STRONG | _DATES)):
        if lemma not in _lemmas(said):
            return f"„{lemma}” is not in its evidence"
    return ""


def _direction(point: str, said: str) -> str:
    for one, other in ((_UP, _DOWN), (_DOWN, _UP)):
        if _starts(point, one) and not _starts(said, one) and _starts(said, other):
            return "it turns a rise into a fall, or the other way round"
        if _starts(point, one) and not _starts(said, one) and numbers(point):
            return "it says of a number that it grew or fell, and its evidence does not"
    return ""


def _matter(point: str, said: str) -> str:
    told = set(content_lemmas(point))
    heard = set(content_lemmas(said)) | _lemmas(said)
    roots = {fold(lemma)[:_ROOT] for lemma in heard}
    shared = sum(lemma in heard or fold(lemma)[:_ROOT] in roots for lemma in told)
    return "" if shared >= _SHARED * max(1, len(told)) else "its evidence speaks of something else"


_CHECKS: tuple[_Check, ...] = (
    _form, _figures, _units, _names, _negation, _strength, _direction, _matter,
)  # fmt: skip


def _lemmas(text: str) -> frozenset[str]:
    return frozenset(lemma for token in tokens(text) for lemma in lexicon().lemmas(token.text)[:2])


def _has(text: str, lemmas: Iterable[str]) -> bool:
    return bool(_lemmas(text) & frozenset(lemmas))


def _starts(text: str, beginnings: tuple[str, ...]) -> bool:
    return any(token.text.lower().startswith(beginnings) for token in tokens(text))
