import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.artefacts import Word
from pipeline.checking import looks
from pipeline.stages.render.anchors import anchor
from pipeline.stages.render.layout import Layout, lay_out
from pipeline.stages.render.packed import packed, packed_doubts, packed_starts, sentences_of
from tests.render.invented import spoken
from tests.render.long_recording import long_recording


def _unpacked(letters: str) -> list[int]:
    """As `site.js` does it."""
    found, total = [], 0
    for letter in letters:
        total += ord(letter) - 63
        if letter != "~":
            found.append(total)
    return found


def _names(layout: Layout) -> list[str]:
    blocks = (block for section in layout.sections for block in section.blocks)
    return [block.sentences[0].id for block in blocks if block.kind == "paragraph"]


def _shifted(words: Sequence[Word], seconds: float) -> tuple[Word, ...]:
    """The same words as another model may time them: later, each a little off."""
    chance = random.Random(1)  # noqa: S311 - times, no secrets
    return tuple(
        replace(word, start=word.start + seconds + off, end=word.end + seconds + off)
        for word, off in ((word, chance.uniform(0, 0.02)) for word in words)
    )


def test_paragraphs_keep_their_names_when_all_times_move() -> None:
    transcript = long_recording(2000).transcript
    before = _names(lay_out(transcript, ()))
    moved = replace(transcript, words=_shifted(transcript.words, 1.4))
    layout = lay_out(moved, ())
    assert all(name.startswith("w-") for name in before)
    assert len(set(before)) == len(before) > 20
    kept = [name for name in before if name in _names(layout)]
    assert len(kept) >= 0.9 * len(before)
    # Where a paragraph begins elsewhere now, the page finds the words themselves.
    places = {anchor(moved.words, each.first_word) for each in sentences_of(layout)}
    assert set(before) <= places


def test_a_name_hangs_on_the_next_words_only_and_not_on_how_they_are_written() -> None:
    words = spoken("Najpierw opowiem o brzegach, a potem o tym, co z nimi zrobimy. Każdy most.")
    name = anchor(words, 0)
    assert name == anchor(
        spoken("NAJPIERW opowiem o brzegach a potem: o tym, co z nimi zrobimy! X"), 0
    )
    assert name != anchor(spoken("Najpierw opowiem o brzegu, a potem o tym, co z nimi zrobimy."), 0)
    assert name != anchor(words, 1)


def test_the_same_words_twice_have_one_name_and_every_id_is_one_place() -> None:
    text = "Dzień dobry państwu, otwieram dzisiejszą naradę o rzekach i o mostach. "
    words = (*spoken(text, 1.0), *spoken(text, 60.0))
    names = _names(lay_out(replace(long_recording(10).transcript, words=words), ()))
    assert names == [anchor(words, 0), ""]


@given(st.lists(st.integers(0, 100_000)))
def test_packed_numbers_come_out_as_they_went_in(numbers: list[int]) -> None:
    letters = packed(sorted(numbers))
    assert _unpacked(letters) == sorted(numbers)
    assert not set(letters) & set("&<>\"'")


def test_the_page_is_told_when_each_sentence_starts_and_which_words_check_would_show() -> None:
    transcript = long_recording(2000).transcript
    layout = lay_out(transcript, ())
    sentences = sentences_of(layout)
    starts = [half / 2 for half in _unpacked(packed_starts(sentences))]
    assert len(starts) == len(sentences)
    assert all(0 <= s.start - told < 0.5 for s, told in zip(sentences, starts, strict=True))
    shown = _unpacked(packed_doubts(sentences, transcript.words))
    assert shown == sorted(look.word for look in looks(transcript.words))


def test_a_word_with_a_space_in_it_counts_as_the_page_shows_it() -> None:
    likely = [Word(0.0, 1.0, "Było", 0.9), Word(1.0, 2.0, "250 000", 0.1)]
    words = (*likely, *(Word(float(at), at + 0.5, "zł", 0.9) for at in range(2, 7)))
    layout = lay_out(replace(long_recording(10).transcript, words=words), ())
    assert _unpacked(packed_doubts(sentences_of(layout), words)) == [1, 2]
