"""How much speaks for a session of the programme beginning at a given sentence."""

import difflib
import functools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.declared import PlannedSession
from pipeline.language import content_lemmas, fold, root, stem, tokens
from pipeline.language.formulas import (
    KINDS,
    fits,
    greets,
    hands_over,
    kinds,
    moves_on,
    stays,
    thanks,
)
from pipeline.language.frequency import log_frequency
from pipeline.stages.segment.spoken import Spoken

_WINDOW = 25.0  # seconds in which an announcement names the talk and who gives it
_WINDOW_SENTENCES = 4
_TITLE = 3.0  # all words of the title
_INSIDE = 1.0  # all words of the title in a sentence of the session
_NAME, _NAME_MOST = 2.0, 4.0  # for each name of a speaker; at most
_KIND = 3.5  # the formula of its kind of session
_REPLY = 0.7  # another voice
_MOVES_ON, _CHAIR, _SILENT, _OTHER_VOICE = 0.5, 0.7, 1.0, 0.1
"""Of the price of a border between topics: each a soft hint."""
_FORMAL = frozenset(
    {"sesja", "panel", "część", "seminarium", "konferencja", "spotkanie", "warsztat", "dzień"}
    | {"miasto", "gmina", "temat", "wystąpienie", "prezentacja", "blok", "moduł", "wykład"}
)
_FORMAL_WEIGHT, _EVERYDAY, _RAREST = 0.3, 3.0, 4.0
_SAYING = 4.0  # weight of a title from which on it is of this seminar and no other
_OFTEN = 2  # times that a chair gives the floor
_DEGREES = {"dr", "prof", "hab", "mgr", "inz", "pan", "pani", "red"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for of a planned session."""

    planned: PlannedSession
    weights: Mapping[str, float]
    """The lemmas of the title, and how much each says."""
    names: tuple[str, ...]
    """Folded stems of the speakers' names, without degrees and institutions."""
    kinds: tuple[str, ...]

    @property
    def is_titled(self) -> bool:
        """Whether it says more than what any programme has: „Otwarcie", „Pytania"."""
        return bool(self.names) or sum(self.weights.values()) > _SAYING or not self.kinds


def wanted(planned: PlannedSession) -> Wanted:
    """What a line of the programme says about how its session will sound."""
    lemmas = frozenset(content_lemmas(planned.title))
    names = []
    for speaker in planned.speakers:
        person = speaker.split(",")[0]
        words = [fold(stem(token.text)) for token in tokens(person)]
        names += [word for word in words if len(word) > 2 and word not in _DEGREES]
    kinds = tuple(kind.name for kind in KINDS if lemmas & set(kind.titles))
    weights = {lemma: _weight(lemma) for lemma in sorted(lemmas)}
    return Wanted(planned, weights, tuple(names), kinds)


def _weight(lemma: str) -> float:
    """How much a word of a title says: the rarer in Polish, the more; of formal ones little."""
    if lemma in _FORMAL:
        return _FORMAL_WEIGHT
    return min(_RAREST, max(_FORMAL_WEIGHT, -log_frequency(lemma) - _EVERYDAY))


def border_scores(texts: Sequence[Spoken]) -> npt.NDArray[np.float64]:
    """How much each sentence sounds like the beginning of anything, shape (sentences,)."""
    scores = np.zeros(len(texts))
    for index, sentence in enumerate(texts):
        score = min(1.5, sentence.silence / 2) + (1.0 if sentence.silence > 10 else 0.0)
        score += 3.0 if sentence.is_first else 0.0
        score += 1.5 if hands_over(sentence.text) else 0.0
        score += _REPLY if sentence.is_reply else 0.0
        score += 0.7 if greets(sentence.text) else 0.0
        score += 0.7 if thanks(sentence.text) else 0.0
        scores[index] = score
    return scores


def border_bonus(texts: Sequence[Spoken]) -> npt.NDArray[np.float64]:
    """How much cheaper a border before each sentence is, in units of what it gains by chance."""
    lead = chairs(texts)
    found = np.zeros(len(texts))
    for index, sentence in enumerate(texts):
        found[index] = (
            (_MOVES_ON if moves_on(sentence.text) else 0.0)
            + (_CHAIR if sentence.voice in lead and _leads(sentence) else 0.0)
            + min(_SILENT, sentence.silence / 10)
            + (_OTHER_VOICE if sentence.is_reply else 0.0)
        )
    return found


def _leads(sentence: Spoken) -> bool:
    """Whether a chair who says this goes on to something else."""
    text = sentence.text
    if stays(text):
        return False
    return hands_over(text) or bool(kinds(text)) or (sentence.is_reply and thanks(text))


def chairs(texts: Sequence[Spoken]) -> frozenset[int]:
    """The voices that lead the meeting: they give the floor more than once, as nobody else does."""
    gives: Counter[int] = Counter(
        text.voice for text in texts if text.voice is not None and hands_over(text.text)
    )
    return frozenset(voice for voice, count in gives.items() if count >= _OFTEN)


def own_scores(items: Sequence[Wanted], texts: Sequence[Spoken]) -> npt.NDArray[np.float64]:
    """How much names and titles speak for each session beginning at each sentence.

    Shape (sessions, sentences). A name that several sessions have says less of each.
    """
    shared = Counter(name for item in items for name in item.names)
    near = [_announcement(texts, index) for index in range(len(texts))]
    said = [{lemma for other in each for lemma in texts[other].lemmas} for each in near]
    words = [_stems(text) for text in texts]
    scores = np.zeros((len(items), len(texts)))
    for row, item in enumerate(items):
        named = [_names(item, each) for each in words]
        for index, others in enumerate(near):
            names = {name for other in others for name in named[other]}
            known = sum(_NAME / shared[name] for name in names)
            scores[row, index] = _TITLE * coverage(item, said[index]) + min(_NAME_MOST, known)
    return scores


def kind_scores(items: Sequence[Wanted], texts: Sequence[Spoken]) -> npt.NDArray[np.float64]:
    """How much each sentence sounds like the beginning of that kind of session; same shape."""
    wanted_kinds = {kind for item in items for kind in item.kinds}
    sounds = {
        kind: np.array([fits(text.text, kind) for text in texts], bool) for kind in wanted_kinds
    }
    scores = np.zeros((len(items), len(texts)))
    for row, item in enumerate(items):
        for kind in item.kinds:
            scores[row][sounds[kind]] = _KIND
    return scores


def coverage(item: Wanted, said: Collection[str]) -> float:
    """How much of what the title says is among lemmas, in [0, 1]; rare words say more.

    A word of the same root („rower", „rowerowy") counts half.
    """
    roots = {root(lemma) for lemma in said}
    found = 0.0
    for lemma, weight in item.weights.items():
        if lemma in said:
            found += weight
        elif root(lemma) in roots:
            found += weight / 2
    return found / max(sum(item.weights.values()), _FORMAL_WEIGHT)


def inside_scores(items: Sequence[Wanted], texts: Sequence[Spoken]) -> npt.NDArray[np.float64]:
    """How much each sentence is rather of one session than of others, shape (sessions, sentences).

    By the words of the titles that are said in it.
    """
    said = np.array([[coverage(item, set(text.lemmas)) for text in texts] for item in items])
    said = said.reshape(len(items), len(texts))
    return _INSIDE * (said - said.mean(axis=0)) if len(items) > 1 else 0.0 * said


def evidence(item: Wanted, texts: Sequence[Spoken], index: int) -> tuple[str, ...]:
    """The sentences at `index` that speak for `item`, for a person to judge."""
    found = []
    for other in _announcement(texts, index):
        sentence = texts[other]
        speaks = set(sentence.lemmas) & item.weights.keys() or _names(item, _stems(sentence))
        if speaks or hands_over(sentence.text) or any(fits(sentence.text, k) for k in item.kinds):
            found.append(sentence.text)
    return tuple(found)


def _announcement(texts: Sequence[Spoken], index: int) -> range:
    """The sentences in which the session that begins at `index` would be announced."""
    stop = index
    for stop in range(index, min(index + _WINDOW_SENTENCES, len(texts))):
        same = texts[stop].recording == texts[index].recording
        if not same or texts[stop].start > texts[index].start + _WINDOW:
            return range(index, stop)
    return range(index, stop + 1)


def _names(item: Wanted, said: Collection[str]) -> frozenset[str]:
    """The item's names among the stems of a sentence; recognition may have bent them a little."""
    return frozenset(name for name in item.names if any(_alike(name, word) for word in said))


def _stems(sentence: Spoken) -> frozenset[str]:
    """The folded stems of the words that may be names."""
    stems = (_stemmed(token.text) for token in tokens(sentence.text) if len(token.text) > 3)
    return frozenset(filter(None, stems))


@functools.lru_cache(maxsize=1 << 16)
def _stemmed(word: str) -> str:
    return fold(stem(word))


@functools.lru_cache(maxsize=1 << 18)
def _alike(name: str, word: str) -> bool:
    if name == word:
        return True
    if min(len(name), len(word)) < 5 or abs(len(name) - len(word)) > 3:
        return False
    return difflib.SequenceMatcher(None, name, word).ratio() >= 0.8
