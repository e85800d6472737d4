"""seminar.toml: what a person declares, and what is made of it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from pipeline.errors import InvalidFile
from pipeline.seminar import RESERVED, SeminarFolder, read_seminar, seminar_folders, slug

_ROOT = Path(__file__).parents[2]
_DEMO = _ROOT / "seminars" / "endogenne-potencjaly"
_GOLD = _ROOT / "tests" / "data" / "gold"


def _read(folder: Path, text: str, name: str = "seminarium-1") -> SeminarFolder:
    path = folder / name
    path.mkdir(exist_ok=True)
    (path / "seminar.toml").write_text(text, encoding="utf-8")
    return read_seminar(path)


def _faults(folder: Path, text: str, name: str = "seminarium-1") -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        _read(folder, text, name)
    prefix = f"{folder / name / 'seminar.toml'}:"
    return [fault.removeprefix(prefix).strip() for fault in caught.value.faults]


def test_the_demo_says_what_the_published_programme_says() -> None:
    gold = json.loads((_GOLD / "programme.json").read_text(encoding="utf-8"))
    demo = read_seminar(_DEMO)
    assert [str(date) for date in demo.declared.dates] == gold["dates"]
    assert [recording.title for recording in demo.recordings] == [
        video["label"] for video in gold["videos"]
    ]
    assert [str(recording.date) for recording in demo.recordings] == [
        video["date"] for video in gold["videos"]
    ]
    assert [deck.title for deck in demo.decks] == [deck["label"] for deck in gold["decks"]]
    assert [
        (item.title, item.speakers, item.kind, item.planned) for item in demo.plan.sessions
    ] == [
        (
            session["title"],
            tuple(session["speakers"]),
            session["kind"],
            f"{session['start']:0>5}–{session['end']:0>5}",
        )
        for session in gold["sessions"]
    ]


def test_the_files_of_the_demo_are_there() -> None:
    demo = read_seminar(_DEMO / "seminar.toml")
    for media in (*demo.recordings, *demo.decks):
        assert demo.local(media.file).is_file()
    assert _DEMO in seminar_folders(_ROOT / "seminars")


def test_ids_are_made_from_titles_or_files_and_each_is_another(tmp_path: Path) -> None:
    seminar = _read(
        tmp_path,
        """
        title = "S"
        recordings = [
          {title = "Dzień 1: łąki", file = "a.mp4"},
          {title = "Dzień 1 – łąki!", file = "b.mp4"},
          {title = "Dzień 1: łąki", file = "c.mp4", id = "dzien-1-laki-2"},
          {file = "media/Zapis z sali.MP4"},
          {url = "https://example.org/x"},
          {title = "Index", file = "d.mp4"},
          {title = "日本", file = "日本.mp4"},
        ]
        """,
    )
    ids = [recording.id for recording in seminar.recordings]
    assert ids == [
        "dzien-1-laki",
        "dzien-1-laki-3",
        "dzien-1-laki-2",
        "zapis-z-sali",
        "nagranie-5",
        "index-nagranie",
        "nagranie-7",
    ]
    assert seminar.plan.recordings == tuple(ids)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Zażółć gęślą jaźń – Łódź", "zazolc-gesla-jazn-lodz"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("  --  ", ""),
        ("a" * 100, "a" * 60),
        ("x" * 59 + " y", "x" * 59),
    ],
)
def test_an_id_holds_nothing_but_small_letters_digits_and_hyphens(text: str, made: str) -> None:
    assert slug(text) == made


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("", "recordings[1]: write file or url"),
        (
            'url = "ftp://example.org/a.mp4"',
            "recordings[1].url: must start with http:// or https://, not 'ftp://example.org/a.mp4'",
        ),
        (
            'url = "file:///etc/passwd"',
            "recordings[1].url: must start with http:// or https://, not 'file:///etc/passwd'",
        ),
        ('url = "http://["', "recordings[1].url: must start with http:// or https://"),
        (
            'file = "a.mp4", id = "../x"',
            "recordings[1].id: '../x' cannot name a page; write for example x",
        ),
        (
            'file = "a.mp4", id = "szukaj"',
            "recordings[1].id: 'szukaj' cannot name a page; write for example szukaj-1",
        ),
        (
            'file = "a.mp4", id = "Dzień 1"',
            "recordings[1].id: 'Dzień 1' cannot name a page; write for example dzien-1",
        ),
        (f'file = "a.mp4", id = "{"x" * 300}"', "recordings[1].id: 'xxx"),
        ('file = "a\\u0000.mp4"', "recordings[1].file: 'a\\x00.mp4' names no file"),
        ('file = "~nobody-at-all/a.mp4"', "recordings[1].file: '~nobody-at-all/a.mp4' names no"),
        ('file = "a.mp4", state = "published"', "recordings[1].state: must be 'draft' or 'public'"),
    ],
)
def test_a_recording_that_cannot_be_is_told_with_what_to_write(
    item: str, said: str, tmp_path: Path
) -> None:
    (fault,) = _faults(tmp_path, f'title = "S"\nrecordings = [{{ {item} }}]\n')
    assert fault.startswith(f"2: {said}")


def test_an_id_that_is_there_twice_is_told(tmp_path: Path) -> None:
    text = 'title = "S"\n' + '[[decks]]\nid = "a"\nfile = "a.pdf"\n' * 2
    assert _faults(tmp_path, text) == ["6: decks[2].id: 'a' is there twice; each id names one"]


def test_types_and_meaning_are_told_in_one_go(tmp_path: Path) -> None:
    text = """\
