"""Putting a file that was found or fetched into the folder of its owner."""

import os
import re
import shutil
from pathlib import Path

from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.files import file_digest, temporary
from pipeline.stage import Work
from pipeline.stages.download.fetching import origin_file
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.origin import ORIGIN


def place(
    file: Path, name: str, source: Source, options: DownloadOptions, work: Work
) -> tuple[Path, str]:
    """`file` as `name` plus its ending in the owner's folder, and its sha256.

    A person's file is linked or copied and never altered; a fetched one is moved, and what is known
    of its bytes at their source with it. Raises `SourceError` where the file is not what was
    declared.
    """
    ending = re.sub(r"[^a-z0-9]", "", file.suffix.lower())[:8]
    target = work.folder / (f"{name}.{ending}" if ending else name)
    for old in work.folder.glob(f"{name}.*"):
        if old != target:
            old.unlink()
    (work.folder / ORIGIN).unlink(missing_ok=True)
    if source.url:
        sha256 = file_digest(file)
        noted = origin_file(file)
        if noted.is_file():
            noted.replace(work.folder / ORIGIN)
        file.replace(target)
    else:
        sha256 = source.sha256
        with temporary(target) as draft:
            if options.local == "link":
                draft.symlink_to(os.path.relpath(file.resolve(), work.folder.resolve()))
            else:
                shutil.copyfile(file, draft)
        if options.local == "copy" and file_digest(target) != sha256:
            raise SourceError(f"{file}: it changed while it was copied; run again")
    work.attach(target, sha256)
    return target, sha256
