"""What loudness does to the voice model: equal error rate as is, and levelled."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bench.scenes import Clip
from pipeline.stage import VoiceModel
from pipeline.voice import WINDOW, Floats, Voice, frames, levelled, voice_model

_GAINS = (1.0, 0.3, 0.1, 2.0)
_STEP = 40  # frames


def levels(clips: Sequence[Clip], model: VoiceModel) -> Iterator[str]:
    """The rate at which a pair of clips is wrongly held for one voice, and for two."""
    voice = voice_model(model)
    yield f"{'equal error rate':24} {'as is':>7} {'levelled':>9}"
    for name, gains in (("equally loud", (1.0,)), ("gains of 0.1 to 2", _GAINS)):
        rates = [_rate(clips, gains, voice, level=level) for level in (False, True)]
        yield f"{name:24} {100 * rates[0]:6.1f}% {100 * rates[1]:8.1f}%"


def _rate(clips: Sequence[Clip], gains: Sequence[float], voice: Voice, *, level: bool) -> float:
    vectors, speakers = [], []
    for number, clip in enumerate(clips):
        heard = clip.sound * gains[number % len(gains)]
        samples = np.clip(np.rint(heard * 32767), -32768, 32767).astype(np.int16)
        found = frames(samples)
        if len(found) >= WINDOW:
            windows = np.stack(
                [found[at : at + WINDOW] for at in range(0, len(found) - WINDOW + 1, _STEP)]
            )
            vectors.append(_mean(voice.as_is(levelled(windows) if level else windows)))
            speakers.append(clip.speaker)
    alike = np.stack(vectors) @ np.stack(vectors).T
    pairs = np.triu_indices(len(alike), 1)
    same = np.array([speakers[one] == speakers[other] for one, other in zip(*pairs, strict=True)])
    return _equal(alike[pairs][same], alike[pairs][~same])


def _mean(vectors: Floats) -> Floats:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _equal(same: npt.NDArray[np.float32], different: npt.NDArray[np.float32]) -> float:
    borders = np.quantile(np.concatenate([same, different]), np.linspace(0, 1, 1000))
    missed = np.searchsorted(np.sort(same), borders) / len(same)
    confused = 1 - np.searchsorted(np.sort(different), borders) / len(different)
    nearest = int(np.abs(missed - confused).argmin())
    return float(missed[nearest] + confused[nearest]) / 2
