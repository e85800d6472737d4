"""Breaks: long silences around which a break is spoken of."""

from collections.abc import Iterator, Sequence

from pipeline.artefacts import Placement
from pipeline.language.formulas import names_break
from pipeline.stages.segment.spoken import Spoken

_SILENCE = 12.0
"""Seconds without words that can be a break."""


def breaks(texts: Sequence[Spoken]) -> Iterator[Placement]:
    """Every silence that is one, in order, with what is said of it."""
    for index, text in enumerate(texts):
        if text.is_first or text.silence < _SILENCE:
            continue
        around = texts[max(0, index - 3) : index + 2]
        said = tuple(other.text for other in around if names_break(other.text))
        if said:
            yield Placement(text.recording, text.start - text.silence, text.start, None, said)
