"""What was said, sentence by sentence, with what tells where a session begins."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from pipeline.artefacts import Transcript, Turns, Word
from pipeline.language import content_lemmas, sentences
from pipeline.stage import Of

_NOBODY = Turns(())
_ROUNDED = 0.02
_LONG, _SHORT, _PAUSE = 25, 6, 0.3
"""Words of a sentence that is taken in pieces, of a piece at least, and the pause between them in
seconds: without punctuation a sentence may be anything."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence, or a piece of a long one: where, and its words."""

    recording: str
    start: float
    end: float
    silence: float
    """Seconds without words before it; of the first in a recording, from the recording's start."""
    is_first: bool
    """The first of its recording."""
    is_reply: bool
    """Another voice than that of the sentence before."""
    voice: int | None
    """Who says it; `None` where it is not known."""
    text: str
    lemmas: tuple[str, ...]


def spoken(transcripts: Sequence[Of[Transcript]], turns: Turns = _NOBODY) -> list[Spoken]:
    """The sentences of all recordings, in their order."""
    found = []
    for transcript in transcripts:
        words = transcript.artefact.words
        voices = turns.voices(transcript.owner, len(words))
        before: int | None = None
        end = 0.0
        for number, sentence in enumerate(_pieces(words)):
            start, text = words[sentence.start].start, " ".join(words[i].text for i in sentence)
            silence = max(0.0, start - end)
            end = words[sentence.stop - 1].end
            voice = Counter(voices[sentence.start : sentence.stop]).most_common(1)[0][0]
            is_reply = None not in {voice, before} and voice != before
            before = voice
            found.append(
                Spoken(
                    recording=transcript.owner,
                    start=start,
                    end=end,
                    silence=silence,
                    is_first=number == 0,
                    is_reply=is_reply,
                    voice=voice,
                    text=text,
                    lemmas=content_lemmas(text),
                )
            )
    return found


def _pieces(words: Sequence[Word]) -> Iterator[range]:
    """Sentences, long ones parted at pauses."""
    for sentence in sentences(words):
        first = sentence.start
        if len(sentence) > _LONG:
            for at in range(sentence.start + _SHORT, sentence.stop - _SHORT + 1):
                pause = words[at].start - words[at - 1].end
                if pause >= _PAUSE - _ROUNDED and at - first >= _SHORT:
                    yield range(first, at)
                    first = at
        yield range(first, sentence.stop)


def rarity(texts: Sequence[Spoken]) -> dict[str, float]:
    """The inverse document frequency of each lemma, a sentence being a document; > 0."""
    counts = Counter(lemma for sentence in texts for lemma in set(sentence.lemmas))
    return {lemma: log(1 + len(texts) / count) for lemma, count in counts.items()}
