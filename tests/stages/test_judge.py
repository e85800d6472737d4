"""What is not believed of a reading, and where words are put."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts import Word
from pipeline.speech import Heard, Piece
from pipeline.stages.transcribe import judge
from pipeline.stages.transcribe.judge import Language
from pipeline.stages.transcribe.parts import Span
from pipeline.stages.transcribe.placing import placed
from pipeline.stages.transcribe.recognise import believed

_CLIP = Span(100.0, 120.0)
_SPEECH = (Span(100.2, 119.0),)


def _heard(text: str, likely: float = -0.2, no_speech: float = 0.05, squeeze: float = 1.2) -> Heard:
    """A reading, half a second a word."""
    pieces = tuple(
        Piece(0.3 + 0.5 * number, 0.7 + 0.5 * number, f" {word}", 0.99)
        for number, word in enumerate(text.split())
    )
    return Heard(pieces, likely, no_speech, squeeze)


def _words(text: str) -> list[Word]:
    return [Word(n / 2, n / 2 + 0.4, word, 0.99) for n, word in enumerate(text.split())]


@pytest.mark.parametrize(
    "text",
    [
        "tak " * 8,
        "bardzo dziękuję " * 6,
        "to jest miasto " * 5,
        "więc " + "w mieście jest rynek pracy i tyle " * 5 + "koniec",
    ],
)
def test_what_is_said_again_and_again_is_a_loop_however_sure_the_model_is(text: str) -> None:
    assert judge.fault(_heard(text), _CLIP, _SPEECH) == judge.LOOP


@pytest.mark.parametrize(
    "text",
    ["nie, nie, nie, to nie tak", "bardzo, bardzo, bardzo dziękuję", "raz dwa raz dwa raz dwa"],
)
def test_people_repeat_themselves_a_little(text: str) -> None:
    assert judge.fault(_heard(text), _CLIP, _SPEECH) == ""


def test_a_loop_keeps_what_was_said_first_and_tells_the_rest() -> None:
    kept, (refused,) = believed(_words("dobrze " + "to jest miasto " * 6 + "koniec"), [Span(0, 99)])
    assert " ".join(word.text for word in kept) == "dobrze to jest miasto koniec"
    assert (refused.state, refused.reason) == ("rejected", judge.LOOP)
    assert refused.text == "to jest miasto " * 4 + "to jest miasto"
    assert (refused.start, refused.end) == (2.0, 9.4)


def test_a_text_as_short_as_zlib_makes_a_loop_is_one() -> None:
    assert judge.fault(_heard("a b c", squeeze=2.5), _CLIP, _SPEECH) == judge.LOOP


def test_text_that_the_model_itself_takes_for_silence_is_not_believed() -> None:
    heard = _heard("Słuchaj! Słuchaj!", likely=-1.3, no_speech=0.8)
    assert judge.fault(heard, _CLIP, _SPEECH) == judge.SILENT


@pytest.mark.parametrize(
    "text",
    ["Dziękuję za oglądanie.", "Napisy stworzone przez społeczność Amara.org", "Zdjęcia i montaż"],
)
def test_phantom_phrases_are_believed_only_where_somebody_speaks(text: str) -> None:
    assert judge.fault(_heard(text), _CLIP, _SPEECH) == ""
    assert judge.fault(_heard(text), _CLIP, [Span(105, 106)]) == judge.PHANTOM
    assert judge.fault(_heard(text, no_speech=0.5), _CLIP, _SPEECH) == judge.PHANTOM
    assert (
        judge.fault(
            _heard(f"{text} I to było o podatkach w mieście, a potem mówiliśmy o rynku pracy"),
            _CLIP,
            (),
        )
        == ""
    )


def test_letters_of_another_script_are_rejected_and_polish_ones_are_not() -> None:
    kept, (refused,) = believed(_words("źdźbło привет мир łąka 2020"), [Span(0, 9)])
    assert [word.text for word in kept] == ["źdźbło", "łąka", "2020"]
    assert (refused.reason, refused.text) == (judge.SCRIPT, "привет мир")


def test_words_far_from_any_speech_are_rejected() -> None:
    words = [Word(1, 1.5, "tak", 0.9), Word(8, 8.5, "nikt", 0.9)]
    kept, (refused,) = believed(words, [Span(0.5, 2.0)])
    assert kept == words[:1]
    assert (refused.reason, refused.start, refused.end) == (judge.SILENT, 8, 8.5)


def test_another_language_is_told_when_the_model_is_sure_and_the_clip_long() -> None:
    english = Language("en", 0.97, 0.001)
    assert judge.is_foreign(english, _CLIP)
    assert not judge.is_foreign(english, Span(0, 2))
    assert not judge.is_foreign(Language("cs", 0.6, 0.05), _CLIP)
    assert not judge.is_foreign(Language("sk", 0.85, 0.14), _CLIP)


def test_a_word_keeps_its_time_and_its_probability() -> None:
    heard = Heard((Piece(1.234, 1.567, " miasta.", 0.98765),), -0.1, 0.0, 1.0)
    assert placed(heard, _CLIP, _SPEECH) == [Word(101.23, 101.57, "miasta.", 0.988)]


def test_pieces_without_a_space_belong_to_the_word_before() -> None:
    pieces = [
        (" (", 0.9),
        (" monitor", 0.9),
        (".miasta", 0.5),
        (".pl", 0.8),
        (")", 0.9),
        (" 70", 1.0),
        ("%", 0.7),
    ]
    timed = tuple(Piece(n, n + 0.5, text, p) for n, (text, p) in enumerate(pieces))
    words = placed(Heard(timed, -0.1, 0.0, 1.0), _CLIP, [Span(100, 120)])
    assert [(word.text, word.probability) for word in words] == [
        ("(monitor.miasta.pl)", 0.5),
        ("70%", 0.7),
    ]


def test_a_word_does_not_begin_in_the_pause_before_it() -> None:
    heard = Heard((Piece(0.5, 1.0, " raz", 0.9), Piece(1.0, 6.0, " dwa", 0.9)), -0.1, 0.0, 1.0)
    one, two = placed(heard, _CLIP, [Span(100.4, 101.1), Span(105.2, 106.0)])
    assert (one.start, one.end) == (100.5, 101.0)
    assert (two.start, two.end) == (105.2, 106.0)


_PIECES = st.lists(
    st.tuples(
        st.floats(-50, 80), st.floats(-50, 80), st.sampled_from([" tak,", "nie", " (", "", " "])
    )
)


@given(_PIECES, st.lists(st.tuples(st.floats(90, 130), st.floats(0, 9)), max_size=4))
def test_words_are_in_order_and_inside_their_clip_whatever_comes(
    rows: list[tuple[float, float, str]], spoken: list[tuple[float, float]]
) -> None:
    heard = Heard(tuple(Piece(a, b, text, 0.5) for a, b, text in rows), -0.1, 0.0, 1.0)
    words = placed(heard, _CLIP, [Span(at, at + lasts) for at, lasts in sorted(spoken)])
    assert all(100.0 <= word.start <= word.end <= 120.0 for word in words)
    assert all(word.end - word.start <= 3.0 + 1e-6 for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
