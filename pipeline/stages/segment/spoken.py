"""What was said, sentence by sentence, with what tells where a session begins."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from pipeline.artefacts import Transcript
from pipeline.language import content_lemmas, sentences
from pipeline.stage import Of


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence: where, how long nothing was said before it, and its words."""

    recording: str
    start: float
    end: float
    silence: float
    """Seconds without words before it; of the first in a recording, from the recording's start."""
    is_first: bool
    """The first of its recording."""
    text: str
    lemmas: tuple[str, ...]


def spoken(transcripts: Sequence[Of[Transcript]]) -> list[Spoken]:
    """The sentences of all recordings, in their order."""
    found = []
    for transcript in transcripts:
        words = transcript.artefact.words
        end = 0.0
        for number, sentence in enumerate(sentences(words)):
            start, text = words[sentence.start].start, " ".join(words[i].text for i in sentence)
            silence = max(0.0, start - end)
            end = words[sentence.stop - 1].end
            lemmas = content_lemmas(text)
            found.append(Spoken(transcript.owner, start, end, silence, number == 0, text, lemmas))
    return found


def rarity(texts: Sequence[Spoken]) -> dict[str, float]:
    """The inverse document frequency of each lemma, a sentence being a document; > 0."""
    counts = Counter(lemma for sentence in texts for lemma in set(sentence.lemmas))
    return {lemma: log(1 + len(texts) / count) for lemma, count in counts.items()}
