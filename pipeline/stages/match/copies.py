"""Decks that are another one again, such as a PDF beside the PowerPoint file it was made of."""

from collections.abc import Collection, Mapping, Sequence

_SAME = 0.8
"""Share of its slides that say word for word what slides of the other say."""


def copies(
    decks: Mapping[str, Sequence[int]], terms: Sequence[Sequence[str]], drawn: Collection[int]
) -> frozenset[int]:
    """The slides of decks that are copies; of two, the one with more pictures is kept.

    `decks`: the indices of the slides of each; `terms`: of each slide; `drawn`: those of which
    there are pictures.
    """
    found: set[int] = set()
    kept: list[frozenset[frozenset[str]]] = []
    pictured = {deck: len(set(slides) & set(drawn)) for deck, slides in decks.items()}
    for slides in (decks[deck] for deck in sorted(decks, key=lambda deck: -pictured[deck])):
        said = [frozenset(terms[slide]) for slide in slides]
        written = [each for each in said if each]
        if any(sum(each in other for each in written) >= _SAME * len(said) for other in kept):
            found.update(slides)
        else:
            kept.append(frozenset(written))
    return frozenset(found)
