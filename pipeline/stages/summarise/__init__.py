"""summarise: sessions → summaries made of sentences that were said, each with its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import (
    Placement,
    Programme,
    Transcript,
    Word,
)
from pipeline.language import content_lemmas, key_phrases, sentences
from pipeline.language.formulas import greets, hands_over, thanks
from pipeline.stage import Of, Stage
from pipeline.stages.summarise.options import SummariseOptions
from pipeline.stages.summarise.ranking import choose
from pipeline.summaries import Passage, SessionSummary, Summary, SummarySentence

_SHORTEST, _LONGEST = 6, 45
"""Words of a sentence that can stand alone, and be read."""
_FULL = 14
"""Words from which on a sentence is taken to say something whole."""
_FIGURE = 1.5
"""How much more a sentence with a figure weighs: figures are what people look for."""
_QUESTION, _MANNERS = 0.5, 0.3
"""How much less a question weighs, and a greeting, thanks or a word of the chair."""
_ROUNDED = 0.01
"""Seconds that the last word may end after its recording, both being rounded."""
_DOUBTFUL = 0.55
"""A sentence whose words are on average less probable than this is not quoted."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: SummarySentence
    lemmas: tuple[str, ...]
    length: int
    weight: float


def summarise(
    programme: Programme, transcripts: tuple[Of[Transcript], ...], options: SummariseOptions
) -> Summary:
    """A summary of each placed session and of the whole; recordings without sessions count whole.

    Every sentence is one that was said, word for word; none is said better than it was.
    """
    by_recording = {each.owner: _candidates(each) for each in transcripts}
    summaries = []
    for session in programme.sessions:
        placement = session.placement
        if placement is None or session.kind == "break":
            continue
        inside = _inside(by_recording.get(placement.recording, []), placement)
        chosen = _chosen(inside, options.max_sentences, options.share)
        phrases = key_phrases([c.sentence.text for c in inside], options.phrases)
        summaries.append(SessionSummary(session.id, tuple(c.sentence for c in chosen), phrases))
    everything = [c for candidates in by_recording.values() for c in candidates]
    quoted = {sentence for summary in summaries for sentence in summary.sentences}
    covered = {sentence.place.recording for sentence in quoted}
    best = [
        c for c in everything if c.sentence in quoted or c.sentence.place.recording not in covered
    ]
    whole = _chosen(best, options.seminar_sentences, 1.0)
    phrases = key_phrases([c.sentence.text for c in everything], options.phrases)
    return Summary(tuple(c.sentence for c in whole), phrases, tuple(summaries))


def _candidates(transcript: Of[Transcript]) -> list[_Candidate]:
    """All sentences of a recording; which may be quoted is a matter of their weight."""
    words = transcript.artefact.words
    found = []
    for sentence in sentences(words):
        said = words[sentence.start : sentence.stop]
        text = " ".join(word.text for word in said)
        quoted = SummarySentence(
            text=text[:1].upper() + text[1:],
            kind="point",
            evidence=(
                Passage(
                    transcript.owner,
                    said[0].start,
                    said[-1].end,
                    sentence.start,
                    sentence.stop,
                ),
            ),
        )
        found.append(_Candidate(quoted, content_lemmas(text), len(said), _weight(text, said)))
    return found


def _weight(text: str, said: Sequence[Word]) -> float:
    """How fit a sentence is to be quoted by itself; 0 is never."""
    sure = sum(word.probability for word in said) / len(said)
    if not _SHORTEST <= len(said) <= _LONGEST or sure < _DOUBTFUL:
        return 0.0
    weight = sure * min(1.0, len(said) / _FULL)
    if any(letter.isdigit() for letter in text):
        weight *= _FIGURE
    if text.rstrip().endswith("?"):
        weight *= _QUESTION
    if greets(text) or thanks(text) or hands_over(text):
        weight *= _MANNERS
    return weight


def _inside(candidates: Sequence[_Candidate], placement: Placement) -> list[_Candidate]:
    return [
        c
        for c in candidates
        if placement.start <= c.sentence.place.start
        and c.sentence.place.end <= placement.end + _ROUNDED
    ]


def _chosen(candidates: Sequence[_Candidate], most: int, share: float) -> list[_Candidate]:
    chosen = choose(
        [c.lemmas for c in candidates],
        [c.weight for c in candidates],
        [c.length for c in candidates],
        most_words=round(share * sum(c.length for c in candidates)),
        most_sentences=most,
    )
    return [candidates[index] for index in chosen]


STAGE = Stage("summarise", 3, "seminar", summarise)
