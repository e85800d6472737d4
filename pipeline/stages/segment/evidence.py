"""How much speaks for a session of the programme beginning at a given sentence."""

import difflib
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.declared import PlannedSession
from pipeline.language import content_lemmas, fold, stem, tokens
from pipeline.language.formulas import KINDS, fits, greets, hands_over, thanks
from pipeline.stages.segment.spoken import Spoken

_WINDOW = 25.0  # seconds in which an announcement names the talk and who gives it
_WINDOW_SENTENCES = 4
_TITLE_WORD, _TITLE_MOST = 0.35, 3.0  # for each unit of rarity of a title's word; at most
_NAME, _NAME_MOST = 2.0, 4.0  # for each name of a speaker; at most
_KIND = 3.5  # the formula of its kind of session
_REPLY = 0.7  # another voice
_DEGREES = {"dr", "prof", "hab", "mgr", "inz", "pan", "pani", "red"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for of a planned session."""

    planned: PlannedSession
    lemmas: frozenset[str]
    names: tuple[str, ...]
    """Folded stems of the speakers' names, without degrees and institutions."""
    kinds: tuple[str, ...]


def wanted(planned: PlannedSession) -> Wanted:
    """What a line of the programme says about how its session will sound."""
    lemmas = frozenset(content_lemmas(planned.title))
    names = []
    for speaker in planned.speakers:
        person = speaker.split(",")[0]
        words = [fold(stem(token.text)) for token in tokens(person)]
        names += [word for word in words if len(word) > 2 and word not in _DEGREES]
    kinds = tuple(kind.name for kind in KINDS if lemmas & set(kind.titles))
    return Wanted(planned, lemmas, tuple(names), kinds)


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


def start_scores(
    item: Wanted, texts: Sequence[Spoken], rarities: dict[str, float]
) -> npt.NDArray[np.float64]:
    """How much speaks for `item` itself beginning at each sentence, shape (sentences,)."""
    named = [_names(item, sentence) for sentence in texts]
    scores = np.zeros(len(texts))
    for index in range(len(texts)):
        near = list(_announcement(texts, index))
        words = {lemma for other in near for lemma in texts[other].lemmas} & item.lemmas
        title = _TITLE_WORD * sum(rarities.get(word, 0.0) for word in words)
        names = {name for other in near for name in named[other]}
        score = min(_TITLE_MOST, title) + min(_NAME_MOST, _NAME * len(names))
        if any(fits(texts[index].text, kind) for kind in item.kinds):
            score += _KIND
        scores[index] = score
    return scores


def evidence(item: Wanted, texts: Sequence[Spoken], index: int) -> tuple[str, ...]:
    """The sentences at `index` that speak for `item`, for a person to judge."""
    found = []
    for other in _announcement(texts, index):
        sentence = texts[other]
        speaks = set(sentence.lemmas) & item.lemmas or _names(item, sentence)
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


def _names(item: Wanted, sentence: Spoken) -> frozenset[str]:
    """The item's names that are said in a sentence; recognition may have bent them a little."""
    if not item.names:
        return frozenset()
    said = {_stemmed(token.text) for token in tokens(sentence.text) if len(token.text) > 3}
    return frozenset(
        name for name in item.names if any(_alike(name, word) for word in said if word)
    )


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
