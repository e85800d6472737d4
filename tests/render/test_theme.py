"""The look of a site: name, logo, colours one can read, what stands at the foot."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from pipeline.config import Workspace
from pipeline.errors import InvalidFile, UsageError
from pipeline.stages.render import RenderOptions, SeminarView, render_site
from pipeline.stages.render.logo import read_logo
from pipeline.stages.render.theme import ACCENT_DARK, PAPERS, contrast, theme_faults
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar
from tests.render.test_hostile import EVIL
from tests.render.visiting import RECORDING, Open

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="9" height="9"/></svg>'
)
FULL = RenderOptions(
    name="Zapisy Gminy",
    organiser="Urząd Gminy",
    organiser_address="ul. Mostowa 1",
    contact="zapisy@example.pl",
    accessibility="https://example.pl/deklaracja",
    footer="CC BY 4.0",
    logo="herb.svg",
    accent="#7a1f3d",
    accent_dark="#e79ab5",
)


def _views() -> list[SeminarView]:
    """Two public seminars of different years and organisers, and a draft."""
    other = seminar("druga")
    one = other.recordings[0]
    early = replace(one, info=replace(one.info, date=date(2019, 5, 4)))
    info = replace(other.info, dates=(date(2019, 5, 4),), organiser="Miasto Łódź")
    draft = seminar("szkic", recordings=[recording("a", public=False)])
    return [seminar(), replace(other, info=info, recordings=(early,)), draft]


def _refuse() -> SeminarView:
    raise AssertionError("nothing may be loaded")


def _site(root: Path, options: RenderOptions, templates: tuple[Path, ...] = TEMPLATES) -> Path:
    (root / "herb.svg").write_text(SVG, "utf-8")
    views = _views()
    for view in views:
        lay_media(root / "outputs", view)
    render_site([entry(view) for view in views], root / "outputs", templates, options, word=False)
    return root / "outputs/site"


def test_every_page_has_the_name_the_logo_the_colours_and_the_foot(tmp_path: Path) -> None:
    site = _site(tmp_path, FULL)
    pages = [path for path in site.rglob("*.html") if ".embed." not in path.name]
    assert len(pages) > 6
    for page in pages:
        text = page.read_text("utf-8")
        for told in (
            "Zapisy Gminy",
            "Urząd Gminy",
            "ul. Mostowa 1",
            "CC BY 4.0",
            'href="mailto:zapisy@example.pl"',
            'href="https://example.pl/deklaracja"',
            'assets/theme.css"',
            'assets/logo.svg" width="54" height="36" alt=""',
        ):
            assert told in text, (page, told)
        assert text.count("<footer") == 1
    for root in (site, site / "robocze"):
        assert (root / "assets/logo.svg").read_text("utf-8") == SVG
        style = (root / "assets/theme.css").read_text("utf-8")
        assert re.search(r"#7a1f3d.*dark.*#e79ab5", style, re.DOTALL)


def test_without_choices_there_is_no_style_sheet_and_no_foot_of_the_site(tmp_path: Path) -> None:
    site = _site(tmp_path, RenderOptions())
    assert not (site / "assets/theme.css").exists()
    assert "<footer" not in (site / "index.html").read_text("utf-8")
    assert "Zapisy seminariów" in (site / RECORDING).read_text("utf-8")


def test_another_colour_loads_no_seminar(tmp_path: Path) -> None:
    _site(tmp_path, FULL)
    options = replace(FULL, accent="#0d5c63", jobs=3)
    views = [replace(entry(view), load=_refuse) for view in _views()]
    report = render_site(views, tmp_path / "outputs", TEMPLATES, options, word=False)
    assert set(report.made) == {"site/assets/theme.css", "site/robocze/assets/theme.css"}


def test_a_light_colour_alone_leaves_dark_pages_as_they_were(tmp_path: Path) -> None:
    site = _site(tmp_path, RenderOptions(accent="#7a1f3d"))
    style = (site / "assets/theme.css").read_text("utf-8")
    assert f"dark) {{ :root {{ --accent: {ACCENT_DARK}; }} }}" in style


def test_a_style_sheet_of_the_workspace_comes_last(tmp_path: Path) -> None:
    own = tmp_path / "templates/site"
    own.mkdir(parents=True)
    (own / "extra.css").write_text("h1 { color: green }", "utf-8")
    site = _site(tmp_path, FULL, (own.parent, *TEMPLATES))
    styles = re.findall(r"assets/(\w+\.css)", (site / "index.html").read_text("utf-8"))
    assert styles[-2:] == ["theme.css", "extra.css"]


def test_the_papers_are_those_of_the_style_sheet() -> None:
    style = (TEMPLATES[0] / "site/site.css").read_text("utf-8")
    for name, number in (("paper", 0), ("tint", 1)):
        found = re.findall(rf"--{name}: (#[0-9a-f]+);", style)[:2]
        assert found == [PAPERS["light"][number], PAPERS["dark"][number]]
    assert re.findall(r"--accent: (#[0-9a-f]+);", style)[1] == ACCENT_DARK


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('accent = "#ffcc00"', "render.accent: the contrast of #ffcc00 to the page is 1."),
        ('accent_dark = "#123456"', "render.accent_dark: the contrast of #123456"),
        ('accent = "red"', "render.accent: must be a colour such as #0d5c63"),
        ('accent = "#0d5c63; } body { display: none"', "render.accent: must be a colour"),
        ('contact = "a@b.pl?bcc=x@y.pl"', "render.contact: must be one e-mail address"),
        ('accessibility = "javascript:alert(1)"', "render.accessibility: must start with http"),
        ("jobs = -1", "render.jobs: must be 0 or more"),
        ('colour = "#000000"', "render.colour: unknown key"),
    ],
)
def test_a_choice_that_will_not_do_is_told_with_its_line(
    tmp_path: Path, line: str, told: str
) -> None:
    (tmp_path / "stenogram.toml").write_text(f"[render]\n{line}\n", "utf-8")
    with pytest.raises(InvalidFile, match=r"stenogram\.toml:2: ") as error:
        Workspace(tmp_path).settings()
    assert told in str(error.value)


def test_the_colours_of_the_site_itself_will_do() -> None:
    own = RenderOptions(accent="#0d5c63", accent_dark=ACCENT_DARK)
    assert list(theme_faults(own)) == []


@pytest.mark.parametrize(
    "svg",
    [
        SVG.replace("<rect", "<script>alert(1)</script><rect"),
        SVG.replace("<rect", '<rect onload="alert(1)"'),
        SVG.replace("<rect", "<foreignObject/><rect"),
        SVG.replace("<rect", '<a href="javascript:alert(1)"/><rect'),
        SVG.replace("<rect", '<image href="https://evil.example/a.png"/><rect'),
        SVG.replace('viewBox="0 0 60 40"', ""),
        SVG.replace('viewBox="0 0 60 40"', 'viewBox="0 0 0 40"'),
        SVG.replace('viewBox="0 0 60 40"', 'viewBox="0 0 nan 40"'),
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.replace("<rect", "&a;<rect"),
        '<?xml-stylesheet type="text/xsl" href="a.xsl"?>' + SVG,
        SVG.replace("<rect", '<set attributeName="href" to="JavaScript:alert(1)"/><rect'),
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<svg",
        "",
        SVG + " " * (513 << 10),
    ],
)  # fmt: skip
def test_a_drawing_that_does_more_than_show_is_refused(tmp_path: Path, svg: str) -> None:
    path = tmp_path / "a.svg"
    path.write_text(svg, "utf-8")
    with pytest.raises(UsageError, match=r"a\.svg: cannot be the logo"):
        read_logo(path)


def test_a_picture_is_known_by_its_content_and_shown_small(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    Image.new("RGB", (2000, 100)).save(path, "PNG")
    logo = read_logo(path)
    assert (logo.name, logo.width, logo.height) == ("logo.png", 240, 12)
    path.write_bytes(b"GIF89a" + bytes(50))
    for each in (path, tmp_path / "none.png", tmp_path):
        with pytest.raises(UsageError, match="cannot be the logo"):
            read_logo(each)


def test_hostile_texts_of_the_look_stay_text(tmp_path: Path) -> None:
    options = RenderOptions(name=EVIL, organiser=EVIL, organiser_address=EVIL, footer=EVIL)
    text = (_site(tmp_path, options) / RECORDING).read_text("utf-8")
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_dressed_pages(
    tmp_path: Path, visit: Open, serve_folder: Callable[[Path], str], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    address = serve_folder(_site(tmp_path, FULL))
    for page in ("index.html", "rok-2019.html", "organizator-miasto-lodz.html", RECORDING):
        opened = visit(address + page, color_scheme=scheme, viewport={"width": 320, "height": 800})
        found = Axe().run(opened.page, options={"resultTypes": ["violations"]}).response
        assert [each["id"] for each in found["violations"]] == []
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 320
