"""The built wheel, without the checkout: installed in an empty folder and run there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo import CHECKOUT, DEMO, cut

pytestmark = pytest.mark.slow


def test_the_wheel_runs_by_itself_in_an_empty_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*build, str(tmp_path), str(CHECKOUT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.stat().st_size < 1 << 20, "weights or media have got into the wheel"
    installed, folder = tmp_path / "installed", tmp_path / "empty"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([*pip, str(installed), str(wheel)], check=True, capture_output=True)
    folder.mkdir()
    cut(DEMO / "media" / "dzien-1.mp4", tmp_path / "minuta.mp4", 60.0)
    environment = {
        **os.environ,
        # Before the checkout, which is installed to be edited; the rest holds it to loopback.
        "PYTHONPATH": os.pathsep.join([str(installed), os.environ["PYTHONPATH"]]),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path / "home"),
    }

    def run(*arguments: str) -> str:
        result = subprocess.run(
            [str(installed / "bin" / "stenogram"), *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert "drafts, not published" in run("run", str(tmp_path / "minuta.mp4"))
    page = folder / "outputs" / "site" / "robocze" / "minuta" / "nagranie.html"
    assert "Dzień dobry" in page.read_text()
    assert (folder / "seminars" / "minuta" / "seminar.toml").is_file()
    assert list(tmp_path.glob("cache/stenogram/models/base-*/model.bin")) or list(
        tmp_path.glob("home/**/stenogram/models/base-*/model.bin")
    )
    assert "miast" in run("search", "miasto")
    assert "Wersja robocza" in run("publish", "minuta", "--to", "html", "--draft")
