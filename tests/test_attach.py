"""A file that was had by hand, put to a recording or deck that is declared."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.attaching import attach, check_free, ending_of, find_target
from pipeline.declared import Source
from pipeline.errors import SourceError, UsageError
from pipeline.owners import owners_of
from pipeline.seminar import SeminarFolder, read_seminar
from tests.demo import DEMO, lend_models, stenogram
from tests.stages.decks import powerpoint
from tests.stages.media import Sound, make

_TOML = """\
# Seminarium: co wiadomo.
title = "S"   # tytuł

[[recordings]]  # pierwsze
  id = "dzien-1"
  url = "https://example.org/1"  # Facebook
  date = 2020-04-23

# drugie
[[recordings]]
url = 'https://example.org/2'
state = "public"

[[decks]]
title = "Prezentacja"
url = "https://example.org/p.ppt"


[[programme]]
title = "Otwarcie"
recording = "dzien-1"
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    file = tmp_path / "Pobrane" / "Zapis (1).MP4"
    file.parent.mkdir()
    return make(file, Sound(1.0))


def _seminar(root: Path, text: str = _TOML) -> SeminarFolder:
    folder = root / "seminars" / "s"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "seminar.toml").write_bytes(text.encode())
    return read_seminar(folder)


def _attached(seminar: SeminarFolder, name: str, file: Path, *, move: bool = False) -> str:
    """seminar.toml after a file was attached."""
    target = find_target(seminar, name)
    attach(seminar, target, file, ending_of(file, target.table), move=move)
    return (seminar.path / "seminar.toml").read_bytes().decode()


def test_one_line_is_written_and_all_else_stays_byte_for_byte(tmp_path: Path, film: Path) -> None:
    text = _attached(_seminar(tmp_path), "dzien-1", film)
    line = '  file = "media/dzien-1.mp4"\n'
    assert text.replace(line, "") == _TOML
    assert text.splitlines()[6] + "\n" == line  # below the address


_ONE = '[[recordings]]\nid = "a"\nurl = "https://a.pl/1"'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('recordings = [{id = "a", url = "https://a.pl/1"}, {url = "https://a.pl/2"}]', "a"),
        (_ONE, "a"),
        (f"{_ONE} # x\n\n# y\n".replace("\n", "\r\n"), "a"),
        (f"\ufeff{_ONE}\n", "a"),
        ('[[recordings]]\nid = "a"\nfile = "nie-ma.mp4"   # x\n\n\n', "a"),
        (
            '[[recordings]]\n"url" = """https://a.pl/1"""\nid = "a"\n[[decks]]\nurl="https://a.pl"',
            "a",
        ),
        ('[[recordings]]\nurl = "https://a.pl/1"\n', "nagranie-1"),
        ('[[recordings]]\nurl = "https://a.pl/1"\n[[recordings]]\nfile = "a b.mp4"\n', "a-b"),
    ],
)
def test_any_way_of_writing_it_is_kept(text: str, name: str, tmp_path: Path, film: Path) -> None:
    head = "\ufeff" if text.startswith("\ufeff") else ""
    text = f'{head}title = "S"\n{text.removeprefix(head)}'
    text = text.replace('"S"\n', '"S"\r\n') if "\r\n" in text else text
    seminar = _seminar(tmp_path, text)
    new = _attached(seminar, name, film)
    before, after = (tomllib.loads(each.removeprefix("\ufeff")) for each in (text, new))
    changed = next(
        each for each in after["recordings"] if each.get("file", "").startswith("media/")
    )
    assert changed["file"] == f"media/{name}.mp4"
    again = read_seminar(seminar.path)
    assert [each.id for each in again.recordings] == [each.id for each in seminar.recordings]
    assert before.keys() == after.keys()
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    assert new.count("\n") - new.count("\r\n") in {0, new.count("\n")}
    old_lines = [line.split("#")[-1] for line in text.splitlines() if "#" in line]
    assert all(any(line.endswith(old) for line in new.splitlines()) for old in old_lines)


def test_an_id_that_came_of_what_is_changed_is_written_down(tmp_path: Path, film: Path) -> None:
    text = 'title = "S"\n[[recordings]]\nfile = "index.mp4"\n'
    seminar = _seminar(tmp_path, text)
    (name,) = (each.id for each in seminar.recordings)
    assert name == "index-nagranie"
    _attached(seminar, name, film)
    assert [each.id for each in read_seminar(seminar.path).recordings] == [name]


def test_the_file_is_linked_and_the_persons_own_stays(tmp_path: Path, film: Path) -> None:
    seminar = _seminar(tmp_path)
    _attached(seminar, "dzien-1", film)
    assert (seminar.path / "media" / "dzien-1.mp4").samefile(film)


def test_a_moved_file_is_gone_from_where_it_was(tmp_path: Path, film: Path) -> None:
    seminar, content = _seminar(tmp_path), film.read_bytes()
    _attached(seminar, "dzien-1", film, move=True)
    placed = seminar.path / "media" / "dzien-1.mp4"
    assert placed.read_bytes() == content
    assert not film.exists()
    again = read_seminar(seminar.path)
    _attached(again, "dzien-1", placed, move=True)  # where it lies already
    assert placed.read_bytes() == content


def test_a_deck_takes_the_ending_of_its_content(tmp_path: Path) -> None:
    seminar = _seminar(tmp_path)
    deck = powerpoint(tmp_path / "pobrane.pdf")
    text = _attached(seminar, "prezentacja", deck)
    assert text.replace('file = "media/prezentacja.pptx"\n', "") == _TOML


