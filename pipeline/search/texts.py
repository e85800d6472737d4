"""The texts of a document, in blocks of so many units: what excerpts are cut from."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.search.documents import Document, Unit
from pipeline.search.shard import as_json, write_shard

FOLDER = "texts"
BLOCK = 52
"""Units in a block: about six minutes of talk."""


def block_name(key: str, unit: int) -> str:
    """Return the shard that holds a unit of the document with this key."""
    return f"{FOLDER}/{key}-{unit // BLOCK}"


def blocks_of(document: Document, units: Sequence[Unit]) -> list[bytes]:
    """Return the contents of the blocks of a document: together, all that is known of it.

    Head; then columns, which take less than rows: texts by lines; times in hundredths of a second,
    each counted from the one before; numbers of sessions; of speakers, negative where doubtful;
    which are titles; last, the names of sessions and speakers.
    """
    head = [document.id, document.url, document.title, document.seminar, document.date]
    blocks: list[bytes] = []
    for first in range(0, max(1, len(units)), BLOCK):
        sessions: dict[str, int] = {}
        speakers: dict[str, int] = {"": 0}
        here = units[first : first + BLOCK]
        places = [unit.place for unit in here]
        times = [round(100 * place.start) for place in places]
        who = [speakers.setdefault(place.speaker, len(speakers)) for place in places]
        content = (
            (*head, document.kind),
            "\n".join([place.text.replace("\n", " ") for place in places]),
            [now - before for before, now in zip((0, *times), times, strict=False)],
            [sessions.setdefault(place.session, len(sessions)) for place in places],
            [-at if place.doubtful else at for at, place in zip(who, places, strict=True)],
            [at for at, unit in enumerate(here) if unit.kind == "title"],
            list(sessions),
            list(speakers),
        )
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
