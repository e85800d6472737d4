import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.language import SimplemmaLexicon
from pipeline.search import Document, Hit, Index, Place, write_index
from pipeline.search.shard import read_json
from tests.search.corpus import (
    DATA,
    Case,
    GoldQuery,
    cases,
    documents,
    gold_documents,
    gold_queries,
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("cases")
    write_index(documents(), folder)
    return Index(folder)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("gold")
    write_index(gold_documents(), folder)
    return Index(folder)


def _one(text: str) -> Document:
    return Document("s/r", "s/r.html", "T", "S", "", (Place(0.0, text, ""),))


def _marked(hit: Hit) -> str:
    return "|".join(hit.excerpt[start:end] for start, end in hit.marks)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.query or "empty")
def test_each_case_of_the_table_is_answered(index: Index, case: Case) -> None:
    results = index.search(case.query)
    assert tuple((hit.document_id, hit.start) for hit in results.hits) == case.starts
    assert results.total == len(case.starts)
    assert results.unknown == case.unknown
    if case.marked is not None:
        assert tuple(_marked(hit) for hit in results.hits) == case.marked


@pytest.mark.parametrize("query", gold_queries(), ids=lambda query: query.query)
def test_a_right_place_is_among_the_first_five(gold: Index, query: GoldQuery) -> None:
    hits = gold.search(query.query, limit=5).hits
    if query.expect_none:
        assert hits == ()
        return
    assert any(
        hit.document_id == media and start - 1 <= hit.start <= end + 1
        for hit in hits
        for media, start, end in query.right
    )


def test_every_form_of_a_word_finds_every_other(tmp_path: Path) -> None:
    lines = (DATA / "lemma-dev.tsv").read_text(encoding="utf-8").splitlines()
    words = [line.replace("\t", " ").split() for line in lines]
    said = [form for forms in words for form in forms]
    places = tuple(Place(float(at), form, "") for at, form in enumerate(said))
    write_index([Document("s/r", "s/r.html", "T", "S", "", places)], tmp_path)
    index = Index(tmp_path)
    pairs = missed = 0
    for forms in words:
        for form in forms:
            found = {hit.excerpt.lower() for hit in index.search(form, limit=10_000).hits}
            text = " ".join(found).split()
            pairs += len(forms)
            missed += sum(other not in text for other in forms)
    assert missed / pairs <= 0.01


def test_a_form_that_nobody_said_finds_the_word(tmp_path: Path) -> None:
    write_index([_one("Mieszkańcy jadą do Hrubieszowa.")], tmp_path)
    assert Index(tmp_path).search("mieszkankom").total == 0
    assert Index(tmp_path).search("mieszkańcami").total == 1
    assert Index(tmp_path).search("hrubieszowowi").total == 1


def test_the_very_form_comes_first(tmp_path: Path) -> None:
    texts = ("O miastach mówimy.", "O mieście mówimy.", "O miasto dbamy.")
    places = tuple(Place(float(at), text, "") for at, text in enumerate(texts))
    write_index([Document("s/r", "s/r.html", "T", "S", "", places)], tmp_path)
    assert Index(tmp_path).search("mieście").hits[0].start == 1.0
    assert Index(tmp_path).search("mieście").forms == ("miastach", "miasto", "mieście")


def test_a_sentence_with_both_words_comes_before_two_neighbours(index: Index) -> None:
    first, second = index.search("podatek rolny").hits
    assert first.score > second.score
    assert second.excerpt.startswith("Podatek płaci każdy. Rolny jest niższy.")


def test_neighbours_of_different_recordings_are_no_pair(tmp_path: Path) -> None:
    write_index([_one("Podatek."), replace(_one("Rolny."), id="s/q")], tmp_path)
    assert Index(tmp_path).search("podatek rolny").total == 0


def test_words_near_each_other_come_first(tmp_path: Path) -> None:
    far = "Rynek jest duży, ładny i czysty, natomiast ciężka jest tam praca."
    places = (Place(0.0, far, ""), Place(9.0, "Ładny i duży jest ten nasz rynek pracy ludzi.", ""))
    write_index([Document("s/r", "s/r.html", "T", "S", "", places)], tmp_path)
    assert [hit.start for hit in Index(tmp_path).search("rynku pracy").hits] == [9.0, 0.0]


def test_a_long_sentence_is_cut_around_the_find(tmp_path: Path) -> None:
    text = " ".join(["słowo"] * 100 + ["ratusz"] + ["słowo"] * 100)
    write_index([_one(text)], tmp_path)
    hit = Index(tmp_path).search("ratusza").hits[0]
    assert len(hit.excerpt) <= 244
    assert _marked(hit) == "ratusz"
    assert hit.excerpt.startswith("… słowo")
    assert hit.excerpt.endswith("słowo …")


