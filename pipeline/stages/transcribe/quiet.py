"""Quiet speakers brought up to the others before they are recognised.

The recogniser measures what it hears by the loudest sound of its window, so that it leaves out a
quiet speaker beside a loud one. The speech detector hears both: each stretch of speech is measured,
and only what is much too quiet is touched; pauses and noise never are.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.artefacts import Raised
from pipeline.sound import RATE_HZ, Samples
from pipeline.stages.transcribe.parts import Span

_TARGET = -23.0  # dB of full scale; where EBU R128 wants speech
_ENOUGH = -33.0  # what is louder is recognised as well as it is
_MOST = 40.0  # dB; below lies the noise of 16 bits
_FRAME = RATE_HZ // 10  # samples; the louder half of them is speech, the rest is breath
_EDGE = RATE_HZ * 3 // 20  # samples of a pause in which the gain comes and goes


def raise_quiet(samples: Samples, first: int, speech: Sequence[Span]) -> tuple[Raised, ...]:
    """Bring up, in place, the stretches of speech that are too quiet; which, and by how much.

    `samples` begin at sample `first` of the recording; `speech`, in seconds of the recording, is
    in order, apart, and inside them.
    """
    raised = []
    borders = [0]
    for span in speech:
        borders += [round(at * RATE_HZ) - first for at in (span.start, span.end)]
    borders = [min(at, len(samples)) for at in (*borders, len(samples))]
    for index, span in enumerate(speech):
        before, start, end, after = borders[2 * index : 2 * index + 4]
        gain = _TARGET - _level(samples[start:end])
        if gain <= _TARGET - _ENOUGH:
            continue
        gain = round(min(gain, _MOST), 1)
        left = start - min(_EDGE, (start - before) // 2)
        right = end + min(_EDGE, (after - end) // 2)
        corners = np.array([left, start, end, right]) - left
        factor = 10 ** (gain / 20)
        factors = np.interp(np.arange(right - left), corners, (1.0, factor, factor, 1.0))
        louder = np.rint(samples[left:right] * factors.astype(np.float32))
        samples[left:right] = np.clip(louder, -32768, 32767).astype(np.int16)
        raised.append(Raised(span.start, span.end, gain))
    return tuple(raised)


def _level(samples: Samples) -> float:
    """Of the louder half of a stretch, in dB of full scale; 0 dB where it is empty."""
    frames = np.array_split(samples, max(1, len(samples) // _FRAME)) if len(samples) else []
    energies = sorted(float((np.square(frame / np.float32(32768))).mean()) for frame in frames)
    louder = energies[len(energies) // 2 :]
    energy = sum(louder) / len(louder) if louder else 1.0
    return 10 * float(np.log10(max(energy, 1e-10)))