def test_the_file_wins_over_the_address_and_the_id_stays(tmp_path: Path, film: Path) -> None:
    seminar = _seminar(tmp_path)
    before = [each.label for each in owners_of(seminar, tmp_path / "outputs").children]
    _attached(seminar, "dzien-1", film)
    owner = owners_of(read_seminar(seminar.path), tmp_path / "outputs")
    assert [each.label for each in owner.children] == before
    sources = {each.id: each.declared[Source]() for each in owner.children}
    first, second = sources["dzien-1"], sources["nagranie-2"]
    assert isinstance(first, Source)
    assert (first.url, Path(first.path).name) == ("", "dzien-1.mp4")
    assert second == Source("https://example.org/2")


def test_nothing_that_was_attached_is_lost(tmp_path: Path, film: Path) -> None:
    seminar = _seminar(tmp_path)
    _attached(seminar, "dzien-1", film)
    other = make(tmp_path / "b.mp4", Sound(2.0))
    seminar = read_seminar(seminar.path)
    target = find_target(seminar, "dzien-1")
    with pytest.raises(UsageError, match="--replace"):
        check_free(seminar, target, other, again=False)
    assert check_free(seminar, target, other, again=True)
    assert not check_free(seminar, target, film, again=False)  # the same file again
    text = _attached(seminar, "dzien-1", other)
    assert 'file = "media/dzien-1-2.mp4"' in text
    assert (seminar.path / "media" / "dzien-1.mp4").read_bytes() == film.read_bytes()
    assert (seminar.path / "media" / "dzien-1-2.mp4").read_bytes() == other.read_bytes()


def test_a_try_that_was_cut_short_is_taken_up(tmp_path: Path, film: Path) -> None:
    seminar = _seminar(tmp_path)
    (seminar.path / "media").mkdir()
    (seminar.path / "media" / "dzien-1.mp4").write_bytes(film.read_bytes())
    _attached(seminar, "dzien-1", film)
    assert [path.name for path in (seminar.path / "media").iterdir()] == ["dzien-1.mp4"]


def test_what_is_not_known_is_told_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"recordings: dzien-1, nagranie-2; decks: prezentacja"):
        find_target(_seminar(tmp_path), "dzien-3")
    item = '[{id = "a", url = "https://a.pl"}]'
    seminar = _seminar(tmp_path, f'title = "S"\nrecordings = {item}\ndecks = {item}')
    with pytest.raises(UsageError, match="write recordings/a or decks/a"):
        find_target(seminar, "a")
    assert find_target(seminar, "decks/a").table == "decks"


@pytest.mark.parametrize("table", ["recordings", "decks"])
def test_a_file_of_something_else_is_refused(table: str, tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_text("To nie jest nagranie.")
    with pytest.raises(SourceError):
        ending_of(file, "decks" if table == "decks" else "recordings")


@pytest.mark.parametrize(
    ("name", "ending"), [("Zapis.MP4", ".mp4"), ("zapis", ""), ("a.m p4!", ".mp4"), ("a.ąę", "")]
)
def test_the_ending_holds_nothing_but_letters_and_digits(
    name: str, ending: str, tmp_path: Path, film: Path
) -> None:
    assert ending_of(film.rename(tmp_path / name), "recordings") == ending


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str) -> tuple[int, str]:
        result = stenogram(tmp_path, "attach", *arguments)
        assert "Traceback" not in result.stderr
        return result.returncode, result.stdout + result.stderr

    return run


def test_the_command_attaches_and_says_what_is_next(
    told: Callable[..., tuple[int, str]], tmp_path: Path, film: Path
) -> None:
    _seminar(tmp_path)
    code, said = told("s", "dzien-1", str(film))
    assert code == 0
    assert "attached" in said
    assert "next: stenogram run s" in said
    code, said = told("s", "dzien-1", str(film))
    assert (code, "attached already" in said) == (0, True)


def test_the_command_refuses_what_makes_no_sense(
    told: Callable[..., tuple[int, str]], tmp_path: Path, film: Path
) -> None:
    _seminar(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    for arguments, code, words in (
        (("t", "dzien-1", str(film)), 2, "there are: s"),
        (("s", "dzien-9", str(film)), 2, "no recording or deck has the id 'dzien-9'"),
        (("s", "dzien-1", str(tmp_path / "none")), 2, "no such file"),
        (("s", "dzien-1", str(tmp_path / "seminars/s/seminar.toml")), 1, "cannot be read"),
    ):
        result, said = told(*arguments)
        assert result == code, said
        assert words in said
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.slow
def test_what_was_made_of_the_same_bytes_is_not_made_again(tmp_path: Path) -> None:
    from tests.demo import cut

    lend_models(tmp_path)
    film = cut(DEMO / "media" / "dzien-1.mp4", tmp_path / "a.mp4", 20.0)
    _seminar(tmp_path, 'title = "S"\n[[recordings]]\nid = "a"\nfile = "../../a.mp4"\n')
    assert stenogram(tmp_path, "run").returncode == 0
    text = 'title = "S"\n[[recordings]]\nid = "a"\nurl = "https://example.org/a.mp4"\n'
    _attached(_seminar(tmp_path, text), "a", film)
    assert "nothing to do" in stenogram(tmp_path, "run").stdout
