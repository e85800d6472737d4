"""Words over a stretch of sound of which no more is known than that they are said in it."""

from collections.abc import Iterator, Sequence


def laid(texts: Sequence[str], start: float, end: float) -> Iterator[tuple[float, float]]:
    """When each word begins and ends, by their lengths, one after the other; not rounded."""
    total, done = sum(map(len, texts)), 0
    for text in texts:
        first = start + (end - start) * done / total
        done += len(text)
        yield first, start + (end - start) * done / total