page = "www.example.org"
organizer = "ZMP"
dates = ["23 kwietnia"]

[[recordings]]
file = 5

[[recordings]]
url = "ftp://example.org"

[[programme]]
title = "Otwarcie"
start = 11:00:00
end = 10:00:00
recording = "dzien-2"
"""
    assert _faults(tmp_path, text, name="Mój folder") == [
        "1: title: is missing",
        "1: page: must start with http:// or https://, not 'www.example.org'",
        "2: organizer: unknown key; write organiser",
        "3: dates[1]: must be a date such as 2020-04-23",
        '6: recordings[1].file: must be text in quotes, such as "…"',
        "9: recordings[2].url: must start with http:// or https://, not 'ftp://example.org'",
        "14: programme[1].end: is not after start; correct one of them",
        "15: programme[1].recording: no recording has the id 'dzien-2'; "
        "write one of: nagranie-1, nagranie-2",
        "the folder is called 'Mój folder'; a seminar's folder is named in [a-z0-9-] and not like "
        "a part of the site: rename it, for example to moj-folder",
    ]


@pytest.mark.parametrize("name", [*sorted(RESERVED), "a b", "A", "-a", "a--b", "ą"])
def test_a_folder_that_cannot_name_a_page_is_told(name: str, tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, 'title = "S"', name)
    assert f"the folder is called {name!r}" in fault


def test_an_empty_title_is_told(tmp_path: Path) -> None:
    assert _faults(tmp_path, 'title = "  "') == ["1: title: is empty; write the seminar's title"]


def test_a_title_is_text_whatever_it_holds(tmp_path: Path) -> None:
    title = "<script>alert('../../x')</script> & „cudzysłów”"
    seminar = _read(tmp_path, f'title = "{title}"\nrecordings = [{{file = "a.mp4"}}]')
    assert seminar.info.title == title
    assert seminar.recording_info(seminar.recordings[0]).title == title
    assert seminar.recordings[0].id == "a"


def test_a_session_may_name_a_recording_by_the_id_made_for_it(tmp_path: Path) -> None:
    text = """
    title = "S"
    recordings = [{title = "Dzień 1", file = "a.mp4"}]
    programme = [{title = "Otwarcie", recording = "dzien-1", start = 10:00:00}]
    """
    (session,) = _read(tmp_path, text).plan.sessions
    assert (session.id, session.recording, session.planned) == ("s01", "dzien-1", "10:00")


def test_a_recording_is_a_draft_until_someone_writes_public(tmp_path: Path) -> None:
    text = 'title = "S"\n[[recordings]]\nfile = "a.mp4"\n[[recordings]]\nfile = "b.mp4"\n'
    seminar = _read(tmp_path, text + 'state = "public"\ndate = 2020-04-24\n')
    infos = [seminar.recording_info(recording) for recording in seminar.recordings]
    assert [info.public for info in infos] == [False, True]
    assert [info.date for info in infos] == [None, dt.date(2020, 4, 24)]


def test_a_file_is_beside_the_declaration_or_absolute(tmp_path: Path) -> None:
    seminar = _read(tmp_path, 'title = "S"')
    assert seminar.local("media/a.mp4") == tmp_path / "seminarium-1" / "media" / "a.mp4"
    assert seminar.local("/srv/a.mp4") == Path("/srv/a.mp4")
    assert seminar.local("~/a.mp4") == Path.home() / "a.mp4"


def _speaker(keys: str) -> str:
    return f'title = "S"\nrecordings = [{{ file = "a.mp4" }}]\n\n[[speakers]]\n{keys}\n'


_RIGHT = 'name = "Anna Nowak"\nrecording = "a"\nat = 00:01:02.5'


def test_a_speaker_is_a_name_and_a_moment(tmp_path: Path) -> None:
    seminar = _read(tmp_path, _speaker(f"{_RIGHT}\nuntil = 01:00:00"))
    (speaker,) = seminar.declared.speakers
    assert (speaker.name, speaker.moment, speaker.end) == ("Anna Nowak", 62.5, 3600.0)
    assert seminar.declared.confirm == "person"


def test_whose_voice_it_is_does_not_touch_what_was_said(tmp_path: Path) -> None:
    seminar = _read(tmp_path, _speaker(_RIGHT))
    assert "Anna Nowak" not in seminar.glossary.terms
    assert seminar.plan == _read(tmp_path, _speaker(_RIGHT).replace("Anna", "Ewa")).plan


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Anna Nowak"', '" "', "5: speakers[1].name: is empty; write the speaker's name"),
        (
            '"Anna Nowak"', f'"{"x" * 10_000}"',
            "5: speakers[1].name: has 10000 characters; a name has at most 200, write it alone",
        ),
        (
            '"Anna Nowak"', '"Anna\\nNowak"',
            "5: speakers[1].name: 'Anna\\nNowak' has characters that cannot be printed; "
            "write the name in one line",
        ),
        ('"Anna Nowak"', '"\\u001b[31mAnna"', "5: speakers[1].name: '\\x1b[31mAnna' has"),
        ('"Anna Nowak"', "5", '5: speakers[1].name: must be text in quotes, such as "…"'),
        ('recording = "a"', 'recording = "b"', "6: speakers[1].recording: no recording has the"),
        ('recording = "a"\n', "", "4: speakers[1].recording: is missing"),
        ("at = 00:01:02.5", "", "4: speakers[1].at: is missing"),
        ("00:01:02.5", "62", "7: speakers[1].at: must be a time such as 10:30:00"),
        ("00:01:02.5", '"00:01:02Z"', "4: speakers[1]: a time has no time zone"),
        (".5", ".5\nuntil = 00:01:02.5", "8: speakers[1].until: is not after at; correct one"),
        (".5", ".5\nuntill = 00:01:03", "8: speakers[1].untill: unknown key; write until"),
    ],
)  # fmt: skip
def test_a_speaker_that_cannot_be_is_told_with_what_to_write(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert old in _RIGHT
    (fault,) = _faults(tmp_path, _speaker(_RIGHT.replace(old, new)))
    assert fault.startswith(said)


def test_all_faults_of_speakers_are_told_with_the_others(tmp_path: Path) -> None:
    text = """\
title = " "
confirm = "machine"

[[recordings]]
file = "a.mp4"

[[speakers]]
recording = "a"

[[programme]]
title = "Otwarcie"
recording = "b"
"""
    assert _faults(tmp_path, text) == [
        "1: title: is empty; write the seminar's title",
        "2: confirm: must be 'person' or 'said'",
        "7: speakers[1].name: is missing",
        "7: speakers[1].at: is missing",
        "12: programme[1].recording: no recording has the id 'b'; write one of: a",
    ]
