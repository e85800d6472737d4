"""Reading a part: each clip once, what is suspect again, and the better reading kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from pipeline.sound import RATE_HZ, Samples, Track
from pipeline.speech import LONGEST, Encoded, Heard, How, Piece, Speech, compression
from pipeline.stages.transcribe import judge
from pipeline.stages.transcribe.kept import PartWords
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part, Span
from pipeline.stages.transcribe.recognise import Reader

_LOOP = "to jest miasto " * 6


class _Script:
    """Stands for the model: says what a test wants of the second at which a stretch begins."""

    def __init__(self, say: Callable[[int, float, How], str], language: str = "pl") -> None:
        self.say = say
        self.language = language
        self.asked: list[tuple[int, float, How]] = []

    def encode(self, stretches: Sequence[object]) -> Encoded:
        sounds = [np.asarray(stretch) for stretch in stretches]
        return Encoded(sounds, tuple(len(sound) * 100 // RATE_HZ for sound in sounds))

    def read(self, encoded: Encoded, how: How) -> list[Heard]:
        return [self._heard(sound, how) for sound in encoded.states]

    def _heard(self, sound: object, how: How) -> Heard:
        samples = np.asarray(sound)
        place, lasts = int(samples[0]), round(len(samples) / RATE_HZ, 1)
        self.asked.append((place, lasts, how))
        words = self.say(place, lasts, how).split()
        step = lasts / max(1, len(words))
        pieces = [
            Piece(n * step, (n + 0.9) * step, f" {word}", 0.9) for n, word in enumerate(words)
        ]
        return Heard(tuple(pieces), -0.2, 0.05, 1.2)

    def languages(self, encoded: Encoded) -> list[tuple[str, float, float]]:
        own = 1.0 if self.language == "pl" else 0.001
        return [(self.language, 0.98, own)] * len(encoded.frames)


class _Minute(Track):
    """Sound in which each sample is its second."""

    def stretch(self, start: float, end: float) -> Samples:
        samples = np.arange(round(start * RATE_HZ), round(end * RATE_HZ)) // RATE_HZ
        return samples.astype(np.int16)


def _read(script: _Script, clips: Sequence[Span], speech: Sequence[Span] = ()) -> PartWords:
    sound = _Minute(Path("none"))
    reader = Reader(cast("Speech", script), sound, TranscribeOptions(), speech or clips)
    return reader.part(Part(tuple(clips)))


def _text(read: PartWords) -> str:
    return " ".join(word.text for word in read.words)


def test_each_clip_is_read_once_where_nothing_is_wrong_and_the_words_are_in_order() -> None:
    script = _Script(lambda place, _lasts, _how: f"od sekundy {place}")
    read = _read(script, [Span(0, 6), Span(21, 25), Span(26, 33)])
    assert sorted(place for place, _, _ in script.asked) == [0, 21, 26]
    assert _text(read) == "od sekundy 0 od sekundy 21 od sekundy 26"
    assert (read.rejected, read.read_again) == ((), 0)


def test_a_loop_is_read_again_in_two_halves_cut_in_the_longest_pause() -> None:
    script = _Script(
        lambda place, lasts, _: _LOOP if lasts > 15 else f"dobrze jest od sekundy {place}"
    )
    read = _read(script, [Span(0, 20)], [Span(0, 4), Span(4.4, 9), Span(11, 20)])
    assert _text(read) == "dobrze jest od sekundy 0 dobrze jest od sekundy 10"
    assert (read.rejected, read.read_again) == ((), 1)


def test_a_loop_in_every_reading_keeps_what_was_said_first_and_the_ledger_has_the_rest() -> None:
    script = _Script(lambda _place, _lasts, _how: _LOOP)
    read = _read(script, [Span(0, 20)])
    assert _text(read) == "to jest miasto"
    assert len({how for _, _, how in script.asked}) == 3
    assert [entry.reason for entry in read.rejected] == [judge.LOOP]
    assert read.rejected[0].end <= 20


def test_speech_without_words_is_read_for_itself() -> None:
    def early_end(place: int, lasts: float, _how: How) -> str:
        return "pierwsze zdanie" if lasts > 15 else f"a to było od {place}"

    script = _Script(early_end)
    heard = script.read
    script.read = lambda encoded, how: [  # type: ignore[method-assign]
        each if len(each.pieces) > 2 else _ending_at(each, 6.0) for each in heard(encoded, how)
    ]
    read = _read(script, [Span(0, 20)], [Span(0, 6.5), Span(9, 20)])
    assert _text(read) == "pierwsze zdanie a to było od 8"
    assert read.read_again == 1


def _ending_at(heard: Heard, end: float) -> Heard:
    """The same words, all of them before `end`."""
    step = end / len(heard.pieces)
    pieces = tuple(
        Piece(n * step, (n + 1) * step, piece.text, 0.9) for n, piece in enumerate(heard.pieces)
    )
    return Heard(pieces, heard.mean_log_probability, 0.05, 1.2)


def test_a_second_reading_that_hears_nothing_leaves_the_place_without_words() -> None:
    script = _Script(lambda place, _lasts, _how: "tak tu" if place == 0 else "")
    read = _read(script, [Span(0, 5), Span(10, 20)])
    assert _text(read) == "tak tu"
    assert all(word.end <= 5 for word in read.words)
    assert read.read_again == 1


def test_another_language_is_told_and_its_text_is_no_word() -> None:
    script = _Script(lambda _place, _lasts, _how: "dzień dobry wszyscy", "en")
    read = _read(script, [Span(0, 20)])
    assert read.words == ()
    (entry,) = read.rejected
    assert (entry.start, entry.end, entry.reason) == (0, 20, f"{judge.LANGUAGE}: en")
    assert entry.text == "dzień dobry wszyscy"


def test_a_long_stretch_without_words_is_read_in_pieces_that_the_model_hears_whole() -> None:
    script = _Script(lambda _place, _lasts, _how: "")
    _read(script, [Span(0, 27), Span(27, 50)], [Span(0, 50)])
    assert all(lasts <= LONGEST for _, lasts, _ in script.asked)
    assert sum(lasts for _, lasts, _ in script.asked[2:]) >= 50


@pytest.mark.parametrize("text", ["ha" * 150, " ".join(map("słowo{}".format, range(13))) + " "])
def test_a_loop_within_a_word_or_of_a_long_row_is_no_word(text: str) -> None:
    script = _Script(lambda _place, _lasts, _how: "".join([text] * 9))
    loops = script.read
    script.read = lambda encoded, how: [  # type: ignore[method-assign]
        replace(heard, compression=compression(heard.text)) for heard in loops(encoded, how)
    ]
    read = _read(script, [Span(0, 20)])
    assert read.words == ()
    assert [entry.reason for entry in read.rejected] == [judge.LOOP]


def test_a_short_sentence_between_pauses_is_read_with_its_neighbour_where_both_were_lost() -> None:
    script = _Script(
        lambda place, lasts, _how: "jest tak" if lasts > 15 else f"mocne słowa {place}"
    )
    heard = script.read
    script.read = lambda encoded, how: [  # type: ignore[method-assign]
        each if len(each.pieces) > 2 else _ending_at(each, 2.0) for each in heard(encoded, how)
    ]
    speech = [Span(0, 2), Span(9.0, 9.9), Span(10.5, 11.2)]
    read = _read(script, [Span(0, 20)], speech)
    assert _text(read) == "jest tak mocne słowa 8"
    assert read.read_again == 1
