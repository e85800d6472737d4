"""What `stenogram check` tells a person of one recording."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from math import ceil

from pipeline.artefacts import Sound
from pipeline.checking import Look, Place, Replaced, Seconds, percent
from pipeline.reviews import Conflict, Review

_MOST_TEXT = 200
_WAYS = {"difference": "the difference", "left": "the left one", "right": "the right one"}
_WHY = {
    "number": "number",
    "name": "name",
    "unknown": "in no dictionary",
    "unsure": "the model was unsure",
    "beside unsure": "the model was unsure beside it",
}


@dataclass(frozen=True, slots=True)
class Check:
    """What is told of one recording."""

    recording: str
    stage: str
    """The one that left the transcript."""
    duration: float
    recognised: float | None
    seconds: Seconds
    sound: Sound
    agreement: float | None
    """Share of the words of captions that came with it, in [0, 1]; `None` without captions."""
    places: tuple[Place, ...]
    words: int
    calibrated: bool
    replaced: tuple[Replaced, ...]
    looks: tuple[Look, ...]
    review: Review

    def is_lost(self, most: float) -> bool:
        """Whether more than `most` per cent of the speech is lost, in places one can hear."""
        return bool(self.places) and 100 * (1 - (self.recognised or 0.0)) > most


def lines(check: Check, *, most: int, every: bool) -> Iterator[str]:
    """What a person reads of one recording."""
    share = check.recognised
    heard = "nobody speaks" if share is None else f"speech recognised: {percent(share):g} %"
    yield f"{check.recording}: {_moment(check.duration)}, {heard}"
    told = {name.replace("_", " "): length for name, length in asdict(check.seconds).items()}
    yield "  " + ", ".join(f"{name} {length:.1f} s" for name, length in told.items() if length)
    if done := "; ".join(_done_to(check.sound)):
        yield f"  {done}"
    if check.agreement is not None:
        share = percent(check.agreement)
        yield f"  it has {share:g} % of the words of the captions that came with it"
    yield from _reviewed(check.review)
    for place in check.places:
        yield f"  {_place(place, every=every)}"
    if check.replaced:
        yield f"  replaced by the stage repair: {len(check.replaced)}"
        for each in check.replaced if every else ():
            yield f"    {_moment(each.start)}  {each.after}, was „{each.before}”"
    shown = check.looks if every else check.looks[:most]
    if check.looks:
        yield f"  {len(check.looks)} of {check.words} words are worth a look{_measure(check)}"
    for look in shown:
        yield f"    {_moment(look.start)}  {100 * look.doubt:3.0f} %  {look.text}{_why(look)}"
    if 0 < len(shown) < len(check.looks):
        yield f"    {len(check.looks) - len(shown)} more; show them: --all"


def _reviewed(review: Review) -> Iterator[str]:
    """What people did to it."""
    if review.applied + review.kept + len(review.conflicts):
        told = f"corrections: {review.applied} applied, {review.kept} right as it is"
        yield f"  {told}, {len(review.conflicts)} to be decided"
    if review.state == "checked":
        yield f"  checked by a person on {review.checked_on}"
    elif review.state == "checked to":
        yield f"  checked by a person up to {_moment(review.checked_to)} on {review.checked_on}"
    for told in conflict_lines(review.conflicts):
        yield f"    {told}"


def conflict_lines(conflicts: Iterable[Conflict]) -> Iterator[str]:
    """Corrections that are not applied, each with both readings and why."""
    for each in conflicts:
        if not each.id:
            yield f"a line of corrections {each.reason}: {each.line[:_MOST_TEXT]}"
            continue
        wanted = f"„{each.wanted}” for „{each.before}”"
        yield f"{_moment(each.start)}  not applied: {wanted}; there is now „{each.stands}”"
        yield f"         {each.reason}; {each.id}"


def _done_to(sound: Sound) -> Iterator[str]:
    """What was measured of the sound, and what was done to it that is not usual."""
    if sound.loudness is not None:
        yield f"loudness {sound.loudness:.1f} LUFS"
    ways = _distinct(_WAYS.get(way, "") for _, way in sound.channels)
    if ways:
        yield f"of its two channels: {ways}"
    if sound.raised:
        length = sum(each.end - each.start for each in sound.raised)
        most = max(each.gain for each in sound.raised)
        yield f"{length:.0f} s of quiet speech brought up, by {most:.0f} dB at most"


def _measure(check: Check) -> str:
    """What the percentages beside the words are."""
    if check.calibrated:
        return "; how likely each is wrong:"
    return "; as the stage repair has not judged them, what the model's own probability leaves:"


def _moment(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _place(place: Place, *, every: bool) -> str:
    states = _distinct(entry.state for entry in place.entries)
    reasons = _distinct(entry.reason for entry in place.entries)
    text = _distinct(entry.text for entry in place.entries)
    if len(text) > _MOST_TEXT and not every:
        text = text[:_MOST_TEXT].rstrip() + " …"
    told = f"{_moment(place.start)}–{_moment(ceil(place.end))} {states}"
    return told + (f": {reasons}" if reasons else "") + (f": „{text}”" if text else "")


def _distinct(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _why(look: Look) -> str:
    reasons = [_WHY[reason] for reason in look.reasons if reason in _WHY]
    if look.before:
        reasons.insert(0, f"was „{look.before}”")
    return f"  ({', '.join(reasons)})" if reasons else ""
