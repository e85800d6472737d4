"""Which name a voice may be shown with, and how that is known. No I/O.

A name belongs to whoever speaks at the moment it was given for. Where voices are told apart anew
and it is no longer clear that this is the same voice, the name is withdrawn and told, never moved.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.artefacts import Suggestion, Turns
from pipeline.language.people import without_degrees
from pipeline.named import Confirm, DeclaredSpeaker, name_fault
from pipeline.passages import Passage, clock, distance, numbers, passages, turn_at

Known = Literal["person", "said"]
"""Who named a voice: a person who listened, or the voice itself."""
_NEAR = 0.5  # seconds from a voice at which a person who listens means it
_MOVED = 1.0  # seconds that the ends of what a person heard may move
_LEAST_MOVED = 0.25  # of the shortest; the moment is written a tenth of a second inside, in tenths
_AGAIN = "listen there, and name the voice again: stenogram speakers, --name"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a recording."""

    recording: str
    at: float


@dataclass(frozen=True, slots=True)
class Named:
    """A voice that may be called by its name."""

    speaker: int
    name: str
    known: Known
    moments: tuple[Moment, ...]
    """When a person heard them, or when they say so."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A name that a person gave and that is not shown."""

    name: str
    moment: Moment
    speaker: int | None
    """Whose voice is there now, if that can be told."""
    why: str
    then: str
    """What to do."""

    def __str__(self) -> str:
        where = f"{self.moment.recording}, {clock(self.moment.at)}"
        return f"{self.name} ({where}) is not shown: {self.why}; {self.then}"


@dataclass(frozen=True, slots=True)
class Speakers:
    """The names of a seminar's voices. Who is not among `named` is „Osoba n”."""

    named: tuple[Named, ...]
    """By speaker."""
    withdrawn: tuple[Withdrawn, ...]
    """As declared."""

    @property
    def names(self) -> Mapping[int, str]:
        """The names alone, by speaker."""
        return {each.speaker: each.name for each in self.named}

    def of(self, speaker: int) -> Named | None:
        """The name of one, if it may be shown."""
        return next((each for each in self.named if each.speaker == speaker), None)


def resolved(
    turns: Turns,
    declared: Sequence[DeclaredSpeaker],
    confirm: Confirm = "person",
    suggestions: Sequence[Suggestion] = (),
) -> Speakers:
    """The names that may be shown. `suggestions` are looked at where `confirm` is `said`."""
    given: dict[int, Named] = {}
    claims = claimed(turns, declared)
    for claim in claims:
        if claim.speaker is not None and claim.holds:
            moment = Moment(claim.declared.recording, claim.declared.moment)
            before = given.get(claim.speaker)
            moments = (*before.moments, moment) if before else (moment,)
            name = before.name if before else claim.declared.name
            given[claim.speaker] = Named(claim.speaker, name, "person", moments)
    if confirm == "said":
        own = [each for each in suggestions if _is_said(turns, each)]
        given |= {each.speaker: each for each in _by_themselves(turns, claims, own)}
    return Speakers(
        tuple(given[number] for number in sorted(given)),
        tuple(
            Withdrawn(
                each.declared.name,
                Moment(each.declared.recording, each.declared.moment),
                each.speaker, each.why, each.then,
            )
            for each in claims if not each.holds
        ),
    )  # fmt: skip


