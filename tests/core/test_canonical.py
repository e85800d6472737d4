"""Canonical JSON: digests that depend on content alone, files that can be compared by line."""

import difflib
import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.canonical import canonical, digest, pretty, typed

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@dataclass(frozen=True)
class _Options:
    beam: int
    threads: int = field(default=0, metadata={"recipe": False})


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_a_digest_does_not_depend_on_the_order_of_keys(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


@settings(max_examples=50)
@given(_JSON)
def test_what_is_written_prettily_is_the_same_json(value: object) -> None:
    written = pretty(value)
    assert json.loads(written) == value
    assert written.endswith(b"\n")


def test_fields_that_do_not_change_the_result_are_left_out() -> None:
    assert digest(_Options(5, threads=1)) == digest(_Options(5, threads=8))
    assert digest(_Options(5)) != digest(_Options(4))
    assert canonical(_Options(5, 8)) == {"beam": 5}


def test_a_list_and_a_tuple_are_the_same_and_a_number_is_not_its_text() -> None:
    assert digest([1, (2, 3)]) == digest((1, [2, 3]))
    assert digest(1) != digest("1")
    assert digest(["ab", "c"]) != digest(["a", "bc"])


def test_one_changed_word_changes_one_line() -> None:
    words = [{"text": f"słowo{n}", "start": n / 10} for n in range(500)]
    before = pretty({"words": words}).decode().splitlines()
    words[250] = {"text": "poprawione", "start": 25.0}
    after = pretty({"words": words}).decode().splitlines()
    changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert len(changed) == 2
    assert len(before) > 500


def test_polish_letters_are_written_as_they_are() -> None:
    assert "zażółć" in pretty({"a": "zażółć"}).decode()


def test_a_name_that_is_no_unicode_can_be_written_and_digested() -> None:
    name = b"pocz\xb1tek".decode(errors="surrogateescape")
    assert json.loads(pretty({"name": name})) == {"name": name}
    assert digest(name) != digest("poczatek")


@pytest.mark.parametrize("wrong", [{"beam": "many"}, {}, [], None])
def test_content_of_the_wrong_type_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        typed(wrong, _Options)


def test_content_of_the_right_type_is_taken() -> None:
    assert typed({"beam": 3}, _Options) == _Options(3)
