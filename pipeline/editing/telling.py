"""What a page is told of a recording: words in paragraphs, doubts, what was rejected, conflicts."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.artefacts import Word
from pipeline.corrections import Asked, Entry, parsed
from pipeline.editing.desk import Desk
from pipeline.editing.sight import Sight
from pipeline.language import paragraphs, sentences
from pipeline.proofreading import everywhere, minutes_left, offers
from pipeline.reviews import Conflict

_AROUND = 6
"""Words beside a place that is shown elsewhere than in the text."""
_MOST_OFFERS = 9  # a digit each


def told(desk: Desk, sight: Sight) -> dict[str, object]:
    """Everything that the page shows. Words are counted from 0; ranges are half-open."""
    words, review = sight.words, sight.review
    checked = review.checked_words
    return {
        "version": sight.version,
        "words": [[word.text, round(word.start, 2), round(word.end, 2)] for word in words],
        "paragraphs": [[first, end, label] for first, end, label in _paragraphs(desk, sight)],
        "doubts": [
            [each.first_word, each.end_word, round(each.worth, 3), list(each.reasons)]
            for each in sight.doubts
        ],
        "minutes": round(minutes_left(sight.doubts, words), 1),
        "checked_words": checked,
        "checked_to": review.checked_to,
        "descriptions": [[each.start, each.text] for each in review.descriptions],
        "rejected": list(_rejected(sight)),
        "conflicts": [_conflict(sight, each) for each in review.conflicts],
    }


def summary(desk: Desk) -> dict[str, object]:
    """What the list of recordings says of one."""
    sight = desk.now()
    review = sight.review
    return {
        "state": review.state,
        "checked_to": review.checked_to,
        "minutes": minutes_left(sight.doubts, sight.words),
        "places": len(sight.doubts),
        "conflicts": len(review.conflicts),
        "duration": sight.transcript.duration,
    }


def same(seen: Sight, after: Sight, asked: Asked) -> list[dict[str, object]]:
    """The same mistake elsewhere, in the words of `after`, in which it was mended.

    `asked` is the change, in the words of `seen`.
    """
    if not asked.new or asked.first_word == asked.end_word:
        return []
    old = " ".join(word.text for word in seen.words[asked.first_word : asked.end_word])
    if old == asked.new:
        return []
    shift = len(after.words) - len(seen.words)
    found = []
    for each in everywhere(seen.words, asked):
        moved = shift if each.first_word >= asked.end_word else 0
        first, end = each.first_word + moved, each.end_word + moved
        stands = [word.text for word in after.words[first:end]]
        if stands == [word.text for word in seen.words[each.first_word : each.end_word]]:
            found.append({**_place(after.words, first, end), "new": each.new})
    return found


def offered(desk: Desk, sight: Sight, first_word: int, end_word: int) -> list[str]:
    """Names and terms that the words may be, in their case."""
    words = sight.words
    if not 0 <= first_word <= end_word <= len(words) or end_word - first_word > _AROUND:
        return []
    return list(offers(words, first_word, end_word, desk.names))[:_MOST_OFFERS]


def _place(words: Sequence[Word], first: int, end: int) -> dict[str, object]:
    """Words with some before and after."""
    before, there = words[max(0, first - _AROUND) : first], words[first:end]
    beside = words[first - 1].end if first else 0.0
    return {
        "first": first,
        "end": end,
        "start": there[0].start if there else beside,
        "before": _text(before),
        "old": _text(there),
        "after": _text(words[end : end + _AROUND]),
    }


def _paragraphs(desk: Desk, sight: Sight) -> Iterator[tuple[int, int, str]]:
    """Paragraphs as pages have them, parted where another begins to speak."""
    words = sight.words
    voices = desk.heard()
    said = [voices.at(word.start) for word in words]
    for each in sight.review.speakers:
        said[each.first_word : each.end_word] = [each.name] * (each.end_word - each.first_word)
    ranges = sentences(words)
    for members in paragraphs(words, ranges):
        first, end = ranges[members.start].start, ranges[members.stop - 1].stop
        for name, group in groupby(range(first, end), key=said.__getitem__):
            inside = list(group)
            yield inside[0], inside[-1] + 1, name


def _rejected(sight: Sight) -> Iterator[dict[str, object]]:
    """Text that was recognised and thrown away, and where it would stand."""
    restored = sight.review.restored
    for each in sight.transcript.ledger:
        if each.state != "rejected" or not each.text.strip():
            continue
        stretch = round(each.start, 2), round(each.end, 2)
        yield {
            "start": each.start,
            "end": each.end,
            "text": each.text,
            "reason": each.reason,
            "word": sight.within(each.start, each.start).start,
            "back": stretch in restored,
        }


def _conflict(sight: Sight, conflict: Conflict) -> dict[str, object]:
    """Both readings; the range of words that the person's would replace."""
    here = sight.within(conflict.start, conflict.end)
    entry = parsed(conflict.line)
    return {
        "id": conflict.id,
        "verb": entry.verb if isinstance(entry, Entry) else "",
        "line": conflict.line,
        "wanted": conflict.wanted,
        "was": conflict.before,
        "reason": conflict.reason,
        "until": conflict.end,
        **_place(sight.words, here.start, here.stop),
    }


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
