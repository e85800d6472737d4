from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import StoreError, UsageError
from pipeline.stages.render import RenderOptions, SeminarEntry, SeminarView, render_site
from pipeline.stages.render.views import SiteReport
from tests.render.invented import TEMPLATES, entry, lay_media, recording, retitled, seminar

Render = Callable[..., SiteReport]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    def run(*entries: SeminarEntry, options: RenderOptions | None = None) -> SiteReport:
        return render_site(entries, tmp_path, TEMPLATES, options or RenderOptions(), word=False)

    return run


def _view(
    outputs: Path, *names: str, draft: tuple[str, ...] = (), name: str = "narada"
) -> SeminarView:
    views = [recording(each) for each in names] + [recording(each, public=False) for each in draft]
    view = seminar(name, recordings=views)
    lay_media(outputs, view)
    return view


def _refuse() -> SeminarView:
    raise AssertionError("nothing may be loaded")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_site_has_a_page_for_everything(render: Render, tmp_path: Path) -> None:
    render(entry(_view(tmp_path, "dzien-1")))
    names = _bytes(tmp_path / "site").keys()
    assert {
        "index.html", "szukaj.html", "assets/site.css", "assets/site.js", "assets/search.js",
        "narada/index.html", "narada/media/dzien-1.mp4", "narada/decks/plan.pdf",
        "narada/decks/plan.html", "narada/decks/plan/1.webp",
        *(f"narada/dzien-1.{kind}" for kind in ("html", "vtt", "srt", "txt", "md")),
        "narada/dzien-1.json", "narada/dzien-1.cues.js",
    } <= names  # fmt: skip
    assert not any(name.startswith("robocze") for name in names)


def test_a_second_run_loads_nothing_and_makes_nothing(render: Render, tmp_path: Path) -> None:
    first = entry(_view(tmp_path, "dzien-1", draft=("dzien-2",)))
    made = render(first)
    report = render(replace(first, load=_refuse))
    assert made.made
    assert report.made == report.removed == ()
    assert report.kept > 0


def test_a_new_title_rewrites_only_the_pages_of_its_seminar(render: Render, tmp_path: Path) -> None:
    one, two = _view(tmp_path, "a"), _view(tmp_path, "b", name="druga")
    render(entry(one), entry(two))
    report = render(entry(retitled(one, "Inny tytuł"), "2"), entry(two))
    assert set(report.made) == {
        "site/index.html", "site/kanal.xml", "site/search", "site/narada/index.html",
        "site/narada/a.html",
        "site/narada/a.txt", "site/narada/a.md", "site/narada/a.json",
        "site/narada/decks/plan.html",
    }  # fmt: skip
    assert "Inny tytuł" in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_lost_page_is_made_again(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "a")
    render(entry(view))
    (tmp_path / "site/narada/a.html").unlink()
    (tmp_path / "site/narada/media/a.mp4").unlink()
    report = render(entry(view))
    assert set(report.made) == {"site/narada/a.html", "site/narada/media/a.mp4"}


@pytest.mark.parametrize("name", ["a.html", "index.html", "a.cues.js", "a.vtt", "media/a.mp4"])
def test_an_emptied_file_is_made_again_and_no_other_seminar_is_loaded(
    render: Render, tmp_path: Path, name: str
) -> None:
    view, other = _view(tmp_path, "a"), entry(_view(tmp_path, "b", name="druga"))
    copied = RenderOptions(media="copy")
    render(entry(view), other, options=copied)
    whole = _bytes(tmp_path / "site")
    (tmp_path / "site/narada" / name).write_bytes(b"")
    report = render(entry(view), replace(other, load=_refuse), options=copied)
    assert report.made == (f"site/narada/{name}",)
    assert _bytes(tmp_path / "site") == whole


@pytest.mark.parametrize("name", ["index.html", "szukaj.html", "assets/site.css"])
def test_an_emptied_file_of_all_seminars_is_made_again_and_nothing_is_loaded(
    render: Render, tmp_path: Path, name: str
) -> None:
    first = entry(_view(tmp_path, "a"))
    render(first)
    (tmp_path / "site" / name).write_bytes(b"")
    assert render(replace(first, load=_refuse)).made == (f"site/{name}",)


