"""One file of the index: a script that hands deflated bytes to one callback.

A script is what a page may load from `file://` and from any host without settings.
"""

import base64
import binascii
import json
import os
import zlib
from pathlib import Path

from pipeline.errors import StoreError

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
    """Write or replace the shard `name` (`<folder>/<file>` without `.js`); return its size in bytes.

    No manifest names it before `settle` has put it on the disk for sure.
    """
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    body = base64.b64encode(press.compress(data) + press.flush()).decode("ascii")
    text = f"{_HEAD}{name}{_SEPARATOR}{body}{_TAIL}".encode("ascii")
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


def settle() -> None:
    """Wait until all that was written is on the disk: thousands of small files at one go."""
    os.sync()


def read_shard(folder: Path, name: str) -> bytes:
    """Return what a shard holds. Raises `StoreError` when it is missing or broken."""
    path = folder / f"{name}.js"
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        message = f"the search index lacks {path}: run `stenogram run` to make it again"
        raise StoreError(message) from None
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read {path} ({error}): run `stenogram run` to make it again"
        raise StoreError(message) from error
    try:
        body = text.removeprefix(f"{_HEAD}{name}{_SEPARATOR}").removesuffix(_TAIL)
        return zlib.decompress(base64.b64decode(body, validate=True), wbits=-15)
    except (binascii.Error, zlib.error, ValueError) as error:
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
