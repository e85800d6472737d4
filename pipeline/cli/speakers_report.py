"""What `stenogram speakers` tells of who speaks."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from pipeline.artefacts import Suggestion, Turn, Word
from pipeline.attributing import Attributed
from pipeline.passages import clock, numbers, quotations
from pipeline.speakers import Named, called

_WORDS = 12  # of a quotation
_MOST_TEXT = 160
_MOST_EVIDENCE = 3
_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Quotation:
    """Something to listen to."""

    recording: str
    start: float
    end: float
    text: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is told of one speaker."""

    number: int
    label: str
    named: Named | None
    talk: float
    """Seconds."""
    share: float
    """Of all that is heard in the seminar, in [0, 1]."""
    recordings: tuple[str, ...]
    mixed: bool
    quotations: tuple[Quotation, ...]
    suggested: tuple[Suggestion, ...]


def data(seminar: str, heard: Attributed) -> dict[str, object]:
    """The same for programs."""
    withdrawn = [{**asdict(each), "told": str(each)} for each in heard.speakers.withdrawn]
    return {
        "seminar": seminar,
        "talk": round(_total(heard), 2),
        "speakers": [asdict(each) for each in _speakers(heard)],
        "withdrawn": withdrawn,
    }


def lines(seminar: str, heard: Attributed) -> Iterator[str]:
    """What a person reads."""
    found = _speakers(heard)
    total = _total(heard)
    count = "1 speaker" if len(found) == 1 else f"{len(found)} speakers"
    yield f"{seminar}: {count}, {clock(round(total))} of talk"
    for each in found:
        yield from _lines(seminar, each)
    unknown = total - sum(each.talk for each in found)
    if unknown > _SECONDS:
        yield f"   no voice could be told: {clock(round(unknown))}, {_percent(unknown, total)}"
    for withdrawn in heard.speakers.withdrawn:
        yield str(withdrawn)


def _lines(seminar: str, speaker: Speaker) -> Iterator[str]:
    yield f"{speaker.number:2} {speaker.label}{_how(speaker)}"
    where = ", ".join(speaker.recordings)
    yield f"   {clock(round(speaker.talk))}, {_percent(speaker.share)} of the talk; in {where}"
    for each in speaker.quotations:
        doubt = " (uncertain)" if each.doubtful else ""
        yield f"   listen: {each.recording}, {clock(each.start)}{doubt} „{each.text}”"
    for said in [each for each in speaker.suggested if _is_news(each, speaker)][:_MOST_EVIDENCE]:
        yield f"   {_evidence(said)}"
    name = next((each.name for each in speaker.suggested if each.name), "")
    if speaker.named is None and name and not speaker.mixed:
        option = shlex.quote(f"{speaker.number}={name}")
        yield f"   if so: stenogram speakers {seminar} --name {option}"


def _is_news(each: Suggestion, speaker: Speaker) -> bool:
    """Whether it says anything that no person has said already."""
    if speaker.named is None:
        return True
    by_person = speaker.named.known == "person"
    return bool(each.name) and not (by_person and called(each.name) == called(speaker.named.name))


def _how(speaker: Speaker) -> str:
    """How the name is known, or why there can be none."""
    if speaker.mixed:
        return " (several voices put together: [diarise] max_speakers allows no more)"
    if speaker.named is None:
        return ""
    first = speaker.named.moments[0]
    where = f"{first.recording}, {clock(first.at)}"
    if speaker.named.known == "person":
        return f" (named by a person: {where})"
    return f" (called so by themselves alone: {where})"


def _evidence(each: Suggestion) -> str:
    where = f"{each.recording}, {clock(each.start)} „{_short(each.quote)}”"
    if not each.name:
        return f"listen for a name: {where}"
    way = "says so" if each.kind == "said" else "is introduced so"
    return f"perhaps {each.name}, who {way}: {where}"


def _speakers(heard: Attributed) -> list[Speaker]:
    total = _total(heard)
    found = []
    for number in numbers(heard.turns):
        own = [
            (each.recording, turn)
            for each in heard.turns.recordings
            for turn in each.turns
            if turn.speaker == number
        ]
        talk = sum(turn.talk for _, turn in own)
        named = heard.speakers.of(number)
        found.append(
            Speaker(
                number,
                named.name if named else f"Osoba {number}",
                named,
                round(talk, 2),
                round(talk / total, 4) if total else 0.0,
                tuple(dict.fromkeys(recording for recording, _ in own)),
                number in heard.turns.mixed,
                tuple(
                    _quotation(recording, turn, heard.transcripts[recording].words)
                    for recording, turn in quotations(heard.turns, number)
                ),
                tuple(each for each in heard.suggested if each.speaker == number),
            )
        )
    return found


def _quotation(recording: str, turn: Turn, words: Sequence[Word]) -> Quotation:
    own = words[turn.first_word : turn.end_word]
    text = " ".join(word.text for word in own[:_WORDS])
    more = " …" if len(own) > _WORDS else ""
    return Quotation(recording, turn.start, turn.end, _short(text) + more, turn.is_doubtful)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"


def _total(heard: Attributed) -> float:
    return sum(turn.talk for each in heard.turns.recordings for turn in each.turns)


def _percent(part: float, total: float = 1.0) -> str:
    return f"{100 * part / total:.0f} %"