@pytest.mark.parametrize("kind", ["texts/", "*/f", "*/p", "*/facets", "manifest"])
@pytest.mark.parametrize("emptied", [False, True])
@pytest.mark.parametrize("site", ["site", "site/robocze"])
def test_a_lost_or_emptied_file_of_search_is_made_again(
    render: Render, tmp_path: Path, kind: str, site: str, *, emptied: bool
) -> None:
    first = entry(_view(tmp_path, "a", draft=("b",)))
    render(first)
    whole = _bytes(tmp_path / "site")
    for path in list((tmp_path / site / "search").glob(f"{kind}*.js")):
        path.unlink()
        if emptied:
            path.touch()
    assert _bytes(tmp_path / "site") != whole
    assert render(first).made == (f"{site}/search",)
    assert _bytes(tmp_path / "site") == whole
    assert render(replace(first, load=_refuse)).made == ()


@pytest.mark.parametrize(
    "name",
    [
        "narada/a.html",
        "narada/a.vtt",
        "narada/media/a.mp4",
        "szukaj.html",
        "assets/site.css",
        "search/manifest.js",
        "search/*/p0-0.js",
    ],
)
def test_a_changed_byte_is_mended(render: Render, tmp_path: Path, name: str) -> None:
    first, copied = entry(_view(tmp_path, "a")), RenderOptions(media="copy")
    render(first, options=copied)
    whole = _bytes(tmp_path / "site")
    (path,) = (tmp_path / "site").glob(name)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    render(first, options=copied)
    assert _bytes(tmp_path / "site") == whole
    assert render(replace(first, load=_refuse), options=copied).made == ()


def test_taking_a_recording_out_takes_all_of_it_out(render: Render, tmp_path: Path) -> None:
    render(entry(_view(tmp_path, "zostaje", "znika")))
    assert any("znika" in name for name in _bytes(tmp_path / "site"))
    report = render(entry(_view(tmp_path, "zostaje"), "2"))
    left = _bytes(tmp_path / "site")
    assert len(report.removed) == 9
    assert not any("znika" in name or b"znika" in data for name, data in left.items())


def test_taking_a_seminar_out_leaves_no_folder(render: Render, tmp_path: Path) -> None:
    one, two = _view(tmp_path, "a"), _view(tmp_path, "b", name="druga")
    render(entry(one), entry(two))
    render(entry(one))
    assert not (tmp_path / "site/druga").exists()
    assert "druga" not in (tmp_path / "site/index.html").read_text("utf-8")


def test_no_word_of_a_draft_is_in_the_public_site(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "jawne", draft=("tajne",))
    render(entry(view), entry(_view(tmp_path, draft=("skryte",), name="skryta")))
    public = {n: d for n, d in _bytes(tmp_path / "site").items() if not n.startswith("robocze/")}
    for name, data in public.items():
        assert not any(word in name for word in ("tajne", "skryt"))
        assert not any(word in data for word in (b"tajne", b"skryt"))
    page = public["narada/index.html"].decode()
    assert "nagranie nieopublikowane" in page
    assert "noindex" not in page


def test_drafts_are_a_site_of_their_own_and_say_so(render: Render, tmp_path: Path) -> None:
    render(
        entry(_view(tmp_path, "jawne", draft=("tajne",))),
        entry(_view(tmp_path, "inne", name="otwarta")),
    )
    drafts = tmp_path / "site/robocze"
    names = _bytes(drafts).keys()
    assert {"narada/jawne.html", "narada/tajne.html", "assets/site.css", "index.html"} <= names
    assert any(name.startswith("search/") for name in names)
    assert not any(name.startswith("otwarta") for name in names)
    for page in drafts.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "Wersja robocza – nieopublikowana" in text
        assert '<meta name="robots" content="noindex">' in text


def test_publishing_the_last_draft_removes_the_folder_of_drafts(
    render: Render, tmp_path: Path
) -> None:
    render(entry(_view(tmp_path, "a", draft=("b",))))
    render(entry(_view(tmp_path, "a", "b"), "2"))
    assert not (tmp_path / "site/robocze").exists()
    assert (tmp_path / "site/narada/b.html").is_file()


def test_media_are_linked_to_what_a_symbolic_link_means(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "a")
    lain = tmp_path / view.recordings[0].recording.media
    lain.rename(tmp_path / "attached.mp4")
    lain.symlink_to(tmp_path / "attached.mp4")
    render(entry(view))
    placed = tmp_path / "site/narada/media/a.mp4"
    assert not placed.is_symlink()
    assert placed.samefile(tmp_path / "attached.mp4")


def test_a_copy_shares_no_byte_with_the_original(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "a")
    render(entry(view), options=RenderOptions(media="copy"))
    placed = tmp_path / "site/narada/media/a.mp4"
    assert not placed.samefile(tmp_path / view.recordings[0].recording.media)
    assert placed.read_bytes() == b"not a film"


