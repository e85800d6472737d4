"""How likely each word is wrong: what a person should look at first.

A logistic regression on what is known of a word without its sound: the model's own probability of
it and of its neighbours, whether any dictionary has it, how frequent and how long it is. Fitted on
recordings with known words (`make bench` prints how it does); a word counts as right if it is what
was said or what one would write for it, such as a number in digits.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

from pipeline.artefacts import Word
from pipeline.language.frequency import log_frequency
from pipeline.stages.repair.sites import bare, is_unknown
from pipeline.stages.repair.vocabulary import Vocabulary

_BIAS = 0.48
_OWN = -0.62  # of the logit of its probability
_UNKNOWN = 7.24
_NEIGHBOUR = -1.63  # of the smaller probability of its neighbours
_FREQUENCY = -0.40  # of the logarithm of its frequency
_AROUND = -0.38  # of the mean logit of seven words
_LENGTH = -0.34  # of its letters
_RAREST = -9.0
_REACH = 3  # words on each side


def with_doubts(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words, each with the probability that it is wrong."""
    logits = [_logit(word.probability) for word in words]
    return tuple(
        replace(word, doubt=round(_doubt(number, words, logits, vocabulary), 3))
        for number, word in enumerate(words)
    )


def _doubt(
    number: int, words: Sequence[Word], logits: Sequence[float], vocabulary: Vocabulary
) -> float:
    word = words[number]
    text = bare(word.text)
    unknown = is_unknown(word.text, vocabulary)
    before = words[number - 1].probability if number else 1.0
    after = words[number + 1].probability if number + 1 < len(words) else 1.0
    score = _BIAS + _OWN * logits[number] + _UNKNOWN * unknown
    score += _NEIGHBOUR * min(before, after)
    score += _FREQUENCY * _frequency(text, unknown=unknown)
    score += _AROUND * _mean_around(logits, number)
    score += _LENGTH * len(text)
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def _frequency(text: str, *, unknown: bool) -> float:
    if any(character.isdigit() for character in text):
        return 0.0
    return _RAREST if unknown else log_frequency(text)


def _mean_around(logits: Sequence[float], number: int) -> float:
    """Over the word and three on each side; beyond the ends all is well."""
    sure = _logit(1.0)
    around = [
        logits[at] if 0 <= at < len(logits) else sure
        for at in range(number - _REACH, number + _REACH + 1)
    ]
    return sum(around) / len(around)


def _logit(probability: float) -> float:
    bounded = min(max(probability, 0.01), 0.99)
    return log(bounded / (1 - bounded))
