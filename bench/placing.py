"""How sure a placed session is, and how often that is right: `python -m bench.placing`.

Each talk of `bench.talks` is placed by its own topics as a programme, with up to three topics of
other talks put among them and, every third time, one topic moved. A start is right within 15 s.
Printed are what `segment.placing.calibrated` would have to be corrected by, fitted on the talks for
tuning, and for both halves how often starts of a given confidence are right.
"""

import random
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bench.talks import Talk, Topic, talks, transcript
from pipeline.declared import Plan, PlannedSession
from pipeline.stage import Of
from pipeline.stages.segment import segment
from pipeline.stages.segment.options import SegmentOptions

_NEAR, _TRIALS = 15.0, 8
Pairs = npt.NDArray[np.float64]


def trials(*, tuning: bool) -> Pairs:
    """Confidence, and whether it was right, of all that was placed; shape (placed, 2)."""
    half = [talk for talk in talks() if talk.is_for_tuning == tuning]
    found = []
    for talk in half:
        others = [topic for other in half if other is not talk for topic in other.topics]
        for number in range(_TRIALS):
            found += list(_trial(talk, others, number))
    return np.array(found, float)


def _trial(talk: Talk, others: Sequence[Topic], number: int) -> Iterator[tuple[float, float]]:
    chance = random.Random(f"{talk.name}{number}")  # noqa: S311 - an order, no secrets
    items: list[tuple[Topic, int | None]] = [(topic, n) for n, topic in enumerate(talk.topics)]
    for topic in chance.sample(others, number % 4):
        items.insert(chance.randrange(len(items) + 1), (topic, None))
    if number % 3 == 2:
        items.insert(chance.randrange(len(items)), items.pop(chance.randrange(len(items))))
    spoken, starts = transcript(talk)
    plan = tuple(
        PlannedSession(
            f"i{n}", topic.title, "session", (topic.speaker,) if topic.speaker else (), "", ""
        )
        for n, (topic, _) in enumerate(items)
    )
    options = SegmentOptions(min_confidence=0.0)
    sessions = segment(Plan(plan, ("x",)), (Of("x", spoken),), options).sessions
    for (_, true), session in zip(items, sessions, strict=False):
        place = session.placement
        if place is not None and place.confidence is not None:
            right = true is not None and abs(place.start - starts[true]) <= _NEAR
            yield place.confidence, float(right)


def fitted(pairs: Pairs) -> tuple[float, float]:
    """Offset and slope of a logistic over the logit of the confidence, slightly held back."""
    bounded = np.clip(pairs[:, 0], 0.005, 0.995)
    logit, right = np.log(bounded / (1 - bounded)), pairs[:, 1]
    weights = np.zeros(2)
    rows = np.stack([np.ones_like(logit), logit], axis=1)
    for _ in range(100):
        said = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - said) - 0.1 * weights
        curve = (rows * (said * (1 - said))[:, None]).T @ rows + 0.1 * np.eye(2)
        weights = weights + np.linalg.solve(curve, slope)
    return float(weights[0]), float(weights[1])


def main() -> None:
    """Print it."""
    tuning = trials(tuning=True)
    offset, slope = fitted(tuning)
    print(f"fitted over what is given now: offset {offset:.2f}, slope {slope:.2f} (0 and 1: as is)")
    for name, pairs in (("tuning", tuning), ("test", trials(tuning=False))):
        print(f"{name}: {len(pairs)} placed, {pairs[:, 1].mean():.0%} right")
        for low, high in ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
            inside = pairs[(pairs[:, 0] >= low) & (pairs[:, 0] < high)]
            if len(inside):
                said, right = inside.mean(axis=0)
                shown = f"{len(inside):4}, {said:.2f} on average; right {right:.2f}"
                print(f"  told {low:.1f} to {high:.1f}: {shown}")


if __name__ == "__main__":
    main()
