"""The documents and cases that the Python index and the browser's engine must both answer."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.search import Document, Place

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Case:
    query: str
    starts: tuple[tuple[str, float], ...]
    marked: tuple[str, ...] | None
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class GoldQuery:
    query: str
    expect_none: bool
    right: tuple[tuple[str, float, float], ...]


def documents() -> list[Document]:
    return [
        Document(
            id=one["id"],
            url=one["url"],
            title=one["title"],
            seminar=one["seminar"],
            date=one["date"],
            places=tuple(Place(start, text, session) for start, text, session in one["places"]),
            kind=one.get("kind", "recording"),
        )
        for one in _table()["documents"]
    ]


def cases() -> list[Case]:
    return [
        Case(
            query=one["query"],
            starts=tuple((name, start) for name, start in one["starts"]),
            marked=tuple(one["marked"]) if "marked" in one else None,
            unknown=tuple(one.get("unknown", ())),
        )
        for one in _table()["cases"]
    ]


def gold_documents() -> list[Document]:
    reference = json.loads((DATA / "gold/reference.json").read_text(encoding="utf-8"))
    return [
        Document(
            id=media["file"],
            url=f"{index}.html",
            title=media["file"],
            seminar="Seminarium",
            date="2020-04-23",
            places=tuple(
                Place(sentence["start"], sentence["display"], "")
                for turn in media["turns"]
                for sentence in turn["sentences"]
            ),
        )
        for index, media in enumerate(reference["media"])
    ]


def gold_queries() -> list[GoldQuery]:
    table = json.loads((DATA / "gold/queries.json").read_text(encoding="utf-8"))
    return [
        GoldQuery(
            query=one["query"],
            expect_none=one["expect_none"],
            right=tuple((hit["media"], *hit["sentence"]) for hit in one["hits"]),
        )
        for one in table["queries"]
    ]


def _table() -> Any:  # noqa: ANN401 - raw JSON, typed by its callers
    return json.loads((DATA / "search-cases.json").read_text(encoding="utf-8"))
