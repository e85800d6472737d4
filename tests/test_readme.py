"""The README is held to the code: its tree, its commands, its tables of options."""

import dataclasses
import re

from pipeline.cli.group import COMMANDS
from pipeline.config import Settings
from pipeline.options import documented
from tests.demo import CHECKOUT

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def options_table() -> str:
    """The tables between the marks `options` in the README."""
    lines = []
    for table in dataclasses.fields(Settings):
        lines += ["", f"`[{table.name}]`", "", "| key | default | meaning |", "|---|---|---|"]
        options = documented(type(getattr(Settings(), table.name)))
        lines += [f"| `{o.name}` | `{o.default}` | {o.meaning} |" for o in options]
    return "\n".join(lines)


def test_the_tree_matches_the_folders() -> None:
    block = README.split("## What it is made of")[1].split("```")[1]
    told: set[str] = set()
    for line in block.strip().splitlines():
        name = line.split()[0]
        told.add(f"pipeline/{name}" if line.startswith("  ") else name)
    there = {f"{name}/" for name in ("models", "outputs", "pipeline", "seminars", "templates")}
    there |= {"bench/", "tests/"}
    for path in (CHECKOUT / "pipeline").iterdir():
        if path.name.startswith("__") or path.name == "py.typed":
            continue
        there.add(f"pipeline/{path.name}/" if path.is_dir() else f"pipeline/{path.name}")
    assert told == there


def test_the_stages_of_the_tree_are_those_there_are() -> None:
    told = re.search(r"stages/ +([a-z, ]+)", README)
    assert told is not None
    folders = (CHECKOUT / "pipeline" / "stages").iterdir()
    there = {path.name for path in folders if (path / "__init__.py").is_file()}
    assert set(told.group(1).split(", ")) == there


def test_every_command_is_told_as_its_help_tells_it() -> None:
    for name, meaning in COMMANDS.items():
        row = re.search(rf"^\| `stenogram {name}[^|]*\| ([^|]*)\|$", README, re.MULTILINE)
        assert row is not None, name
        assert row.group(1).startswith(meaning), name


def test_the_tables_of_options_are_those_of_the_code() -> None:
    told = README.split("<!-- options -->")[1].split("<!-- /options -->")[0]
    assert told.strip() == options_table().strip()


def test_every_module_fits_in_ones_head() -> None:
    long = {
        path.name: lines
        for path in (CHECKOUT / "pipeline").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}
