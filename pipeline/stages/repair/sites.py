"""Where words are doubtful, and what might have been said there instead.

A site is a short run of words around some that no dictionary knows, or that the model was unsure
of. A proposal puts other words in the place of one to four of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Word
from pipeline.language import knows, lexicon
from pipeline.language.frequency import Alike, Homophones, log_frequency
from pipeline.language.pronunciation import distance, sounds
from pipeline.stages.repair.vocabulary import Vocabulary

_UNSURE = 0.5
_MOST_PROPOSALS = 5
_MOST_TERMS = 3
_MOST_WORDS = 4
_TERM_DISTANCE = 0.3
"""Of a term's length in sounds, how far it may be from what was heard."""
_SPLIT_DISTANCE = 1.6
_EDITS = ((4, 1), (8, 2), (60, 3))  # up to how many sounds, how many may differ
_MOST_SOUNDS = _EDITS[-1][0]
"""No word and no two words are longer."""
_CLOSES = (".", ",", "?", "!", ":", ";", "…")
_NO_WORD = -6.0
_EXPECTED = -0.5  # a name or term of the seminar, however rare elsewhere
_EVERYDAY = -5.5
"""Words at least so frequent, as a common logarithm, are words."""
_GAP = 1.0  # seconds; words farther apart are not run together


@dataclass(frozen=True, slots=True)
class Proposal:
    """`text` in the place of the words `[first_word, end_word)`."""

    first_word: int
    end_word: int
    text: str
    distance: float
    """How different it sounds."""
    is_term: bool


@dataclass(frozen=True, slots=True)
class Site:
    """Doubtful words `[first_word, end_word)`, and what might stand there."""

    first_word: int
    end_word: int
    proposals: tuple[Proposal, ...]


def bare(text: str) -> str:
    """A word without the punctuation around it."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", text)


def is_unknown(text: str, vocabulary: Vocabulary) -> bool:
    """Whether neither the dictionary nor the seminar has the word. Numbers are known."""
    word = bare(text)
    if not word or any(character.isdigit() for character in word):
        return False
    known = knows(word)
    if not lexicon().generates:  # the small lexicon lacks words that everybody says
        known = known or log_frequency(word) > _EVERYDAY
    return not known and word.lower() not in vocabulary.familiar


def sites(words: Sequence[Word], vocabulary: Vocabulary, homophones: Homophones) -> list[Site]:
    """All doubtful places for which there is a proposal, in order; they do not overlap."""
    unknown = [is_unknown(word.text, vocabulary) for word in words]
    unsure = [
        known or word.probability < _UNSURE for known, word in zip(unknown, words, strict=True)
    ]
    found = []
    for first, end in _runs(words, unsure):
        proposals = _dictionary_proposals(
            words, range(first, end), unknown, (vocabulary, homophones)
        )
        proposals += _term_proposals(words, range(first, end), vocabulary)
        if proposals:
            start = min(proposal.first_word for proposal in proposals)
            stop = max(proposal.end_word for proposal in proposals)
            found.append(Site(start, stop, tuple(proposals)))
    return found


def _runs(words: Sequence[Word], unsure: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of doubtful words."""
    runs: list[tuple[int, int]] = []
    for index, doubtful in enumerate(unsure):
        if not doubtful:
            continue
        if (
            runs
            and runs[-1][1] == index
            and index - runs[-1][0] < _MOST_WORDS
            and _joins(words, index)
        ):
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _joins(words: Sequence[Word], index: int) -> bool:
    """Whether a word may be run together with the one before it."""
    before, word = words[index - 1], words[index]
    numbers = any(character.isdigit() for character in before.text + word.text)
    return not numbers and word.start - before.end < _GAP


def _spans(words: Sequence[Word], run: range, most: int) -> list[tuple[int, int]]:
    """Ranges of up to `most` words that have one of `run` in them, no closing mark inside."""
    spans = []
    for first in range(max(0, run.start - most + 1), run.stop):
        for end in range(first + 1, min(len(words), first + most) + 1):
            inner = range(first + 1, end)
            if end <= run.start or any(not _joins(words, index) for index in inner):
                continue
            spans.append((first, end))
    return spans


