"""Decks: what is written on slides, what they look like, and what is told of those that are odd."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from pipeline.artefacts import Deck
from pipeline.declared import Source
from pipeline.errors import SourceError, WorkerLost
from pipeline.files import file_digest
from pipeline.stages.download.deck import download_deck, read_slides
from pipeline.stages.download.kinds import kind_of
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.pictures import draw_slides
from tests.stages.decks import (
    blank_pdf,
    changed,
    compound,
    open_document,
    pictures_only,
)
from tests.stages.lending import LentWork

_ROOT = Path(__file__).parents[2]
_SLIDES = _ROOT / "seminars" / "endogenne-potencjaly" / "slides"
_SLIDE_2 = "ppt/slides/slide2.xml"


def _deck(file: Path, work: LentWork) -> Deck:
    return download_deck(Source("", file_digest(file), str(file)), DownloadOptions(), work)


@pytest.mark.parametrize("number", ["1", "2"])
def test_the_slides_of_the_demo_have_their_titles(number: str) -> None:
    gold = json.loads((_ROOT / "tests/data/gold/slides.json").read_text(encoding="utf-8"))
    deck = gold["decks"][number]
    slides = read_slides(_SLIDES / Path(deck["file"]).name, "pdf").slides
    assert [slide.number for slide in slides] == [slide["number"] for slide in deck["slides"]]
    assert [slide.title for slide in slides] == [slide["title"] for slide in deck["slides"]]
    for slide, wanted in zip(slides, deck["slides"], strict=True):
        flat = " ".join(slide.text.split())
        assert all(" ".join(bullet.split()) in flat for bullet in wanted["bullets"]), slide


def test_a_deck_is_placed_with_its_slides_and_their_pictures(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    file = _SLIDES / "przyklady-i-warsztat.pdf"
    deck = _deck(file, work)
    assert deck.file == "s/recordings/r/deck.pdf"
    assert (deck.kind, deck.size_bytes, len(deck.slides)) == ("pdf", file.stat().st_size, 9)
    assert work.tasks == ["kind_of", "draw_slides", "read_slides"]
    assert work.noted == []
    attached = dict(work.attached)
    for slide in deck.slides:
        picture = slide.picture
        assert picture is not None
        lain = work.outputs / picture.file
        assert picture.file == f"s/recordings/r/slides/{slide.number}.webp"
        with Image.open(lain) as shown:
            assert shown.format == "WEBP"
            assert shown.size == (picture.width, picture.height)
        assert lain.stat().st_size <= 60_000
        assert attached[lain.name] == file_digest(lain)


def test_a_powerpoint_file_gives_titles_tables_groups_and_charts(pptx: Path) -> None:
    reading = read_slides(pptx, kind_of(pptx))
    assert [(slide.number, slide.title) for slide in reading.slides] == [
        (1, "Rynek pracy w małych miastach"),
        (2, "Dochody w grupie"),
        (4, "Wykres"),
        (5, ""),
    ]
    first, second, chart, empty = (slide.text.split("\n") for slide in reading.slides)
    assert first == ["Rynek pracy", "w małych miastach", "Praca jest", "Dojazdy są długie"]
    assert second == ["Dochody w grupie", "Miasto | Dochód", "Ustka | 12 zł"]
    assert chart == ["Wykres", "Podatki", "Biłgoraj", "Ustka"]
    assert empty == [""]


def test_what_was_not_shown_is_not_read_and_hidden_slides_are_told(pptx: Path) -> None:
    reading = read_slides(pptx, "pptx")
    said = " ".join(slide.title + slide.text for slide in reading.slides)
    assert "Notatka" not in said
    assert "Ukryty" not in said
    assert reading.notes == ("hidden slides left out: 1; the file itself has them",)


def test_a_diagram_and_what_newer_programs_draw_are_read_once(pptx: Path, tmp_path: Path) -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    data = f"<d {space}><a:p><a:r><a:t>Krok pierwszy</a:t></a:r></a:p></d>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="../diagrams/data1.xml"/>'
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    one = "<a:p><a:r><a:t>Nowy kształt</a:t></a:r></a:p>"
    choice = (
        f'<mc:AlternateContent xmlns:mc="{compatible}" {space}><mc:Choice Requires="x">{one}'
        f"</mc:Choice><mc:Fallback>{one}</mc:Fallback></mc:AlternateContent></p:spTree>"
    )
    file = changed(
        pptx,
        tmp_path / "b.pptx",
        {
            "ppt/diagrams/data1.xml": data.encode(),
            "ppt/slides/_rels/slide2.xml.rels": lambda old: old.replace(
                b"</Relationships>", relation.encode() + b"</Relationships>"
            ),
            _SLIDE_2: lambda old: old.replace(b"</p:spTree>", choice.encode()),
        },
    )
    slide = read_slides(file, kind_of(file)).slides[1]
    assert slide.text.split("\n")[-2:] == ["Nowy kształt", "Krok pierwszy"]


def test_a_powerpoint_file_has_text_and_no_pictures(pptx: Path, tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    deck = _deck(pptx, work)
    assert (deck.file, deck.kind) == ("s/recordings/r/deck.pptx", "pptx")
    assert all(slide.picture is None for slide in deck.slides)
    assert work.tasks == ["kind_of", "read_slides"]
    assert work.noted == ["hidden slides left out: 1; the file itself has them"]


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        (
            b"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
            "ppsx",
        ),
        (b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", "pptm"),
    ],
)
def test_a_slide_show_and_one_with_macros_are_read_too(
    mark: bytes, kind: str, pptx: Path, tmp_path: Path
) -> None:
    main = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    file = changed(
        pptx, tmp_path / "b.pps", {"[Content_Types].xml": lambda old: old.replace(main, mark)}
    )
    assert kind_of(file) == kind
    assert len(read_slides(file, kind_of(file)).slides) == 4


def test_the_content_tells_what_a_deck_is_and_not_its_ending(pptx: Path, tmp_path: Path) -> None:
    wrong = shutil.copy(pptx, tmp_path / "a.pdf")
    assert kind_of(Path(wrong)) == "pptx"
    also_wrong = shutil.copy(_SLIDES / "przyklady-i-warsztat.pdf", tmp_path / "b.pptx")
    assert kind_of(Path(also_wrong)) == "pdf"


@pytest.mark.parametrize("kind", ["ppt", "odp"])
def test_a_deck_of_an_old_or_free_program_is_kept_and_told(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    if kind == "odp":
        open_document(file)
    else:
        compound(file, "PowerPoint Document")
    work = LentWork(tmp_path)
    deck = _deck(file, work)
    assert (deck.kind, deck.slides) == (kind, ())
    assert (work.outputs / deck.file).read_bytes() == file.read_bytes()
    assert "export it as PDF or PPTX" in work.noted[0]


def test_a_deck_with_a_password_is_told(tmp_path: Path) -> None:
    file = compound(tmp_path / "a.pptx", "EncryptedPackage")
    with pytest.raises(SourceError, match="password; save it without one"):
        _deck(file, LentWork(tmp_path))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"To nie jest PDF.",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.4\n" + bytes(500),
        b"PK\x03\x04" + bytes(500),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    ],
)
def test_what_is_no_deck_is_told(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    with pytest.raises(SourceError, match="export the presentation as PDF again") as caught:
        _deck(file, LentWork(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_web_page_in_place_of_a_deck_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.pptx"
    file.write_bytes(b"\xef\xbb\xbf\n<!DOCTYPE html><title>Zaloguj</title>")
    with pytest.raises(SourceError, match="a web page and no presentation"):
        kind_of(file)


def test_a_deck_of_pictures_is_told_as_such(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    deck = _deck(pictures_only(tmp_path / "a.pdf"), work)
    assert deck.is_pictures
    assert work.noted == ["its slides are pictures without text: they can be seen and not found"]
    for slide in deck.slides:
        assert slide.picture is not None
        assert max(slide.picture.width, slide.picture.height) <= 960
        assert (work.outputs / slide.picture.file).stat().st_size < 80_000


def test_pages_of_any_size_are_drawn_small_or_not_at_all(tmp_path: Path) -> None:
    sizes = [(14_400.0, 14_400.0), (3.0, 3.0), (20_000.0, 1.0), (595.0, 842.0)]
    drawn = draw_slides(blank_pdf(tmp_path / "a.pdf", sizes), tmp_path / "out", 60.0)
    assert all(0 < min(each.width, each.height) <= 960 for each in drawn)
    assert all(max(each.width, each.height) <= 961 for each in drawn)
    assert drawn[-1].number == 4


def test_no_time_for_pictures_costs_no_text(tmp_path: Path) -> None:
    assert len(draw_slides(_SLIDES / "przyklady-i-warsztat.pdf", tmp_path / "out", 0.0)) == 1
    work = LentWork(tmp_path)

    def hang(*_: object) -> None:
        raise WorkerLost("it took longer than 600 s and was stopped")

    work.instead["draw_slides"] = hang
    deck = _deck(_SLIDES / "przyklady-i-warsztat.pdf", work)
    assert len(deck.slides) == 9
    assert work.noted == ["only 0 of 9 slides have a picture on the page"]


def test_a_run_that_is_stopped_while_it_draws_leaves_no_deck_without_pictures(
    tmp_path: Path,
) -> None:
    work = LentWork(tmp_path)

    def stopped(*_: object) -> None:
        raise WorkerLost("stopped")

    work.instead = {"draw_slides": stopped, "read_slides": stopped}  # as a closed pool does
    with pytest.raises(WorkerLost):
        _deck(_SLIDES / "przyklady-i-warsztat.pdf", work)
    assert work.attached == []


def test_pictures_of_an_earlier_deck_are_gone(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    _deck(_SLIDES / "przyklady-i-warsztat.pdf", work)
    (work.scratch / "slides").mkdir()
    (work.scratch / "slides" / "99.webp").write_bytes(b"of a run that was stopped")
    _deck(blank_pdf(tmp_path / "a.pdf", [(100.0, 50.0)]), work)
    assert [path.name for path in (work.folder / "slides").iterdir()] == ["1.webp"]


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path) -> None:
    file = _SLIDES / "przyklady-i-warsztat.pdf"
    both = [draw_slides(file, tmp_path / name, 60.0) for name in ("one", "two")]
    assert both[0] == both[1]
