"""Searching in what one person says."""

from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.search import Document, Index, Place, write_index
from pipeline.search.facets import Facets, named, spans
from pipeline.search.shard import as_json, read_json, write_shard

_ANNA, _BOGDAN, _ANNA_MARIA = "Anna Żuraw", "Bogdan Ślęza", "Anna Żurawska"


def spoken_documents() -> list[Document]:
    """Two recordings in which three people say the same words, and a deck that nobody says."""
    rows = (
        (0.0, "Most stoi.", _ANNA, False), (2.0, "Most? Kolejowy?", _BOGDAN, False),
        (4.0, "Ten nad rzeką.", _BOGDAN, True), (6.0, "Rzeka płynie pod mostem.", "", False),
        (9.0, "O moście mówi się od lat, a rzeka płynie, jak płynęła zawsze i wszędzie.", _ANNA,
         True),
    )  # fmt: skip
    first = tuple(Place(start, text, "Sesja", who, doubt) for start, text, who, doubt in rows)
    second = (Place(0.0, "Most jest drogi.", "", _ANNA_MARIA), Place(3.0, "Tak.", "", _BOGDAN))
    return [
        Document("s/r", "s/r.html", "Pierwsza", "S", "", first),
        Document("s/q", "s/q.html", "Druga", "S", "", second),
        Document("s/decks/d", "s/decks/d.html", "Slajdy", "S", "",
                 (Place(1.0, "Most", "Most"),), "deck"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("speakers")
    write_index(spoken_documents(), folder)
    return Index(folder)


def _found(index: Index, query: str, speaker: str) -> set[tuple[str, float]]:
    return {(hit.document_id, hit.start) for hit in index.search(query, 99, speaker).hits}


def test_a_search_keeps_to_one_speaker(index: Index) -> None:
    assert _found(index, "most", _BOGDAN) == {("s/r", 2.0)}
    assert _found(index, "most", _ANNA) == {("s/r", 0.0), ("s/r", 9.0)}
    assert len(_found(index, "most", "")) == 6
    assert index.search("most", 99, _BOGDAN).total == 1


@pytest.mark.parametrize("asked", ["bogdan", "SLEZA", "ślęz", "  Bogdan Sleza "])
def test_case_diacritics_and_the_rest_of_a_name_do_not_matter(index: Index, asked: str) -> None:
    assert index.named(asked) == (_BOGDAN,)
    assert _found(index, "most", asked) == {("s/r", 2.0)}


def test_the_whole_name_means_that_one_and_a_part_all_who_have_it(index: Index) -> None:
    assert index.named("anna zuraw") == (_ANNA,)
    assert index.named("zuraw") == (_ANNA, _ANNA_MARIA)
    assert index.named("Celina") == ()
    assert index.search("most", 99, "Celina").total == 0


def test_speakers_are_told_in_order_and_a_hit_says_whose_it_is(index: Index) -> None:
    assert index.speakers == (_ANNA, _ANNA_MARIA, _BOGDAN)
    told = {(hit.start, hit.kind): (hit.speaker, hit.doubtful) for hit in index.search("most").hits}
    assert told[2.0, "recording"] == (_BOGDAN, False)
    assert told[9.0, "recording"] == (_ANNA, True)
    assert told[6.0, "recording"] == told[1.0, "deck"] == ("", False)


def test_nobody_is_shown_with_the_words_of_another(index: Index) -> None:
    (hit,) = index.search("most", 9, _BOGDAN).hits
    assert (
        hit.excerpt == "Most? Kolejowy?"
    )  # before it another speaks; after it, it is not sure who
    pair = index.search("kolejowy rzeka").hits[0]
    assert pair.excerpt == "Most? Kolejowy? Ten nad rzeką."
    assert (pair.speaker, pair.doubtful) == (_BOGDAN, True)  # of one half of it
    two = index.search("stoi kolejowy").hits[0]
    assert (two.excerpt, two.speaker, two.doubtful) == ("Most stoi. Most? Kolejowy?", "", False)


def test_the_runs_of_a_speaker_are_read_as_they_were_written(tmp_path: Path) -> None:
    facets = Facets()
    (tmp_path / "b").mkdir()
    runs = {name: [(at, at % 7, 1 + at % 3) for at in range(0, 9_000, step)]
            for name, step in (("A", 1), ("B", 5), ("C", 4_000))}  # fmt: skip
    facets.add([("S", "")] * 9_000, [(name, *run) for name, held in runs.items() for run in held])
    assert [name for name, _ in facets.write(tmp_path, "b")] == ["b/v0", "b/v1", "b/facets"]
    for shard in ("b/v0", "b/v1"):
        for speaker, flat in read_json(tmp_path, shard):  # type: ignore[attr-defined]  # JSON
            assert list(spans(flat)) == runs["ABC"[speaker]]


def test_a_speaker_with_very_many_runs_is_found_in_all(tmp_path: Path) -> None:
    rows = ("A", "B") * 9_000
    said = tuple(Place(float(at), "Most.", "", who) for at, who in enumerate(rows))
    write_index([Document("s/r", "s/r.html", "T", "S", "", said)], tmp_path)
    index = Index(tmp_path)
    assert index.search("most", 0, "A").total == index.search("most", 0, "B").total == 9_000


def test_names_that_fold_alike_are_one_answer() -> None:
    assert named(["Łucja", "Lucja", "Lucjan"], "łucja") == (0, 1)


def test_an_index_without_speakers_has_no_file_of_them(tmp_path: Path) -> None:
    write_index([Document("s/r", "s/r.html", "T", "S", "", (Place(0.0, "Most.", ""),))], tmp_path)
    assert not list(tmp_path.glob("*/v*"))
    assert Index(tmp_path).speakers == ()
    assert Index(tmp_path).search("most", 9, "Anna").total == 0


def test_an_index_of_an_older_version_says_so(tmp_path: Path) -> None:
    write_index([], tmp_path)
    content = read_json(tmp_path, "manifest")
    assert isinstance(content, dict)
    write_shard(tmp_path, "manifest", as_json(content | {"version": 3}))
    with pytest.raises(StoreError, match="version 3, not 5"):
        Index(tmp_path)