def _heard(words: Sequence[Word], first: int, end: int) -> str:
    return sounds("".join(bare(word.text) for word in words[first:end]))


def _dictionary_proposals(
    words: Sequence[Word],
    run: range,
    unknown: Sequence[bool],
    known: tuple[Vocabulary, Homophones],
) -> list[Proposal]:
    """The likeliest proposals from the dictionary, for spans with a word that it does not know."""
    vocabulary, homophones = known
    ranked: list[tuple[float, Proposal]] = []
    for first, end in _spans(words, run, 2):
        sentence = any(word.text.endswith(_CLOSES) for word in words[first : end - 1])
        if sentence or not any(unknown[first:end]):
            continue
        extra = sum(plausibility(bare(word.text), vocabulary) for word in words[first:end])
        for text, apart in _alike(_heard(words, first, end), homophones):
            if not _keeps_a_neighbour(words, first, end, text):
                likely = sum(plausibility(word, vocabulary) for word in text.split())
                proposal = Proposal(first, end, text, apart, is_term=False)
                ranked.append((likely - extra - 1.3 * apart, proposal))
    ranked.sort(key=lambda pair: -pair[0])
    return [proposal for _, proposal in ranked[:_MOST_PROPOSALS]]


def _keeps_a_neighbour(words: Sequence[Word], first: int, end: int, text: str) -> bool:
    """Whether the first or last word stays as it was: then a narrower span proposes the same."""
    proposed = text.split()
    said = [bare(word.text).lower() for word in words[first:end]]
    return proposed[0] == said[0] or proposed[-1] == said[-1]


def plausibility(word: str, vocabulary: Vocabulary) -> float:
    """How likely a word is to be said at all, as half a common logarithm; 0 is frequent."""
    printed = 1.0 if word.lower() in vocabulary.familiar else 0.0
    if not printed and is_unknown(word, vocabulary):
        return _NO_WORD
    likely = 0.5 * (max(-7.0, log_frequency(word)) + 1.5) + printed
    return max(likely, _EXPECTED) if word.lower() in vocabulary.expected else likely


def _alike(heard: str, homophones: Homophones) -> list[tuple[str, float]]:
    """Single words, and pairs of words, that sound like it."""
    if len(heard) > _MOST_SOUNDS:
        return []
    edits = next(edits for length, edits in _EDITS if len(heard) <= length)
    found = {alike.word: alike.distance for alike in homophones.like(heard, edits)}
    for at in range(1, len(heard)):
        for one in _part(heard[:at], homophones):
            for other in _part(heard[at:], homophones):
                apart = one.distance + other.distance
                text = f"{one.word} {other.word}"
                if apart <= min(_SPLIT_DISTANCE, found.get(text, _SPLIT_DISTANCE)):
                    found[text] = apart
    return list(found.items())


def _part(heard: str, homophones: Homophones) -> list[Alike]:
    return homophones.near(heard) if len(heard) > 2 else homophones.exact(heard)[:3]


def _term_proposals(words: Sequence[Word], run: range, vocabulary: Vocabulary) -> list[Proposal]:
    """Names and terms of the seminar that sound like some words here."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    heard_terms = [term.sounds for term in vocabulary.terms]
    found: dict[tuple[int, int, str], Proposal] = {}
    for first, end in _spans(words, run, _MOST_WORDS):
        heard = _heard(words, first, end)
        if len(heard) < 3:
            continue
        said = " ".join(bare(word.text) for word in words[first:end])
        rows = process.extract(
            heard,
            heard_terms,
            scorer=Levenshtein.distance,
            score_cutoff=max(1, len(heard) // 2),
            limit=20,
        )
        for sound, _, index in rows:
            apart = distance(heard, sound)
            text = vocabulary.terms[index].text
            if apart <= _TERM_DISTANCE * len(sound) and text != said:
                found[first, end, text] = Proposal(first, end, text, apart, is_term=True)
    ranked = sorted(found.values(), key=lambda p: p.distance - 0.35 * len(sounds(p.text)))
    return ranked[:_MOST_TERMS]
