"""What the script of a recording's page is told of its sentences and words, in few bytes."""

from collections.abc import Iterable, Sequence

from pipeline.artefacts import Word
from pipeline.checking import most_doubtful
from pipeline.stages.render.hostile import line
from pipeline.stages.render.layout import Layout, Sentence

_FIRST = ord("?")  # up to `~` nothing needs an escape in an attribute
_SKIP = ord("~") - _FIRST


def packed(numbers: Iterable[int]) -> str:
    """Ascending numbers, each as its distance to the one before: `?` none, `@` one; `~` adds 63."""
    letters, before = "", 0
    for number in numbers:
        letters += "~" * ((number - before) // _SKIP) + chr(_FIRST + (number - before) % _SKIP)
        before = number
    return letters


def sentences_of(layout: Layout) -> list[Sentence]:
    """Every sentence that a page shows, in its order."""
    blocks = (block for section in layout.sections for block in section.blocks)
    return [sentence for block in blocks for sentence in block.sentences]


def packed_starts(sentences: Iterable[Sentence]) -> str:
    """When each sentence starts, in half seconds; none before the one above it.

    Cut off rather than rounded: who seeks a sentence hears all of its first word.
    """
    halves = [0]
    for sentence in sentences:
        halves.append(max(halves[-1], int(sentence.start * 2)))
    return packed(halves[1:])


def packed_doubts(sentences: Iterable[Sentence], words: Sequence[Word], checked: int = 0) -> str:
    """The words that a person should look at, as `check` chooses them.

    Not the first `checked`, which somebody has looked at. Counted are what stands between spaces
    on the page.
    """
    doubtful = frozenset(at for at in most_doubtful(words) if at >= checked)
    shown = [
        index
        for sentence in sentences
        for index in range(sentence.first_word, sentence.end_word)
        for _ in line(words[index].text).split()
    ]
    return packed(place for place, index in enumerate(shown) if index in doubtful)
