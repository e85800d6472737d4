"""An index that grows by what is new, and is the same in the end as one made at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.search import Document, Index, Place, Source, is_current, update_index
from tests.search.corpus import gold_documents


@dataclass
class _Workspace:
    """A folder with an index, and what its sources hold."""

    root: Path
    loaded: list[str]

    def sources(self, documents: Iterable[Document]) -> list[Source]:
        return [
            Source(one.id, str(hash(one)), one.date, lambda one=one: self._load(one))  # type: ignore[misc]
            for one in documents
        ]

    def _load(self, document: Document) -> list[Document]:
        self.loaded.append(document.id)
        return [document]

    def update(self, documents: Iterable[Document], *, merge: bool = False) -> Index:
        self.loaded.clear()
        update_index(self.sources(documents), self.folder, self.root / "private", merge=merge)
        return Index(self.folder)

    @property
    def folder(self) -> Path:
        return self.root / "search"

    def files(self) -> dict[str, bytes]:
        found = self.folder.rglob("*.js")
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def here(tmp_path: Path) -> _Workspace:
    return _Workspace(tmp_path, [])


def _many(count: int) -> list[Document]:
    first, second = gold_documents()
    return [
        replace((first, second)[number % 2], id=f"s{number}/r", date=f"2020-01-{1 + number:02}")
        for number in range(count)
    ]


_NEW = Document(
    "nowe/r", "nowe/r.html", "Nowe", "Nowe seminarium", "2021-01-01",
    (
        Place(0.0, "Mama Kasztelnika mówi o emeryturze i kwiaciarni.", "Otwarcie", "Jan Nowak"),
        Place(4.0, "Dwadzieścia pięć tysięcy złotych kosztuje żółw.", "Otwarcie"),
    ),
)  # fmt: skip


def test_what_is_new_is_found_and_nothing_else_is_read(here: _Workspace) -> None:
    old = _many(6)
    before = here.update(old).search("emerytury", 0).total
    index = here.update([*old, _NEW])
    assert here.loaded == ["nowe/r"]
    assert index.search("emerytury", 0).total == before + 1
    assert [hit.document_id for hit in index.search("kwiaciarniami").hits] == ["nowe/r"]
    assert index.search("kasztelnikiem").hits[0].speaker == "Jan Nowak"
    assert index.search("25 tysięcy żółwi").total == 1
    assert index.search("mamy", 0, "Nowak").total == 1
    assert index.search("emerytura rok:2021", 0).total == 1
    assert index.search('mama seminarium:"nowe"', 0).total == 1


def test_adding_writes_little(here: _Workspace) -> None:
    old = _many(12)
    here.update(old)
    before = here.files()
    here.update([*old, _NEW])
    after = here.files()
    changed = {name for name in after if before.get(name) != after[name]}
    assert before.keys() <= after.keys()
    assert "manifest" in {name.removesuffix(".js") for name in changed}
    assert not any(name.startswith("b") for name in changed)


def test_a_merge_gives_what_is_made_at_once(here: _Workspace, tmp_path: Path) -> None:
    old = _many(4)
    here.update(old)
    here.update([*old, _NEW])
    here.update([*old, _NEW], merge=True)
    other = _Workspace(tmp_path / "other", [])
    other.update([_NEW, *reversed(old)])
    assert here.files() == other.files()
    assert not list(here.folder.glob("d*"))


def test_delta_and_base_answer_as_one_index(here: _Workspace, tmp_path: Path) -> None:
    old = _many(4)
    here.update(old)
    parts = here.update([*old, _NEW])
    whole = _Workspace(tmp_path / "whole", []).update([*old, _NEW])
    for query in ("emerytura", "mama", "żółw", "rynek pracy", '"w mieście"', "miasto -praca", "25"):
        one, two = parts.search(query, 100), whole.search(query, 100)
        assert (one.total, one.forms, one.documents) == (two.total, two.forms, two.documents), query
        assert sorted(map(str, one.hits)) == sorted(map(str, two.hits)), query


def test_what_changed_or_is_gone_is_not_found_as_it_was(here: _Workspace) -> None:
    old = _many(4)
    here.update([*old, _NEW])
    here.update([*old, replace(_NEW, places=(Place(0.0, "Ratusz stoi.", ""),))])
    assert Index(here.folder).search("kwiaciarnia", 0).total == 0
    assert Index(here.folder).search("ratusz", 0).total == 1
    index = here.update(old)
    assert index.search("ratusz", 0).total == 0
    assert not any(b"Ratusz" in data for data in here.files().values())


def test_a_base_that_outgrows_its_delta_is_merged(here: _Workspace) -> None:
    old = here.sources(_many(2))
    private = here.root / "private"
    update_index(old, here.folder, private)
    new = [replace(_NEW, id=f"n{number}/r") for number in range(21)]
    few, many = (Source("n", str(count), "", lambda count=count: new[:count]) for count in (20, 21))  # type: ignore[misc]
    assert not update_index([*old, few], here.folder, private).merged
    assert update_index([*old, many], here.folder, private).merged
    assert not list(here.folder.glob("d*"))


def test_with_nothing_new_nothing_is_done(here: _Workspace) -> None:
    old = _many(3)
    here.update(old)
    stamps = {path: path.stat().st_mtime_ns for path in here.folder.rglob("*")}
    here.update(old)
    assert here.loaded == []
    assert stamps == {path: path.stat().st_mtime_ns for path in here.folder.rglob("*")}


@pytest.mark.parametrize("pattern", ["texts/*", "b*/p0-0.js", "b*/facets.js", "manifest.js"])
def test_what_is_lost_or_cut_short_is_made_again(here: _Workspace, pattern: str) -> None:
    old = _many(2)
    here.update(old)
    whole = here.files()
    first, *_ = sorted(here.folder.glob(pattern))
    first.write_bytes(first.read_bytes()[:-9])
    sources = here.sources(old)
    assert not is_current(sources, here.folder, here.root / "private")
    here.update(old)
    assert here.files() == whole


@pytest.mark.parametrize("name", ["lemmas.txt", "forms.tsv"])
def test_without_what_the_base_knows_what_is_new_makes_it_anew(
    here: _Workspace, tmp_path: Path, name: str
) -> None:
    old = _many(2)
    here.update(old)
    (here.root / "private" / name).unlink()
    here.update([*old, _NEW])
    other = _Workspace(tmp_path / "other", [])
    other.update([*old, _NEW])
    assert here.files() == other.files()


def test_a_base_that_was_cut_off_is_begun_again(here: _Workspace, tmp_path: Path) -> None:
    old = _many(4)
    here.update(old)

    def cut_off() -> Iterator[Document]:
        yield _NEW
        raise RuntimeError("power")

    private = here.root / "private"
    with pytest.raises(RuntimeError, match="power"):
        update_index([Source("n", "1", "", cut_off)], here.folder, private, merge=True)
    (private / "lemmas.txt").write_text("inne\n")  # it may have come as far as that
    here.update([*old, _NEW])
    other = _Workspace(tmp_path / "other", [])
    other.update([*old, _NEW])
    assert here.files() == other.files()


def test_without_its_private_part_the_index_is_made_anew(here: _Workspace) -> None:
    old = _many(2)
    here.update(old)
    whole = here.files()
    for path in (here.root / "private").iterdir():
        path.unlink()
    here.update(old)
    assert here.files() == whole
