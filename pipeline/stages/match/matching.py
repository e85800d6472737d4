"""The slides of a seminar in time, by the picture where it tells, else by the words."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.artefacts import Deck, Transcript
from pipeline.pool import report
from pipeline.shown import Scenes, Shown, ShownBy, Slideshow
from pipeline.stage import Of
from pipeline.stages.match.aligning import shares, transitions
from pipeline.stages.match.belonging import Contents
from pipeline.stages.match.copies import copies
from pipeline.stages.match.drawn import drawn_slides
from pipeline.stages.match.evidence import Evidence, terms
from pipeline.stages.match.moments import Moment, Said, moments, sentences_said
from pipeline.stages.match.seeing import Seen, seen
from pipeline.stages.match.stretches import Told, stretches

Scores = npt.NDArray[np.float64]
_SILENCE, _A_SECOND = 5.0, 0.15
"""A longer silence speaks against any slide, by so much a second."""
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What is matched with what."""

    decks: tuple[Of[Deck], ...]
    transcripts: tuple[Of[Transcript], ...]
    scenes: tuple[Of[Scenes], ...]
    outputs: Path
    least: float
    """With how much confidence a slide is placed that only words tell."""


@dataclass(slots=True)
class _Recording:
    """A recording and, once it is chosen, the slide of each moment, or -1, and its share."""

    id: str
    said: tuple[Said, ...]
    moments: list[Moment]
    tells: bool
    chosen: list[tuple[int, float]] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    """Slides that no words are to place here."""


class Matching:
    """The slides of all decks and the moments of all recordings, and what is made of them."""

    def __init__(self, order: Order) -> None:
        self._least = order.least
        self._slides = [
            (deck.owner, slide) for deck in order.decks for slide in deck.artefact.slides
        ]
        self._terms = [terms(f"{slide.title}\n{slide.text}") for _, slide in self._slides]
        owners = dict.fromkeys(owner for owner, _ in self._slides)
        self._decks = {
            deck: [number for number, (owner, _) in enumerate(self._slides) if owner == deck]
            for deck in owners
        }
        self._costs = transitions([[1 + each for each in deck] for deck in self._decks.values()])
        self._drawn: frozenset[int] = frozenset()
        self._recordings = list(self._looked_at(order))
        self._evidence = Evidence(
            self._terms, [said.terms for each in self._recordings for said in each.said]
        )

    def slideshow(self) -> Slideshow:
        """When which slide is shown or spoken of; nothing where that is not sure."""
        seen_decks = {
            self._slides[slide][0]
            for each in self._recordings
            if each.tells
            for moment in each.moments
            if moment.sight
            for slide in moment.sight.slides
        }
        for _ in range(_ROUNDS):
            for each in self._recordings:
                self._choose(each)
            if not self._refuse(seen_decks):
                break
        return Slideshow(tuple(each for own in self._recordings for each in self._told(own)))

    def _looked_at(self, order: Order) -> Iterator[_Recording]:
        drawn = list(drawn_slides(order.decks, order.outputs))
        places = {(owner, slide.number): n for n, (owner, slide) in enumerate(self._slides)}
        numbers = [places[each.id.deck, each.id.number] for each in drawn]
        self._drawn = frozenset(numbers)
        twice = copies(self._decks, self._terms, self._drawn)
        scenes = {each.owner: each.artefact for each in order.scenes}
        for done, each in enumerate(order.transcripts):
            sights = seen(scenes.get(each.owner, Scenes(())), drawn)
            found = Seen(
                tuple(
                    replace(
                        sight,
                        slides=tuple(
                            each
                            for each in map(numbers.__getitem__, sight.slides)
                            if each not in twice
                        ),
                    )
                    for sight in sights.sights
                )
            )
            said = sentences_said(each.artefact)
            cut = moments(said, found, each.artefact.duration)
            yield _Recording(each.owner, said, cut, found.tells, refused=set(twice))
            report(done + 1, len(order.transcripts))

    def _choose(self, recording: _Recording) -> None:
        if not recording.moments:
            return
        scores = np.stack([self._score(recording, each) for each in recording.moments])
        found = shares(scores, self._costs)
        best = found.argmax(axis=1)
        recording.chosen = [
            (int(state) - 1, float(row[state])) for state, row in zip(best, found, strict=True)
        ]

    def _score(self, recording: _Recording, moment: Moment) -> Scores:
        """What speaks for each state; minus infinity for what cannot be."""
        scores = np.zeros(1 + len(self._slides))
        if moment.said is not None:
            scores[1:] = moment.share * self._evidence.of(recording.said[moment.said].terms)
        elif moment.end - moment.start > _SILENCE:
            scores[1:] -= _A_SECOND * (moment.end - moment.start - _SILENCE)
        possible = np.ones(len(scores), bool)
        if recording.tells and moment.sight is not None and moment.sight.slides:
            possible[:] = False
            possible[[1 + slide for slide in moment.sight.slides]] = True
        else:
            if recording.tells:  # what is drawn would have been seen
                possible[[1 + slide for slide in self._drawn]] = False
            possible[[1 + slide for slide in recording.refused]] = False
        return np.where(possible, scores, -np.inf)

    def _refuse(self, seen_decks: Set[str]) -> bool:
        """Refuse what words have placed by chance; whether there was any."""
        before = sum(len(each.refused) for each in self._recordings)
        for deck, numbers in self._decks.items():
            contents = Contents([frozenset(self._terms[number]) for number in numbers])
            heard = [self._heard(each, numbers) for each in self._recordings]
            everywhere: dict[int, set[str]] = {}
            for each, here in zip(self._recordings, heard, strict=True):
                told = here if contents.is_told_in(here) else {}
                for slide, said in here.items():
                    if slide in told and contents.is_told(slide, said):
                        everywhere.setdefault(slide, set()).update(said)
                    else:
                        each.refused.add(numbers[slide])
            if deck not in seen_decks and not contents.is_spoken_of(everywhere):
                for each in self._recordings:
                    each.refused.update(numbers)
        return sum(len(each.refused) for each in self._recordings) > before

    def _heard(self, recording: _Recording, deck: Sequence[int]) -> dict[int, set[str]]:
        """What is said where words place the slides of a deck, by their index in it."""
        heard: dict[int, set[str]] = {}
        for moment, (slide, share) in zip(recording.moments, recording.chosen, strict=True):
            by_words = not (recording.tells and moment.sight and moment.sight.slides)
            if by_words and slide in deck and share >= self._least and moment.said is not None:
                said = recording.said[moment.said].terms
                heard.setdefault(deck.index(slide), set()).update(said)
        return heard

    def _told(self, recording: _Recording) -> Iterator[Shown]:
        rows = []
        for moment, (slide, share) in zip(recording.moments, recording.chosen, strict=True):
            sight = moment.sight if recording.tells else None
            alike = len(sight.slides) if sight else 0
            if not alike and slide in recording.refused:
                continue
            by: ShownBy = ("words", "picture", "both")[min(alike, 2)]
            if slide >= 0 and (alike == 1 or share >= self._least):
                sure = sight.correlation if sight and alike == 1 else share
                rows.append(Told(moment.start, moment.end, slide, by, sure))
        for each in stretches(rows):
            deck, found = self._slides[each.slide]
            start, end = round(each.start, 2), round(each.end, 2)
            sure = round(min(1.0, each.confidence), 3)
            yield Shown(recording.id, start, end, deck, found.number, each.by, sure)


def matched(order: Order) -> Slideshow:
    """When which slide of a seminar is shown or spoken of."""
    return Matching(order).slideshow()
