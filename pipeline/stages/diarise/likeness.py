"""When two vectors are one voice: how far a vector scatters, and how far voices are apart.

A window's vector is its voice's own plus noise. As found on nine people and nine synthetic voices
alike: noise has a total variance of 0.38, in about 36 directions; windows that do not overlap are
independent; two voices are 0.15 to 0.8 apart (squared distance of their means). What comes of it,
`bench.speakers` tells.
"""

import numpy as np
import numpy.typing as npt

from pipeline.voice import Floats

NOISE = 0.38
"""Total variance of a window's vector around its voice's."""
DIRECTIONS = 36.0
PER_WINDOW = 0.25
"""Independent observations that a window is: windows overlap by three quarters."""
_ERROR = float(np.sqrt(2 / DIRECTIONS) * NOISE)


def distances(
    means: Floats, weights: npt.NDArray[np.float64], one: int, errors: float
) -> npt.NDArray[np.float64]:
    """The squared distance of the voice behind mean `one` from those behind all, shape (means,).

    The distance of two means is their voices', and what noise adds to it, which is taken off.
    `errors`: standard errors that are put on it. `weights`: independent observations of each mean.
    """
    raw = ((means - means[one]) ** 2).sum(axis=1)
    doubt = 1 / weights + 1 / weights[one]
    return np.asarray(raw + (errors * _ERROR - NOISE) * doubt, np.float64)
