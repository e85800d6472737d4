"""Places that are worth a look, best gain first, and how long they take."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Replacement, Word
from pipeline.checking import Reason, looks, worth

_WORTH = 0.12
"""What a place is worth at least: below it nine looks in ten would be for nothing."""
_LONGEST = 4
"""Words of a place: as many as one takes in at a glance."""
_AROUND = 2.0  # seconds that are heard around a place
_DECIDE = 1.5  # seconds to see that it is right
_TYPE = 6.0  # seconds to put it right where it is not
_STEP = 0.5  # seconds to the next


@dataclass(frozen=True, slots=True)
class Doubt:
    """The words `[first_word, end_word)`, which are looked at in one go."""

    first_word: int
    end_word: int
    worth: float
    """How likely the most doubtful of them is wrong, more for a number; only the order counts."""
    reasons: tuple[Reason, ...]


def queue(
    words: Sequence[Word],
    replacements: Sequence[Replacement] = (),
    checked_words: int = 0,
) -> tuple[Doubt, ...]:
    """The places behind the first `checked_words`, best gain first.

    Neighbours are one place.
    """
    wanted = sum(rank >= _WORTH for rank in worth(words)) / max(1, len(words))
    found = {
        look.word: look for look in looks(words, replacements, wanted) if look.word >= checked_words
    }
    places: list[list[int]] = []
    for at in sorted(found):
        if places and places[-1][-1] == at - 1 and len(places[-1]) < _LONGEST:
            places[-1].append(at)
        else:
            places.append([at])
    doubts = (
        Doubt(
            members[0],
            members[-1] + 1,
            max(found[at].worth for at in members),
            tuple(dict.fromkeys(reason for at in members for reason in found[at].reasons)),
        )
        for members in places
    )
    return tuple(sorted(doubts, key=lambda doubt: (-doubt.worth, doubt.first_word)))


def minutes_left(doubts: Sequence[Doubt], words: Sequence[Word]) -> float:
    """How long a person needs for these places.

    Each is heard with two seconds around it, decided on in one and a half, put right in six where
    it is wrong, which is as likely as the words say; half a second leads to the next.
    """
    total = 0.0
    for doubt in doubts:
        lasts = words[doubt.end_word - 1].end - words[doubt.first_word].start
        total += lasts + _AROUND + _DECIDE + _TYPE * min(1.0, doubt.worth) + _STEP
    return total / 60
