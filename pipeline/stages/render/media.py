"""Recordings and decks brought into the site, as a link to the same bytes or as a copy."""

import os
import shutil
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.files import temporary
from pipeline.stages.render.options import Media


def place(source: Path, target: Path, how: Media) -> bool:
    """Bring `source` to `target`; `False` where it is there already.

    A symbolic link is followed first, so that the site never points out of itself. Raises
    `StoreError` where the source cannot be read or the target cannot be written.
    """
    try:
        real = source.resolve(strict=True)
        wanted = real.stat()
    except OSError as error:
        raise StoreError(
            f"{source}: the page needs this file and cannot read it ({error.strerror});"
            " run again to fetch it anew"
        ) from error
    if _is_there(target, wanted, how):
        return False
    with temporary(target) as draft:
        if how == "copy" or not _linked(real, draft):
            shutil.copy2(real, draft)
    return True


def _is_there(target: Path, wanted: os.stat_result, how: Media) -> bool:
    try:
        found = target.lstat()
    except FileNotFoundError:
        return False
    if how == "copy" and os.path.samestat(found, wanted):
        return False
    return (found.st_size, found.st_mtime_ns) == (wanted.st_size, wanted.st_mtime_ns)


def _linked(real: Path, draft: Path) -> bool:
    """Across devices, and on file systems without hard links, there is only copying."""
    try:
        os.link(real, draft)
    except OSError:
        return False
    return True