def test_a_query_of_ten_thousand_letters_is_answered(index: Index) -> None:
    assert index.search("miasto " * 1_500).total == 3
    assert index.search("ó" * 10_000).total == 0
    assert index.search(" ".join(f"słowo{n}" for n in range(1_500))).total == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
def test_no_query_stops_the_search(index: Index, query: str) -> None:
    results = index.search(query)
    assert results.total >= len(results.hits)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_can_be_indexed(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    places = tuple(Place(float(at), text, "") for at, text in enumerate(texts))
    write_index([Document("s/r", "s/r.html", "T", "S", "", places)], folder)
    assert Index(folder).search("miasto").total >= 0


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    write_index([], tmp_path)
    assert Index(tmp_path).search("miasto").total == 0


def test_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(gold_documents(), tmp_path / name)
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).glob("**/*.js")
        }
        for name in ("one", "two")
    )
    assert one == two


def test_no_shard_is_larger_than_23_kilobytes(tmp_path: Path) -> None:
    rows = [document for _ in range(12) for document in gold_documents()]
    many = [replace(one, id=f"s/{at}") for at, one in enumerate(rows)]
    write_index(many, tmp_path)
    sizes = {path.name: path.stat().st_size for path in tmp_path.glob("**/*-*.js")}
    assert max(sizes.values()) <= 23_000
    index = Index(tmp_path)
    assert index.search("emerytura", limit=0).total == 4 * 12
    assert index.search("w", limit=0).total > 12 * 30  # its postings fill several shards


def test_what_was_taken_out_leaves_no_shard(tmp_path: Path) -> None:
    write_index(gold_documents(), tmp_path)
    write_index([_one("Ratusz.")], tmp_path)
    fresh = tmp_path / "fresh"
    write_index([_one("Ratusz.")], fresh)
    left = {
        path.relative_to(tmp_path) for path in tmp_path.glob("**/*") if fresh not in path.parents
    }
    assert left - {Path("fresh")} == {path.relative_to(fresh) for path in fresh.glob("**/*")}
    assert Index(tmp_path).search("emerytura").unknown == ("emerytura",)


def test_texts_are_not_held_in_memory_together(tmp_path: Path) -> None:
    seen: list[int] = []

    def stream() -> Iterator[Document]:
        for number in range(30):
            seen.append(len(list(tmp_path.glob("texts/*.js"))))
            yield replace(_one(f"Ratusz numer {number} stoi w mieście."), id=f"s/{number}")

    write_index(stream(), tmp_path)
    assert seen == [*range(30)]  # those of one are written before the next comes


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="stenogram run"):
        Index(tmp_path)


@pytest.mark.parametrize("content", ["", "x", 'stenogram.shard("manifest","AAAA");\n', "\xff"])
def test_a_broken_index_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.js").write_text(content, encoding="latin-1")
    with pytest.raises(StoreError, match="stenogram run"):
        Index(tmp_path)


def test_a_missing_shard_says_which(tmp_path: Path) -> None:
    write_index([_one("Ratusz.")], tmp_path)
    for path in tmp_path.glob("b*/p0-*.js"):
        path.unlink()
    with pytest.raises(StoreError, match="p0-0"):
        Index(tmp_path).search("ratusz")


def test_a_shard_is_a_call_with_deflated_json(tmp_path: Path) -> None:
    write_index([_one("Ratusz.")], tmp_path)
    (path,) = tmp_path.glob("texts/*.js")
    name = f"texts/{path.stem}"
    assert path.read_text(encoding="ascii").startswith(f'stenogram.shard("{name}","')
    assert '"s/r.html"' in json.dumps(read_json(tmp_path, name))


def test_without_paradigms_stems_still_join_forms(tmp_path: Path) -> None:
    write_index([_one("O dojazdach i o Hrubieszowie.")], tmp_path, SimplemmaLexicon())
    assert Index(tmp_path).search("dojazdami").total == 1
    assert Index(tmp_path).search("hrubieszów").total == 1


def test_a_slide_is_found_by_its_number_and_stands_by_itself(index: Index) -> None:
    (hit,) = index.search("studnia").hits
    assert (hit.kind, hit.url, hit.start) == ("deck", "a/decks/woda.html", 2.0)
    assert hit.anchor == "slajd-2"
    assert hit.excerpt == "Studnie"  # a short sentence would be shown with its neighbours
    assert index.search("rynek").hits[0].anchor.startswith("t=")
