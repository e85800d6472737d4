"""How well sessions are found and placed: `python -m bench.segmentation`.

On the talks of `bench.talks`, by content lemmas of their lines: Pk of TextTiling, C99, no borders,
and ours, the mean over the talks for tuning and over those for testing.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from bench.borders import c99, pk, text_tiling
from bench.talks import Talk, talks, transcript
from pipeline.language import content_lemmas
from pipeline.stage import Of
from pipeline.stages.segment.evidence import border_bonus
from pipeline.stages.segment.spoken import spoken
from pipeline.stages.segment.topics import aim, topic_starts
from pipeline.stages.segment.vectors import has_encoder

Finder = Callable[[Talk], Sequence[int]]
"""Gives the indices of the words at which a topic begins, without the first."""


def word_borders(talk: Talk) -> list[int]:
    """The true ones."""
    lengths = [sum(len(line.split()) for line in topic.lines) for topic in talk.topics]
    return [int(each) for each in np.cumsum(lengths[:-1])]


def lines(talk: Talk) -> tuple[list[tuple[str, ...]], list[int]]:
    """The content lemmas of each line, and at which word it begins."""
    texts = [line for topic in talk.topics for line in topic.lines]
    starts = np.cumsum([0, *(len(text.split()) for text in texts)])
    return [content_lemmas(text) for text in texts], [int(each) for each in starts]


def by_lines(system: Callable[[Sequence[Sequence[str]]], Sequence[int]]) -> Finder:
    """A system that is given lines."""

    def find(talk: Talk) -> list[int]:
        bags, starts = lines(talk)
        return [starts[at] for at in system(bags)]

    return find


def told_number(talk: Talk) -> list[int]:
    """C99 that is told how many topics there are."""
    bags, starts = lines(talk)
    return [starts[at] for at in c99(bags, len(talk.topics))]


def ours(talk: Talk, *, embeddings: bool = False) -> list[int]:
    """`segment` as it finds sessions without a programme."""
    words = transcript(talk)[0]
    texts = spoken([Of("talk", words)])
    wanted = aim(words.duration)
    begun = topic_starts(texts, border_bonus(texts), 40.0, wanted, embeddings=embeddings)
    at = {word.start: number for number, word in enumerate(words.words)}
    return [at[texts[start].start] for start in begun[1:]]


SYSTEMS: dict[str, Finder] = {
    "no border": lambda _: [],
    "TextTiling": by_lines(text_tiling),
    "C99": by_lines(c99),
    "C99, told the number": told_number,
    "ours, lemmas": ours,
}
if has_encoder():
    SYSTEMS["ours, with embeddings"] = partial(ours, embeddings=True)


def scores(finder: Finder) -> dict[str, float]:
    """Pk by talk."""
    return {talk.name: pk(word_borders(talk), finder(talk), talk.words) for talk in talks()}


def main() -> None:
    """Print the table."""
    print(f"{'Pk, mean over talks':24}{'tuning':>8}{'test':>8}   topics found a talk")
    for name, finder in SYSTEMS.items():
        found = {talk.name: 1 + len(finder(talk)) for talk in talks()}
        each = scores(finder)
        halves = [
            np.mean([each[talk.name] for talk in talks() if talk.is_for_tuning == tuning])
            for tuning in (True, False)
        ]
        print(f"{name:24}{halves[0]:8.3f}{halves[1]:8.3f}   {list(found.values())}")


if __name__ == "__main__":
    main()
