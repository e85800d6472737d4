"""How well each proposal fits the sound, by the speech model, in a few seconds around its site."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Word
from pipeline.language import lexicon
from pipeline.sound import Samples
from pipeline.speech import Speech
from pipeline.stages.repair.sites import Proposal, Site

_AROUND = 1.8  # seconds of context: enough for the model, and cheap
_MARGIN = 0.2
_LONGEST = 20.0
_OPENING = '„“«(["'
_CLOSING = '”’»)].,:;!?…"'


@dataclass(frozen=True, slots=True)
class Window:
    """The words `[first_word, end_word)` around a site and the seconds they last."""

    first_word: int
    end_word: int
    start: float
    end: float


def window(words: Sequence[Word], site: Site) -> Window:
    """The site with the words that begin and end within 1.8 s of it."""
    earliest = words[site.first_word].start - _AROUND
    latest = words[site.end_word - 1].end + _AROUND
    first, end = site.first_word, site.end_word
    while first > 0 and words[first - 1].start >= earliest:
        first -= 1
    while end < len(words) and words[end].end <= latest:
        end += 1
    start = round(max(0.0, words[first].start - _MARGIN), 2)
    stop = round(min(words[end - 1].end + _MARGIN, start + _LONGEST), 2)
    return Window(first, end, start, stop)


def replaced(words: Sequence[Word], proposal: Proposal) -> list[str]:
    """The texts that the proposal puts there, with the case and the marks around the old."""
    texts = [as_written(text) for text in proposal.text.split()]
    before, last = words[proposal.first_word].text, words[proposal.end_word - 1].text
    opening = before[: len(before) - len(before.lstrip(_OPENING))]
    if before[len(opening) :][:1].isupper() and not proposal.is_term:
        texts[0] = texts[0][:1].upper() + texts[0][1:]
    texts[0] = opening + texts[0]
    texts[-1] += last[len(last.rstrip(_CLOSING)) :]
    return texts


def as_written(text: str) -> str:
    """A word, its first letter a capital if the dictionary has it as a name and nothing else."""
    readings = lexicon().analyses(text)
    is_name = bool(readings) and all(reading.lemma[:1].isupper() for reading in readings)
    return text[:1].upper() + text[1:] if is_name else text


def text_of(words: Sequence[Word], around: Window, proposal: Proposal | None) -> str:
    """What is said in the window, as recognised or as proposed."""
    if proposal is None:
        texts = [word.text for word in words[around.first_word : around.end_word]]
    else:
        texts = [word.text for word in words[around.first_word : proposal.first_word]]
        texts += replaced(words, proposal)
        texts += [word.text for word in words[proposal.end_word : around.end_word]]
    return " ".join(texts)


def fits(speech: Speech, stretch: Samples, texts: Sequence[str]) -> list[float]:
    """The log probability of each text for a window's sound, in tenths."""
    return [round(fit, 1) for fit in speech.fit(stretch, texts)]
