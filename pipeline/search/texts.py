"""The texts of a document, in blocks of so many units: what excerpts are cut from."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.search.documents import Document, Unit
from pipeline.search.shard import as_json, write_shard

FOLDER = "texts"
BLOCK = 96
"""Units in a block: about ten minutes of talk."""


def block_name(key: str, unit: int) -> str:
    """Return the shard that holds a unit of the document with this key."""
    return f"{FOLDER}/{key}-{unit // BLOCK}"


def blocks_of(document: Document, units: Sequence[Unit]) -> list[bytes]:
    """Return the contents of the blocks of a document: together, all that is known of it."""
    head = [document.id, document.url, document.title, document.seminar, document.date]
    blocks: list[bytes] = []
    for first in range(0, max(1, len(units)), BLOCK):
        sessions: dict[str, int] = {}
        speakers: dict[str, int] = {"": 0}
        rows: list[list[object]] = []
        for unit in units[first : first + BLOCK]:
            place = unit.place
            who = speakers.setdefault(place.speaker, len(speakers))
            row = [
                round(place.start, 2),
                place.text,
                sessions.setdefault(place.session, len(sessions)),
                -who if place.doubtful else who,
            ]
            rows.append([*row, 1] if unit.kind == "title" else row)
        content = {
            "document": [*head, document.kind],
            "sessions": list(sessions),
            "speakers": list(speakers),
            "rows": rows,
        }
        blocks.append(as_json(content))
    return blocks


def key_of(blocks: Sequence[bytes]) -> str:
    """Return the key of a document: ten hexadecimal digits of a digest of all of it."""
    state = hashlib.sha256()
    for block in blocks:
        state.update(block)
    return state.hexdigest()[:10]


def write_texts(folder: Path, key: str, blocks: Sequence[bytes]) -> Iterator[tuple[str, int]]:
    """Write the blocks of a document; yield name and size of each."""
    for number, block in enumerate(blocks):
        name = f"{FOLDER}/{key}-{number}"
        yield name, write_shard(folder, name, block)
