"""Words into captions: cues of at most two lines, cut where a reader pauses.

A shortest path over the words picks the cuts: each possible cue has a cost (how badly it ends, how
fast it must be read, whether it flashes by), and the cheapest row of cues wins. Limits after the
BBC Subtitle Guidelines and Netflix's timed text guide for Polish: 42 characters a line, 17
characters a second, two frames between cues.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.artefacts import Word
from pipeline.stages.render.hostile import line

LINE = 42
"""Characters in a line at most."""
LONGEST = 7.0
SHORTEST = 1.0
PAUSE = 1.5
"""A longer silence ends a cue."""
SPEED = 17.0
"""Characters a second that most people can follow."""
GAP = 0.084
"""Two frames at 24 a second."""
LINGER = 0.4
"""How long a cue may stay after its last word though it could be read by then."""

CLINGING = frozenset(
    [
        "a",
        "aby",
        "ale",
        "ani",
        "bez",
        "bo",
        "by",
        "co",
        "czy",
        "dla",
        "do",
        "gdy",
        "i",
        "iż",
        "jak",
        "jako",
        "ku",
        "lub",
        "na",
        "nad",
        "nie",
        "niż",
        "o",
        "od",
        "oraz",
        "po",
        "pod",
        "przed",
        "przez",
        "przy",
        "się",
        "są",
        "to",
        "u",
        "w",
        "we",
        "z",
        "za",
        "ze",
        "że",
        "żeby",
    ]
)
"""Words that lean on the next one: no line ends with them."""

_ENDS = (".", "?", "!", "…", ".”", "?”", "!”", '."')
_RESTS = (",", ";", ":", "–", "—", ",”")
_NEVER = 1_000.0
_FLASH = 400.0
_BORDER = 200.0
_EACH = 14.0
_TRAILS = 9.0
_NAME = 14.0


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption on the screen for `[start, end)`, as one or two lines."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    start: float
    end: float
    text: str
    opens: bool
    """Starts a session."""


def captions(words: Sequence[Word], borders: Sequence[float], duration: float) -> tuple[Cue, ...]:
    """The captions of a recording. `borders` are the seconds where sessions start."""
    tokens = _tokens(words, sorted(borders))
    groups: list[list[_Token]] = []
    for run in _runs(tokens):
        groups.extend(_cut(run))
    return _timed(groups, duration)


def _tokens(words: Sequence[Word], borders: Sequence[float]) -> list[_Token]:
    """The words, cleaned, in order, none longer than a line."""
    tokens: list[_Token] = []
    waiting = list(reversed([border for border in borders if border > 0]))
    for word in words:
        opens = False
        while waiting and (word.start + word.end) / 2 >= waiting[-1]:
            waiting.pop()
            opens = True
        text = line(word.text)
        pieces = [text[at : at + LINE] for at in range(0, len(text), LINE)]
        step = max(0.0, word.end - word.start) / max(1, len(pieces))
        for number, piece in enumerate(pieces):
            start = word.start + number * step
            tokens.append(_Token(start, start + step, piece, opens and number == 0))
    return tokens


def _runs(tokens: Sequence[_Token]) -> list[list[_Token]]:
    """Words with no long pause between them."""
    runs: list[list[_Token]] = []
    for token in tokens:
        if runs and token.start - runs[-1][-1].end <= PAUSE:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _cut(run: Sequence[_Token]) -> list[list[_Token]]:
    """The cheapest way to cut a run into cues."""
    count = len(run)
    best = [0.0] + [float("inf")] * count
    back = [0] * (count + 1)
    for first in range(count):
        length = -1
        for after in range(first + 1, count + 1):
            length += 1 + len(run[after - 1].text)
            lasts = run[after - 1].end - run[first].start
            if after > first + 1 and (length > 2 * LINE + 1 or lasts > LONGEST):
                break
            cost = best[first] + _cost(run, first, after)
            if cost < best[after]:
                best[after], back[after] = cost, first
    cues: list[list[_Token]] = []
    after = count
    while after:
        cues.append(list(run[back[after] : after]))
        after = back[after]
    return cues[::-1]


def _cost(run: Sequence[_Token], first: int, after: int) -> float:
    """What the cue `run[first:after]` costs; infinite where it does not fit two lines."""
    texts = [token.text for token in run[first:after]]
    fit = _broken(texts)
    if fit is None:
        return float("inf")
    _, cost = fit
    last = after == len(run)
    # Past the end of a run there is a pause, into which a short cue is drawn out.
    room = (run[after].start - GAP if not last else run[-1].end + PAUSE - GAP) - run[first].start
    if not last:
        cost += _between(run[after - 1].text, run[after].text)
        if not run[after - 1].text.endswith(_ENDS) and any(t.endswith(_ENDS) for t in texts):
            cost += _TRAILS
    cost += _EACH
    cost += _BORDER * sum(token.opens for token in run[first + 1 : after])
    if room < SHORTEST:
        cost += _FLASH * (1 + SHORTEST - room)
    speed = sum(len(text) + 1 for text in texts) / max(0.1, min(room, LONGEST))
    return cost + max(0.0, speed - SPEED) ** 2


def _between(text: str, following: str) -> float:
    """How bad it is to cut between two words; two capitals in a row are likely one name."""
    name = text[:1].isupper() and text[-1:].isalnum() and following[:1].isupper()
    return _ending(text) + (_NAME if name else 0.0)


def _ending(text: str) -> float:
    """How bad it is to end a line or a cue with this word."""
    if text.endswith(_ENDS):
        return 0.0
    if text.endswith(_RESTS):
        return 5.0
    bare = text.strip("„”\"'()").lower()
    return _NEVER if bare in CLINGING or (len(bare) == 1 and bare.isalpha()) else 16.0


def _broken(texts: Sequence[str]) -> tuple[tuple[str, ...], float] | None:
    """The words as one line or two, and what the break costs; `None` where they do not fit."""
    whole = " ".join(texts)
    if len(whole) <= LINE:
        return (whole,), 0.0
    best: tuple[tuple[str, ...], float] | None = None
    length = -1
    for at in range(1, len(texts)):
        length += 1 + len(texts[at - 1])
        rest = len(whole) - length - 1
        if length <= LINE and rest <= LINE:
            cost = _between(texts[at - 1], texts[at]) / 2 + abs(rest - length) / 4
            if best is None or cost < best[1]:
                best = ((whole[:length], whole[length + 1 :]), cost)
    return best


def _timed(groups: Sequence[Sequence[_Token]], duration: float) -> tuple[Cue, ...]:
    """The cues with their times: drawn out to be readable, never into the next one."""
    cues: list[Cue] = []
    free = 0
    limit = max(_ms(duration), _ms(groups[-1][-1].end) if groups else 0)
    for number, group in enumerate(groups):
        texts = [token.text for token in group]
        fit = _broken(texts)
        lines = fit[0] if fit else tuple(texts)
        following = groups[number + 1][0].start if number + 1 < len(groups) else None
        wall = limit if following is None else _ms(following) - _ms(GAP)
        start = max(free, _ms(group[0].start))
        if wall - start < _ms(SHORTEST):
            # No room after it: come a little early, if nobody speaks there.
            start = max(free, min(start, wall - _ms(SHORTEST)))
        spoken = min(_ms(group[-1].end), start + _ms(LONGEST))
        readable = start + _ms(max(SHORTEST, sum(map(len, lines)) / SPEED))
        end = max(spoken + _ms(LINGER), readable)
        end = max(start + 1, min(end, wall, start + _ms(LONGEST)))
        cues.append(Cue(start, end, lines))
        free = end + _ms(GAP)
    return tuple(cues)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
