"""One file of the index: a script that hands a deflated JSON text to one callback.

A script is what a page may load from `file://` and from any host without settings.
"""

import base64
import binascii
import hashlib
import json
import os
import zlib
from pathlib import Path

from pipeline.errors import StoreError

_HEAD = 'stenogram.shard("'
_SEPARATOR = '","'
_TAIL = '");\n'


def write_shard(folder: Path, kind: str, content: object) -> str:
    """Write a shard whose name tells its content, and return the name without `.js`.

    A shard that is there already is left alone: same name, same bytes.
    """
    packed = _pack(content)
    name = f"{kind}-{hashlib.sha256(packed).hexdigest()[:12]}"
    if not (folder / f"{name}.js").exists():
        _put(folder, name, packed)
    return name


def write_named(folder: Path, name: str, content: object) -> None:
    """Write or replace the shard called `name`."""
    _put(folder, name, _pack(content))


def read_shard(folder: Path, name: str) -> object:
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
        packed = base64.b64decode(body, validate=True)
        content: object = json.loads(zlib.decompress(packed, wbits=-15))
    except (binascii.Error, zlib.error, ValueError) as error:
        message = f"{path} is broken ({error}): delete the folder and run `stenogram run`"
        raise StoreError(message) from error
    return content


def _pack(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    # A lone surrogate cannot be UTF-8; a text that has one must not stop the index.
    return press.compress(text.encode("utf-8", "replace")) + press.flush()


def _put(folder: Path, name: str, packed: bytes) -> None:
    body = base64.b64encode(packed).decode("ascii")
    temporary = folder / f".{name}.{os.getpid()}.tmp"
    try:
        with temporary.open("w", encoding="ascii", newline="\n") as file:
            file.write(f"{_HEAD}{name}{_SEPARATOR}{body}{_TAIL}")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / f"{name}.js")
    finally:
        temporary.unlink(missing_ok=True)
