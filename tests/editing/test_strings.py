"""What the editor's pages say is there in both languages, and nothing that they do not say."""

import re

from pipeline.editing.strings import strings
from tests.demo import CHECKOUT

_FOLDER = CHECKOUT / "templates" / "editor"


def test_both_languages_have_the_same_gaps_to_fill_in() -> None:
    polish, english = strings("pl"), strings("en")
    assert polish.keys() == english.keys()
    for name, text in polish.items():
        assert text
        assert english[name]
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[name])), name


def test_pages_and_scripts_name_only_texts_that_there_are_and_all_of_them() -> None:
    there = strings("pl")
    sources = [path.read_text() for path in _FOLDER.iterdir() if path.suffix in {".html", ".js"}]
    quoted = {name for text in sources for name in re.findall(r"""["'`]([\w: -]+)["'`]""", text)}
    plain = {name for text in sources for name in re.findall(r"\bt\.(\w+)", text)}
    called = {name for text in sources for name in re.findall(r'\bsay\("([^"]+)"', text)}
    assert (plain | called) - there.keys() == set()
    groups = ("do: ", "keys: ", "field: ", "reason: ", "site: ", "order: ", "state: ")
    unused = {name for name in there if not name.startswith(groups)} - plain - quoted
    assert unused == set()


def test_every_button_and_every_key_says_what_it_does() -> None:
    there = strings("pl")
    page = (_FOLDER / "recording.html").read_text()
    acts = set(re.findall(r'act\("(\w+)"', page))
    assert {f"do: {name}" for name in acts} == {name for name in there if name.startswith("do: ")}
    letters = dict(re.findall(r'\("(.)", "(\w+)"\)', page))
    script = (_FOLDER / "keys.js").read_text()
    table = script[script.index("LETTERS = {") : script.index("};")]
    assert letters == {
        key.strip('"'): name for key, name in re.findall(r'("?.?"?): "(\w+)"', table)
    }
