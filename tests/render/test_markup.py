"""Every kind of page is valid HTML, as the Nu Html Checker of the W3C sees it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser_tools import needed
from tests.render.visiting import Site

pytestmark = pytest.mark.browser


def test_the_checker_finds_no_error(web_site: Site) -> None:
    jar = needed("vnu-jar/build/dist/vnu.jar")
    pages = sorted(web_site.folder.rglob("*.html"))
    kinds = {path.relative_to(web_site.folder).as_posix() for path in pages}
    assert {"index.html", "szukaj.html", "narada/index.html", "narada/dzien-1.html"} <= kinds
    assert {"narada/dzien-1.embed.html", "narada/decks/plan.html", "robocze/index.html"} <= kinds
    assert _messages(jar, pages) == []


def test_the_checker_does_find_errors(tmp_path: Path) -> None:
    jar = needed("vnu-jar/build/dist/vnu.jar")
    page = tmp_path / "a.html"
    page.write_text("<!DOCTYPE html><title>A</title><p id=a><p id=a><blink>", "utf-8")
    assert len(_messages(jar, [page])) >= 2


def _messages(jar: Path, pages: list[Path]) -> list[str]:
    java = shutil.which("java") or "java"
    checked = subprocess.run(
        [java, "-jar", str(jar), "--format", "json", "--errors-only", "--exit-zero-always",
         *map(str, pages)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    found = json.loads(checked.stderr)["messages"]
    return [f"{Path(each['url']).name}: {each['message']}" for each in found]
