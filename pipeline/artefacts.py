"""The typed results handed from stage to stage. No I/O, no base class.

Times are seconds from the start of the recording; ranges are half-open.
Indices of words count from 0 in the words of one transcript; ranges of them are half-open too.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Recording:
    """One media file, proven to decode from start to end."""

    media: str
    """Where the bytes lie, relative to the outputs folder."""
    sha256: str
    size_bytes: int
    duration: float
    """As decoded."""
    stated_duration: float | None
    """As the file says of its sound; `None` where it says nothing."""
    has_picture: bool
    """Whether what browsers play of it shows one."""
    playable: str = ""
    """What browsers can play, where `media` is not; relative to the outputs folder."""
    captions: tuple[str, ...] = ()
    """Files of captions that a person made for it, `captions.<language>.vtt` or `.srt`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a slide looks like, small; its size in pixels."""

    file: str
    """Where the bytes lie, relative to the outputs folder."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide of a deck. `title` is empty where none is told apart, `text` where there is none.

    `number` counts from 1, slides that are left out included.
    """

    number: int
    title: str
    text: str
    picture: Picture | None = None


DeckKind = Literal["pdf", "pptx", "ppsx", "pptm", "ppsm", "ppt", "odp"]
"""By content, whatever the ending of the file; slides of `ppt` and `odp` are not read."""


@dataclass(frozen=True, slots=True)
class Deck:
    """One presentation, read slide by slide."""

    file: str
    """Where the bytes lie, relative to the outputs folder."""
    sha256: str
    size_bytes: int
    slides: tuple[Slide, ...]
    kind: DeckKind = "pdf"

    @property
    def is_pictures(self) -> bool:
        """Whether there are slides, and no text on any."""
        return bool(self.slides) and not any(slide.text for slide in self.slides)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as recognised, its punctuation attached."""

    start: float
    end: float
    text: str
    probability: float
    """The model's own, of the word's tokens; not calibrated."""
    doubt: float | None = None
    """How likely it is wrong, calibrated on known recordings by `repair`; `None`: not asked.

    0 where a person wrote it."""


LedgerState = Literal["transcribed", "not speech", "rejected", "failed", "hole"]
"""`hole`: silence written in place of damaged or missing sound."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What became of one stretch of sound. `reason` is empty where the state says it all."""

    start: float
    end: float
    state: LedgerState
    reason: str = ""
    text: str = ""
    """What was rejected: kept here, and shown nowhere."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words `[first_word, end_word)` that `repair` put where `before` had been recognised."""

    first_word: int
    end_word: int
    before: tuple[Word, ...]


ChannelWay = Literal["mix", "difference", "left", "right"]
"""How one channel is made of two; `mix` and `difference` are halved."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Speech that was brought up by `gain` decibels before recognition."""

    start: float
    end: float
    gain: float


@dataclass(frozen=True, slots=True)
class Sound:
    """What was measured of the sound, and done to it before recognition."""

    loudness: float | None = None
    """As it came, integrated, in LUFS after EBU R128; `None` where there was only silence."""
    channels: tuple[tuple[float, ChannelWay], ...] = ()
    """From when on one channel was made of two in which way; empty where there was only one."""
    raised: tuple[Raised, ...] = ()
    """Speech that was too quiet, by start."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one recording in order, and a ledger that partitions [0, duration)."""

    language: str
    duration: float
    words: tuple[Word, ...]
    ledger: tuple[LedgerEntry, ...]
    replacements: tuple[Replacement, ...] = ()
    """In order; put back, they give the words as they were recognised."""
    sound: Sound = Sound()


SURE = 0.9
"""From this confidence on a turn needs no „niepewne”."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says while no other does: the words `[first_word, end_word)`."""

    start: float
    """When the voice is first heard, not when its first word is timed; `end` likewise."""
    end: float
    first_word: int
    end_word: int
    speaker: int | None
    """The same number, from 1, for one voice in all recordings; `None`: no voice could be told."""
    confidence: float | None
    """How likely it is this voice and no other; `None` where there was nothing to go by, 1 where a
    person said whose words these are."""
    pauses: tuple[tuple[float, float], ...] = ()
    """In order: where nothing is heard for 0.3 s or more."""

    @property
    def talk(self) -> float:
        """Seconds in which the voice is heard."""
        return self.end - self.start - sum(end - start for start, end in self.pauses)

    @property
    def is_doubtful(self) -> bool:
        """Whether it may well be another voice, or two at once."""
        return self.speaker is None or self.confidence is None or self.confidence < SURE


@dataclass(frozen=True, slots=True)
class RecordingTurns:
    """The turns of one recording in order; their words are all its words, each once."""

    recording: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """Who speaks when in a seminar; without recordings where voices were not looked for."""

    recordings: tuple[RecordingTurns, ...]
    mixed: tuple[int, ...] = ()
    """Speakers who may be several people, since no more were allowed to be found."""

    def of(self, recording: str) -> tuple[Turn, ...]:
        """The turns of a recording; none where it has none."""
        return next((each.turns for each in self.recordings if each.recording == recording), ())

    def voices(self, recording: str, count: int) -> list[int | None]:
        """The speaker of each of a recording's `count` words; `None` where none is known.

        None is known either where the turns are those of another transcript.
        """
        turns = self.of(recording)
        voices: list[int | None] = [None] * count
        if turns and turns[-1].end_word == count:
            for turn in turns:
                voices[turn.first_word : turn.end_word] = [turn.speaker] * (
                    turn.end_word - turn.first_word
                )
        return voices


@dataclass(frozen=True, slots=True)
class Chapter:
    """A place inside a session where the talk turns to something else."""

    start: float
    title: str


SessionKind = Literal["session", "break"]
SessionOrigin = Literal["programme", "found"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a session is: `[start, end)` of a recording, and what speaks for it."""

    recording: str
    start: float
    end: float
    confidence: float | None
    """How likely the session starts within 15 s of `start`, calibrated on talks with known topics;
    `None` where nothing was weighed."""
    evidence: tuple[str, ...]
    """What was found there, in the words of the recording."""


@dataclass(frozen=True, slots=True)
class Session:
    """One part of the programme."""

    id: str
    title: str
    kind: SessionKind
    origin: SessionOrigin
    """`programme`: printed there; `found`: the title is ours."""
    speakers: tuple[str, ...]
    """As the programme prints them, which need not be who spoke."""
    planned: str
    """The time the programme prints, such as `10:00-10:10`; empty where it prints none."""
    placement: Placement | None
    """`None`: not placed."""
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """The sessions of a seminar, in the order of the programme or, without one, of time."""

    sessions: tuple[Session, ...]


SuggestionKind = Literal["said", "introduced"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that a voice may have, and the words that speak for it."""

    speaker: int
    name: str
    """Empty where the voice is introduced by no name that is printed anywhere."""
    kind: SuggestionKind
    """`said`: by the voice itself."""
    recording: str
    start: float
    """Of the words; `end` likewise."""
    end: float
    quote: str
