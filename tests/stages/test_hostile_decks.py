"""Decks that are damaged, or made to do harm."""

import contextlib
import zipfile
from pathlib import Path

import pytest

from pipeline.artefacts import Deck
from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.files import file_digest
from pipeline.stages.download.deck import download_deck, read_slides
from pipeline.stages.download.kinds import kind_of
from pipeline.stages.download.options import DownloadOptions
from tests.stages.decks import (
    changed,
)
from tests.stages.lending import LentWork

_ROOT = Path(__file__).parents[2]
_SLIDES = _ROOT / "seminars" / "endogenne-potencjaly" / "slides"
_SLIDE_2 = "ppt/slides/slide2.xml"


def _deck(file: Path, work: LentWork) -> Deck:
    return download_deck(Source("", file_digest(file), str(file)), DownloadOptions(), work)


def test_a_damaged_deck_is_read_or_told_but_never_crashes(pptx: Path, tmp_path: Path) -> None:
    for whole in ((_SLIDES / "przyklady-i-warsztat.pdf").read_bytes(), pptx.read_bytes()):
        file = tmp_path / "a.deck"
        for cut in (len(whole) // 4, len(whole) // 2, len(whole) - 100):
            file.write_bytes(whole[:cut])
            with contextlib.suppress(SourceError):
                assert all(slide.number > 0 for slide in read_slides(file, kind_of(file)).slides)


def test_a_bomb_of_zeros_is_refused_unopened(pptx: Path, tmp_path: Path) -> None:
    bomb = changed(pptx, tmp_path / "b.pptx", {_SLIDE_2: b"<!--" + bytes(70 << 20) + b"-->"})
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(SourceError, match="too large to be read"):
        read_slides(bomb, kind_of(bomb))


def test_a_large_film_inside_is_not_read(pptx: Path, tmp_path: Path) -> None:
    film = changed(pptx, tmp_path / "b.pptx", {"ppt/media/film.mp4": bytes(70 << 20)})
    assert len(read_slides(film, kind_of(film)).slides) == 4


def test_a_bomb_of_parts_is_refused(pptx: Path, tmp_path: Path) -> None:
    many = {f"ppt/media/{number}.png": b"" for number in range(20_001)}
    with pytest.raises(SourceError, match="too large to be read"):
        read_slides(changed(pptx, tmp_path / "b.pptx", many), "pptx")


def test_a_list_of_contents_that_fills_the_memory_is_refused(pptx: Path, tmp_path: Path) -> None:
    content = bytearray(pptx.read_bytes())
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = (1 << 30).to_bytes(4, "little")
    file = tmp_path / "b.pptx"
    file.write_bytes(content)
    with pytest.raises(SourceError, match="too many parts"):
        kind_of(file)


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE x [<!ENTITY a 'haha'>"
        + "".join(f"<!ENTITY {n} '{f'&{p};' * 20}'>" for p, n in ("ab", "bc", "cd", "de"))
        + "]>",
    ],
)
def test_entities_are_not_filled_in(entity: str, pptx: Path, tmp_path: Path) -> None:
    def attacked(old: bytes) -> bytes:
        head, body = old.split(b"?>", 1)
        return head + b"?>" + entity.encode() + body.replace(b"Ustka", b"&e;Ustka")

    file = changed(pptx, tmp_path / "b.pptx", {_SLIDE_2: attacked})
    with contextlib.suppress(SourceError):
        text = read_slides(file, kind_of(file)).slides[1].text
        assert "root" not in text
        assert "haha" not in text


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<p:sld",
        b"<x/>",
        b"<p:sld xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main'/>",
        b"<a>" * 5000,
    ],
)
@pytest.mark.parametrize(
    "part", [_SLIDE_2, "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"]
)
def test_a_broken_part_is_read_over_or_told(
    part: str, broken: bytes, pptx: Path, tmp_path: Path
) -> None:
    file = changed(pptx, tmp_path / "b.pptx", {part: broken})
    told, slides = "", 0
    try:
        slides = len(read_slides(file, kind_of(file)).slides)
    except SourceError as error:
        told = str(error)
    assert slides <= 4
    assert slides or told.endswith("export the presentation as PDF again")
    assert "\n" not in told


def test_a_zip_of_something_else_is_no_deck(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "tekst")
    with pytest.raises(SourceError, match="neither PDF nor PowerPoint"):
        kind_of(file)


def test_a_missing_deck_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        kind_of(tmp_path / "none.pdf")
