"""What a person changed: kept as written, put where it belongs, told where that is not clear."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.artefacts import LedgerEntry, Transcript, Word
from pipeline.corrections import (
    Asked,
    Entry,
    Unreadable,
    append,
    belonging_nowhere,
    corrections_file,
    entries_between,
    entry_lines,
    entry_of,
    parsed,
    reviewed,
    standing,
    written,
)
from tests.core.correcting import check_places, corrected, misheard
from tests.stages.gold import transcripts

_WHEN = "2020-05-01T08:00:00.000Z"
_WORDS = some.lists(some.text("ab |[]\\#ł„-", min_size=1, max_size=6), max_size=4)


def _transcript(text: str) -> Transcript:
    words = tuple(Word(n / 2, n / 2 + 0.4, word, 0.8, 0.1) for n, word in enumerate(text.split()))
    return Transcript("pl", 60.0, words, (LedgerEntry(0.0, 60.0, "transcribed"),))


def _lines(transcript: Transcript, *changes: Asked) -> list[str]:
    lines: list[str] = []
    for number, asked in enumerate(changes):
        entry = entry_of(reviewed(transcript, lines).words, asked)
        lines.append(written(replace(entry, when=f"2020-05-01T08:00:{number:02d}Z")))
    return lines


def _text(transcript: Transcript, lines: Sequence[str]) -> str:
    return " ".join(word.text for word in reviewed(transcript, lines).words)


@given(_WORDS, _WORDS, _WORDS, _WORDS, some.floats(0, 90_000), some.floats(0, 100))
def test_a_line_says_all_of_an_entry(  # noqa: PLR0913, PLR0917 - each is drawn by itself
    before: list[str], old: list[str], after: list[str], new: list[str], at: float, length: float
) -> None:
    words = (tuple(" ".join(texts).split()) for texts in (before, old, after, new))
    entry = Entry(_WHEN, "text", round(at, 2), round(round(at, 2) + length, 2), *words)
    assert "\n" not in written(entry)
    assert parsed(written(entry)) == entry


@pytest.mark.parametrize(
    "line",
    [
        "nic",
        f"{_WHEN} | text | 00:00:01.00-00:00:02.00 | a [b] c",
        "jutro | text | 00:00:01.00-00:00:02.00 | a [b] c | d",
        f"{_WHEN} | tekst | 00:00:01.00-00:00:02.00 | a [b] c | d",
        f"{_WHEN} | text | 00:00:09.00-00:00:02.00 | a [b] c | d",
        f"{_WHEN} | text | 00:00:01.00-00:00:02.00 | a b c | d",
        f"{_WHEN} | text | {'9' * 40}:00:00-00:00:02.00 | a [b] c | d",
        "x" * 200_000,
    ],
)
def test_a_line_that_is_no_entry_is_told_and_stops_nothing(line: str) -> None:
    assert isinstance(parsed(line), Unreadable)
    good = _lines(_transcript("raz dwa trzy"), Asked("text", 1, 2, "dwie"))
    found = reviewed(_transcript("raz dwa trzy"), [line, *good])
    assert [each.text for each in found.words] == ["raz", "dwie", "trzy"]
    assert [each.reason[:14] for each in found.review.conflicts] == ["cannot be read"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Asked("text", 1, 2, "dwie"), "raz dwie trzy cztery"),
        (Asked("text", 1, 2), "raz trzy cztery"),
        (Asked("text", 4, 4, "pięć"), "raz dwa trzy cztery pięć"),
        (Asked("text", 0, 0, "zero"), "zero raz dwa trzy cztery"),
        (Asked("text", 1, 2, "d wa"), "raz d wa trzy cztery"),
        (Asked("text", 1, 3, "dwatrzy"), "raz dwatrzy cztery"),
        (Asked("text", 0, 4, "ani słowa"), "ani słowa"),
        (Asked("text", 0, 4), ""),
    ],
)
def test_words_are_put_in_taken_out_split_and_joined(asked: Asked, text: str) -> None:
    transcript = _transcript("raz dwa trzy cztery")
    assert _text(transcript, _lines(transcript, asked)) == text


def test_a_change_taken_back_leaves_the_words_as_they_were() -> None:
    transcript = _transcript("raz dwa trzy cztery")
    lines = _lines(transcript, Asked("text", 1, 2, "dwie i"), Asked("text", 1, 3, "dwa"))
    assert len(lines) == 2
    assert reviewed(transcript, lines).review.edits == ()


def test_a_correction_that_is_right_already_is_kept_and_changes_nothing() -> None:
    lines = _lines(_transcript("raz dwa trzy cztery"), Asked("text", 1, 2, "dwie"))
    found = reviewed(_transcript("raz dwie trzy cztery"), lines).review
    assert (found.kept, found.applied, found.edits, found.conflicts) == (1, 0, (), ())


def test_where_other_words_stand_around_nothing_is_guessed() -> None:
    lines = _lines(_transcript("raz dwa trzy cztery pięć"), Asked("text", 2, 3, "tri"))
    other = _transcript("ala ma kota i psa")
    found = reviewed(other, lines).review
    assert found.edits == ()
    (conflict,) = found.conflicts
    assert (conflict.wanted, conflict.before) == ("tri", "trzy")
    assert "kota" in conflict.stands
    assert parsed(conflict.line) == parsed(lines[0])


def test_words_that_are_new_where_there_were_fewer_are_not_swallowed() -> None:
    first = _transcript("raz dwa trzy cztery pięć sześć")
    lines = _lines(first, Asked("text", 2, 3, "tri"))
    words = list(first.words)
    words[2:3] = [Word(1.0 + n / 2, 1.4 + n / 2, f"nowe{n}", 0.8) for n in range(4)]
    later = [replace(w, start=w.start + 1.5, end=w.end + 1.5) for w in words[6:]]
    other = replace(first, words=(*words[:6], *later))
    found = reviewed(other, lines).review
    assert found.edits == ()
    assert len(found.conflicts) == 1


def test_a_phrase_said_twice_is_corrected_where_it_was_meant() -> None:
    transcript = _transcript("i tak to jest i tak to jest i tak to jest")
    lines = _lines(transcript, Asked("text", 5, 6, "nie"))
    assert _text(transcript, lines) == "i tak to jest i nie to jest i tak to jest"


def test_a_conflict_is_told_until_someone_decides() -> None:
    lines = _lines(_transcript("raz dwa trzy cztery"), Asked("text", 1, 2, "dwie"))
    other = _transcript("ala ma kota")
    (conflict,) = reviewed(other, lines).review.conflicts
    settled = Entry("2020-05-02T08:00:00Z", "settle", 0.0, 0.0, new=(conflict.id,))
    assert reviewed(other, [*lines, written(settled)]).review.conflicts == ()


def test_what_was_checked_holds_until_the_machine_says_something_else() -> None:
    first = _transcript("raz dwa trzy cztery pięć sześć siedem")
    lines = _lines(first, Asked("text", 1, 2, "dwie"), Asked("checked", 0, 4))
    review = reviewed(first, lines).review
    assert (review.state, review.checked_words, review.checked_to) == ("checked to", 4, 1.9)
    assert review.checked_on == "2020-05-01"
    later = [*lines, *_lines_after(first, lines, Asked("text", 2, 3, "tri"))]
    assert reviewed(first, later).review.checked_words == 4
    other = replace(first, words=(replace(first.words[0], text="Razem"), *first.words[1:]))
    found = reviewed(other, lines).review
    assert (found.state, found.checked_on) == ("automatic", "")
    assert "others than those that were checked" in found.conflicts[0].reason


def test_all_is_checked_when_the_last_word_is_and_can_be_taken_back() -> None:
    first = _transcript("raz dwa trzy cztery")
    lines = _lines(first, Asked("checked", 0, 2), Asked("checked", 2, 4))
    assert reviewed(first, lines).review.state == "checked"
    lines += _lines_after(first, lines, Asked("checked", 3, 3))
    assert reviewed(first, lines).review.checked_words == 3
    lines += _lines_after(first, lines, Asked("checked", 0, 0))
    assert reviewed(first, lines).review.state == "automatic"


def _lines_after(transcript: Transcript, lines: Sequence[str], asked: Asked) -> list[str]:
    entry = entry_of(reviewed(transcript, lines).words, asked)
    return [written(replace(entry, when=f"2020-05-03T08:00:{len(lines):02d}Z"))]


def test_a_speaker_and_a_description_are_kept_at_their_place() -> None:
    first = _transcript("raz dwa trzy cztery pięć sześć siedem osiem")
    lines = _lines(
        first,
        Asked("speaker", 2, 7, "Anna Nowak"),
        Asked("text", 3, 4, "cztery i pół"),
        Asked("picture", 4, 4, "slajd: wykres"),
    )
    review = reviewed(first, lines).review
    assert [(s.first_word, s.end_word, s.name) for s in review.speakers] == [(2, 9, "Anna Nowak")]
    assert [each.text for each in review.descriptions] == ["slajd: wykres"]
    gone = [*lines, *_lines_after(first, lines, Asked("speaker", 2, 9))]
    assert reviewed(first, gone).review.speakers == ()


@pytest.mark.parametrize("seed", range(6))
def test_corrections_are_carried_over_to_another_transcript(seed: int) -> None:
    lot = Random(seed)  # noqa: S311 - no secret
    for given_ in transcripts():
        first = given_.artefact
        made = corrected(first, 40, lot)
        lines = [each.line for each in made]
        other = misheard(first, 0.05, lot)
        at_first, found = reviewed(first, lines), reviewed(other, lines)
        assert at_first.review.conflicts == ()
        review = found.review
        assert review.applied + review.kept + len(review.conflicts) == len(made)
        assert review.applied + review.kept >= 0.9 * len(made)
        check_places(made, other)
        assert reviewed(first, lines) == at_first


def test_a_whole_text_becomes_entries_that_make_it() -> None:
    lot = Random(1)  # noqa: S311 - no secret
    first = transcripts()[0].artefact
    wanted = [
        word.text for word in reviewed(first, [e.line for e in corrected(first, 60, lot)]).words
    ]
    entries = list(entries_between(first.words, wanted))
    lines = [written(replace(e, when=f"2020-05-01T08:00:{n:02d}Z")) for n, e in enumerate(entries)]
    found = reviewed(first, lines)
    assert [word.text for word in found.words] == wanted
    assert found.review.conflicts == ()
    assert len(entries) <= 60


def test_entries_are_only_added_and_each_has_its_own_time(tmp_path: Path) -> None:
    file = corrections_file(tmp_path, "dzien-1")
    words = _transcript("raz dwa trzy").words
    assert entry_lines(file) == ()
    first = append(file, [entry_of(words, Asked("text", 0, 1, "jeden"))])
    before = file.read_bytes()
    more = append(file, [entry_of(words, Asked("text", n, n + 1, "x")) for n in (1, 2)])
    assert file.read_bytes().startswith(before)
    times = [each.when for each in (*first, *more)]
    assert times == sorted(set(times))
    assert entry_lines(file) == tuple(written(each) for each in (*first, *more))


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_file_edited_by_hand_is_added_to(tmp_path: Path, ending: str) -> None:
    file = corrections_file(tmp_path, "a")
    file.parent.mkdir()
    line = written(Entry(_WHEN, "text", 0.0, 0.4, (), ("raz",), ("dwa", "trzy"), ("jeden",)))
    file.write_bytes(f"\ufeff# moje\r\n\r\n{line}{ending}".encode())
    append(file, [entry_of(_transcript("raz dwa").words, Asked("text", 1, 2, "dwie"))])
    lines = entry_lines(file)
    assert lines[0] == line
    assert len(lines) == 2
    assert "# moje" in file.read_text(encoding="utf-8-sig")


def test_an_entry_is_added_only_if_that_is_agreed_to(tmp_path: Path) -> None:
    file = corrections_file(tmp_path, "a")
    transcript = _transcript("raz dwa trzy cztery pięć sześć")
    one, other, third = (
        entry_of(transcript.words, asked)
        for asked in (
            Asked("text", 2, 3, "tri"),
            Asked("text", 2, 3, "trzech"),
            Asked("text", 4, 5, "piąty"),
        )
    )

    def agreed(entry: Entry) -> bool:
        return bool(
            append(
                file,
                [entry],
                lambda lines: standing(entry, reviewed(transcript, lines).words) is not None,
            )
        )

    assert [agreed(one), agreed(other), agreed(third)] == [True, False, True]
    assert _text(transcript, entry_lines(file)) == "raz dwa tri cztery piąty sześć"


def test_two_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    file = corrections_file(tmp_path, "a")
    entry = entry_of(_transcript("raz dwa").words, Asked("text", 0, 1, "jeden"))
    threads = [threading.Thread(target=append, args=(file, [entry])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [parsed(line) for line in entry_lines(file)]
    assert len({each.when for each in found if isinstance(each, Entry)}) == 8


def test_what_was_told_to_be_written_is_there_after_a_kill(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path;"
        "from pipeline.corrections import Entry, append;"
        f"append(Path({str(tmp_path / 'corrections' / 'a.txt')!r}),"
        " [Entry('', 'text', 0.0, 0.4, (), ('raz',), (), ('jeden',))]);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert len(entry_lines(corrections_file(tmp_path, "a"))) == 1


def test_corrections_of_a_recording_that_is_not_declared_are_told(tmp_path: Path) -> None:
    words = _transcript("raz dwa").words
    for name in ("dzien-1", "dzien-9"):
        append(corrections_file(tmp_path, name), [entry_of(words, Asked("text", 0, 1, "x"))])
    (told,) = belonging_nowhere(tmp_path, {"dzien-1", "dzien-2"})
    assert "'dzien-9'" in told
    assert "dzien-1, dzien-2" in told
    assert belonging_nowhere(tmp_path, {"dzien-1", "dzien-9"}) == []
