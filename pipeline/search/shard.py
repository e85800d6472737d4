"""One file of the index: a script that hands deflated bytes to one callback.

A script is what a page may load from `file://` and from any host without settings. Its string
holds seven bits a letter, the first bit first, so it takes a seventh more than the bytes; base64
would take a third.
"""

import contextlib
import json
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipeline.errors import StoreError
from pipeline.files import store_error

_HEAD = 'stenogram.shard("'
_SEPARATOR = '","'
_TAIL = '");\n'
_LEVEL = 8  # 9 is a third slower for a thousandth of the size


def as_json(content: object) -> bytes:
    """Return the bytes of a shard that holds JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate cannot be UTF-8; a text that has one must not stop the index.
    return text.encode("utf-8", "replace")


def write_shard(folder: Path, name: str, data: bytes) -> int:
    """Write or replace the shard `name`, the path of its file without `.js`; return its bytes.

    No manifest names it before `settle` has put it on the disk for sure.
    """
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    body = _letters(press.compress(data) + press.flush())
    text = f"{_HEAD}{name}{_SEPARATOR}".encode("ascii") + body + _TAIL.encode("ascii")
    _put(folder / f"{name}.js", text)
    return len(text)


def _put(target: Path, text: bytes) -> None:
    """Write a file that nobody reads yet where it goes; replace one that is there at once."""
    try:
        with target.open("xb") as file:
            file.write(text)
    except FileExistsError:
        if target.read_bytes() == text:
            return
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            temporary.write_bytes(text)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raise what the system says of files as `StoreError`, or `DiskFull`, of the index."""
    try:
        yield
    except OSError as error:
        raise store_error(error, folder) from error


def settle() -> None:
    """Wait until all that was written is on the disk: thousands of small files at one go."""
    os.sync()


def read_shard(folder: Path, name: str) -> bytes:
    """Return what a shard holds. Raises `StoreError` when it is missing or broken."""
    path = folder / f"{name}.js"
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        message = f"the search index lacks {path}: run `stenogram run` to make it again"
        raise StoreError(message) from None
    except OSError as error:
        message = f"cannot read {path} ({error}): run `stenogram run` to make it again"
        raise StoreError(message) from error
    try:
        head = f"{_HEAD}{name}{_SEPARATOR}".encode("ascii")
        body = text.removeprefix(head).removesuffix(_TAIL.encode("ascii"))
        return zlib.decompress(_bytes(body), wbits=-15)
    except (zlib.error, ValueError) as error:
        raise broken(path, error) from error


def read_json(folder: Path, name: str) -> object:
    """Return what a shard of JSON holds. Raises `StoreError` when it is missing or broken."""
    data = read_shard(folder, name)
    try:
        content: object = json.loads(data)
    except ValueError as error:
        raise broken(folder / f"{name}.js", error) from error
    return content


def broken(path: Path, error: Exception) -> StoreError:
    """The error that says a shard is not what it should be, and what to do."""
    return StoreError(f"{path} is broken ({error}): delete the folder and run `stenogram run`")


_SHIFTS = np.arange(49, -1, -7, dtype=np.uint64)
_ESCAPES = ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"), (b"\r", b"\\r"))
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_MEANT = {b"n": b"\n", b"r": b"\r"}


def _letters(data: bytes) -> bytes:
    """Return bytes as what may stand between quotes in a script."""
    # Seven bytes at a time are eight letters.
    whole = -(-len(data) // 7)
    groups = np.zeros((whole, 8), np.uint8)
    groups[:, 1:] = np.frombuffer(data.ljust(7 * whole, b"\0"), np.uint8).reshape(-1, 7)
    septets = (groups.view(">u8").astype(np.uint64) >> _SHIFTS) & np.uint64(0x7F)
    letters = septets.astype(np.uint8).tobytes()[: -(-len(data) * 8 // 7)]
    for letter, escaped in _ESCAPES:
        letters = letters.replace(letter, escaped)
    return letters


def _bytes(letters: bytes) -> bytes:
    """Return what `_letters` was given. Raises `ValueError` for what it does not give."""
    plain = _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), letters)
    septets = np.frombuffer(plain, np.uint8)
    if septets.max(initial=0) > 0x7F:
        raise ValueError("a letter that is none of ASCII")
    bits = np.unpackbits((septets << np.uint8(1))[:, None], axis=1)[:, :7].ravel()
    return np.packbits(bits[: len(bits) // 8 * 8]).tobytes()