def called(name: str) -> str:
    """What two spellings of one name have in common; degrees are not part of it."""
    return " ".join(without_degrees(unicodedata.normalize("NFC", name)).split()).casefold()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person declared, and whose voice is heard there now."""

    declared: DeclaredSpeaker
    speaker: int | None
    why: str = ""
    """Why the name does not hold; empty where it does."""
    then: str = _AGAIN
    sure: bool = True
    """Whether it is that voice, even where the name does not hold."""

    @property
    def holds(self) -> bool:
        """Whether the voice may be called so."""
        return not self.why


def claimed(turns: Turns, declared: Sequence[DeclaredSpeaker]) -> list[Claim]:
    """What becomes of each name that a person gave; none holds where one voice has several."""
    claims = [_claim(turns, each) for each in declared]
    names: dict[int, dict[str, str]] = {}
    for each in claims:
        if each.speaker is not None and each.sure:
            known = names.setdefault(each.speaker, {})
            known.setdefault(called(each.declared.name), each.declared.name)
    return [_unless_clash(each, names) for each in claims]


def _claim(turns: Turns, declared: DeclaredSpeaker) -> Claim:
    passage = _passage(turns, declared)
    if isinstance(passage, str):
        return Claim(declared, None, passage)
    if passage.speaker is None:
        return Claim(declared, None, "no voice could be told there")
    claim = Claim(declared, passage.speaker)
    if turn_at(passage, declared.moment).is_doubtful:
        return replace(claim, why="it is doubtful whose voice is heard there", sure=False)
    if not _is_as_it_was(passage, declared):
        why = "voices are told apart there in another way than when the name was given"
        return replace(claim, why=why)
    if passage.speaker in turns.mixed:
        why = "several voices were put together, since [diarise] max_speakers allows no more"
        return replace(claim, why=why, then="raise max_speakers in stenogram.toml, and run again")
    return claim


def _passage(turns: Turns, declared: DeclaredSpeaker) -> Passage | str:
    """The passage that a person means, or why there is none."""
    every = passages(turns, declared.recording)
    near = [each for each in every if _away(each, declared) <= _NEAR]
    inside = [each for each in near if each.start <= declared.moment < each.end]
    found = inside or near
    if not found:
        return "no voice is heard there"
    if len({each.speaker for each in found}) > 1:
        return "two voices are heard there within half a second"
    return min(found, key=lambda each: _away(each, declared))


def _away(passage: Passage, declared: DeclaredSpeaker) -> float:
    return distance(turn_at(passage, declared.moment), declared.moment)


def _is_as_it_was(passage: Passage, declared: DeclaredSpeaker) -> bool:
    """Whether most of what a person heard is still one passage, and nothing else is in it."""
    if declared.end is None:
        return True
    may = min(_MOVED, max(_LEAST_MOVED, (declared.end - declared.moment) / 4))
    moved = abs(passage.start - declared.moment), abs(passage.end - declared.end)
    return all(length <= may for length in moved)


def _unless_clash(claim: Claim, names: Mapping[int, Mapping[str, str]]) -> Claim:
    if not claim.holds or claim.speaker is None or len(names[claim.speaker]) == 1:
        return claim
    why = f"one voice was given several names: {', '.join(names[claim.speaker].values())}"
    return replace(claim, why=why, then="say which is right: stenogram speakers, --name")


def _is_said(turns: Turns, each: Suggestion) -> bool:
    """Whether a voice says its own name, beyond doubt of whose voice it is."""
    if each.kind != "said" or name_fault(each.name) or each.speaker in turns.mixed:
        return False
    middle = _middle(each)
    there = [turn for turn in turns.of(each.recording) if turn.start <= middle < turn.end]
    return bool(there) and all(
        turn.speaker == each.speaker and not turn.is_doubtful for turn in there
    )


def _middle(each: Suggestion) -> float:
    """A moment inside the words: their borders are not as exact as those of the voice."""
    return (each.start + each.end) / 2


def _by_themselves(
    turns: Turns, claims: Sequence[Claim], said: Sequence[Suggestion]
) -> Iterator[Named]:
    """The voices that say their names, where no person named one or gave the name.

    That two voices are one person, and which of two names is right, only a person can say.
    """
    taken = {called(each.declared.name) for each in claims}
    touched = {each.speaker for each in claims}
    for number in numbers(turns):
        own = [each for each in said if each.speaker == number]
        names = {called(each.name) for each in own}
        others = {called(each.name) for each in said if each.speaker != number}
        if number not in touched and len(names) == 1 and not names & (taken | others):
            moments = tuple(Moment(each.recording, _middle(each)) for each in own)
            yield Named(number, own[0].name, "said", moments)
