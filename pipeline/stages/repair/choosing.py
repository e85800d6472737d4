"""Which proposals are taken, and the words with them in place."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Replacement, Word
from pipeline.language import lexicon
from pipeline.language.frequency import log_frequency
from pipeline.laying import laid
from pipeline.stages.repair.listening import as_written, replaced
from pipeline.stages.repair.sites import Proposal, Site, bare, plausibility
from pipeline.stages.repair.vocabulary import Vocabulary

# Measured by `make bench`; the result is the same over a wide range of them.
_PLAUSIBLE = 2.5
_DIFFERENT = 2.0
_PARTED = 1.0  # of one word as several: short words fit nearly anything
_SAME = 4.0  # of a term that sounds just like it: acronyms are costly to the model
_FREQUENT_NAME = -7.0  # a rarer one in lower case is a word that was misheard


@dataclass(frozen=True, slots=True)
class Weighed:
    """A site and how well the words as recognised, then each proposal, fit the sound."""

    site: Site
    recognised: float
    fits: tuple[float, ...]


def choose(
    words: Sequence[Word], weighed: Sequence[Weighed], vocabulary: Vocabulary, caution: float
) -> list[Proposal]:
    """The proposals that are better than what was recognised by more than `caution`, in order.

    Better: the fit to the sound, more for likelier words, less for other sounds.
    """
    ranked: list[tuple[float, Proposal]] = []
    for each in weighed:
        for proposal, fit in zip(each.site.proposals, each.fits, strict=True):
            before = words[proposal.first_word : proposal.end_word]
            likelier = sum(plausibility(word, vocabulary) for word in proposal.text.split())
            likelier -= sum(plausibility(bare(word.text), vocabulary) for word in before)
            gain = fit - each.recognised + _PLAUSIBLE * likelier - _DIFFERENT * proposal.distance
            if proposal.is_term and proposal.distance == 0:
                gain += _SAME
            if len(proposal.text.split()) > len(before):
                gain -= _PARTED
            if gain > caution:
                ranked.append((gain, proposal))
    taken: set[int] = set()
    chosen = []
    for _, proposal in sorted(ranked, key=lambda pair: -pair[0]):
        span = set(range(proposal.first_word, proposal.end_word))
        if not span & taken:
            taken |= span
            chosen.append(proposal)
    return sorted(chosen, key=lambda proposal: proposal.first_word)


def capitals(
    words: Sequence[Word], chosen: Sequence[Proposal], vocabulary: Vocabulary
) -> list[Proposal]:
    """Proposals to write names with a capital, beside those that were chosen; all in order."""
    taken = {at for each in chosen for at in range(each.first_word, each.end_word)}
    own = {term.text.lower() for term in vocabulary.terms if term.text[:1].isupper()}
    named = []
    for at, word in enumerate(words):
        text = bare(word.text)
        if at in taken or not text[:1].islower():
            continue
        # „wiatraczna" is a word, but behind „Halszka" it is her name.
        is_surname = at > 0 and f"{bare(words[at - 1].text)} {text}".lower() in own
        is_own = is_surname or (text in own and not lexicon().known(text))
        frequent = log_frequency(text) > _FREQUENT_NAME
        written = text.capitalize() if is_own else as_written(text) if frequent else text
        if written != text:
            named.append(Proposal(at, at + 1, written, 0.0, is_term=True))
    return sorted([*chosen, *named], key=lambda proposal: proposal.first_word)


def put_in(
    words: Sequence[Word], chosen: Sequence[Proposal]
) -> tuple[tuple[Word, ...], tuple[Replacement, ...]]:
    """The words with the chosen proposals in place, and what stood there before."""
    result: list[Word] = []
    replacements = []
    at = 0
    for proposal in chosen:
        result += words[at : proposal.first_word]
        before = tuple(words[proposal.first_word : proposal.end_word])
        first = len(result)
        result += _spread(before, replaced(words, proposal))
        replacements.append(Replacement(first, len(result), before))
        at = proposal.end_word
    result += words[at:]
    return tuple(result), tuple(replacements)


def _spread(before: Sequence[Word], texts: Sequence[str]) -> list[Word]:
    """`texts` over the time of the words before: word for word, or by their lengths.

    They are as probable as the least probable of those: what made them doubtful has not changed.
    """
    probability = min(word.probability for word in before)
    if len(texts) == len(before):
        return [
            Word(word.start, word.end, text, probability)
            for word, text in zip(before, texts, strict=True)
        ]
    times = laid(texts, before[0].start, before[-1].end)
    return [
        Word(round(start, 2), round(end, 2), text, probability)
        for text, (start, end) in zip(texts, times, strict=True)
    ]
