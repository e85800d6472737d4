"""What a word finds: all cases of names, and the word that is meant rather than one like it."""

from pathlib import Path

from pipeline.search import Document, Index, Place, write_index
from tests.search.corpus import DATA


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def _index(folder: Path, texts: list[str]) -> Index:
    places = tuple(Place(float(at), text, "") for at, text in enumerate(texts))
    write_index([Document("s/r", "s/r.html", "T", "S", "", places)], folder)
    return Index(folder)


def _found(index: Index, query: str) -> set[int]:
    return {int(hit.start) for hit in index.search(query, 10_000).hits if not hit.heading}


def test_every_case_of_a_name_finds_every_other(tmp_path: Path) -> None:
    names = [[row[0], *row[1].split()] for row in _rows("names.tsv")]
    assert len(names) == 60
    said = [form for forms in names for form in forms]
    index = _index(tmp_path, [f"Potem wspomniano {form} po raz drugi." for form in said])
    pairs = found = 0
    for forms in names:
        wanted = {said.index(form) for form in forms}
        for form in forms:
            found += len(wanted & _found(index, form.lower()))
            pairs += len(wanted)
    assert found / pairs >= 0.95


def test_what_comes_first_is_mostly_the_word_that_is_meant(tmp_path: Path) -> None:
    rows = _rows("homographs.tsv")  # a word, two sentences that have it, two with words like it
    index = _index(tmp_path, [text for row in rows for text in row[1:]])
    right = 0
    for at, (word, *_) in enumerate(rows):
        hits = index.search(word, 10_000).hits
        here = [int(hit.start) for hit in hits if not hit.heading and hit.start // 4 == at]
        wanted = {4 * at, 4 * at + 1}
        assert wanted <= set(here), word
        right += len(wanted & set(here[:2]))
    assert right / (2 * len(rows)) >= 0.9