def test_a_copy_takes_the_place_of_a_link(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "a")
    render(entry(view))
    render(entry(view), options=RenderOptions(media="copy"))
    placed = tmp_path / "site/narada/media/a.mp4"
    assert not placed.samefile(tmp_path / view.recordings[0].recording.media)


def test_a_changed_medium_is_brought_in_again(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "a")
    render(entry(view), options=RenderOptions(media="copy"))
    (tmp_path / view.recordings[0].recording.media).write_bytes(b"another film")
    report = render(entry(view, "2"), options=RenderOptions(media="copy"))
    assert "site/narada/media/a.mp4" in report.made
    assert (tmp_path / "site/narada/media/a.mp4").read_bytes() == b"another film"


def test_without_media_the_page_has_no_player_and_says_so(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "a")
    render(entry(view))
    render(entry(view), options=RenderOptions(media="none"))
    assert not (tmp_path / "site/narada/media").exists()
    page = (tmp_path / "site/narada/a.html").read_text("utf-8")
    assert "<video" not in page
    assert "Nagranie nie jest częścią tej strony" in page


def test_a_medium_that_is_gone_is_told_with_its_name(render: Render) -> None:
    view = seminar()
    with pytest.raises(StoreError, match=r"media\.mp4"):
        render(entry(view))


def test_a_run_cut_short_leaves_nothing_that_nobody_knows(render: Render, tmp_path: Path) -> None:
    view = _view(tmp_path, "a")
    render(entry(view))
    ledger = tmp_path / "site.jsonl"
    ledger.write_text(ledger.read_text("utf-8").replace('"settled":true', '"settled":false'))
    (tmp_path / "site/narada/stray.html").write_text("half", "utf-8")
    for temporary in ("site/.index.html.0.tmp", "site/narada/.a.html.0.tmp", ".site.jsonl.0.tmp"):
        (tmp_path / temporary).write_text("half", "utf-8")
    (tmp_path / "site/CNAME").write_text("zapisy.example.pl", "utf-8")
    report = render(entry(view))
    assert report.removed == ("site/narada/stray.html",)
    assert (tmp_path / "site/CNAME").exists()
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_workspace_can_put_its_own_page_and_style_first(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "site").mkdir(parents=True)
    (own / "site/site.css").write_text("body { color: green }", "utf-8")
    (own / "site/search.html").write_text("<!DOCTYPE html><title>moja</title>", "utf-8")
    view = _view(tmp_path, "a")
    render_site([entry(view)], tmp_path, [own, *TEMPLATES], RenderOptions())
    assert (tmp_path / "site/assets/site.css").read_text("utf-8") == "body { color: green }"
    assert "moja" in (tmp_path / "site/szukaj.html").read_text("utf-8")


@pytest.mark.parametrize("fault", ["{% if %}", "{{ nothing_of_that_name }}"])
def test_a_fault_in_a_template_of_the_workspace_is_told(tmp_path: Path, fault: str) -> None:
    own = tmp_path / "own/site"
    own.mkdir(parents=True)
    (own / "search.html").write_text(fault, "utf-8")
    with pytest.raises(UsageError, match=r"site/search\.html"):
        render_site([], tmp_path, [own.parent, *TEMPLATES], RenderOptions())


@pytest.mark.parametrize("name", ["robocze", "assets", "search", "../x", "Duże"])
def test_a_seminar_with_an_impossible_name_is_refused(render: Render, name: str) -> None:
    with pytest.raises(UsageError):
        render(entry(seminar(name)))


def test_a_recording_cannot_take_the_place_of_the_seminar_page(
    render: Render, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="index"):
        render(entry(_view(tmp_path, "index")))


def test_the_same_seminar_gives_the_same_bytes(tmp_path: Path) -> None:
    sites = []
    for name in ("one", "two"):
        view = _view(tmp_path / name, "a", draft=("b",))
        render_site([entry(view)], tmp_path / name, TEMPLATES, RenderOptions())
        sites.append(_bytes(tmp_path / name / "site"))
    assert sites[0] == sites[1]


def test_pages_speak_english_when_asked(render: Render, tmp_path: Path) -> None:
    render(entry(_view(tmp_path, "a")), options=RenderOptions(language="en"))
    page = (tmp_path / "site/narada/index.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "Programme" in page
    assert "4–5 May 2021".replace(" ", "\u00a0", 1) in page
