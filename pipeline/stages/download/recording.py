"""One recording: a local file or a URL → media that decode from start to end."""

from pathlib import Path

from pipeline.artefacts import Recording
from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.files import file_digest
from pipeline.sound import SoundProbe, probe
from pipeline.stage import Work
from pipeline.stages.download.direct import Fetched, set_aside
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.patience import ADVICE
from pipeline.stages.download.place import place
from pipeline.stages.download.playable import make_playable
from pipeline.stages.download.web import fetch_media

_DAY = 86_400.0


def download_recording(source: Source, options: DownloadOptions, work: Work) -> Recording:
    """The recording, in the owner's folder as `media` with the ending it came with.

    Where browsers cannot play it, what they can play is made beside it. Captions that a person
    made for it lie there too.

    Raises `SourceError` when it cannot be had, or what came is shorter than it says it is.
    """
    if source.url:
        fetched = work.call(fetch_media, source.url, work.scratch, options, limit=_DAY)
    else:
        fetched = Fetched(Path(source.path))
    found = _probed(fetched, source, options, work)
    seconds = options.max_hours * 3600
    made = work.call(make_playable, fetched.file, work.folder, seconds, limit=_DAY)
    # Only now it leaves the place where a run that was stopped finds it again.
    placed, sha256 = place(fetched.file, "media", source, options, work)
    captions = tuple(_placed_captions(fetched, work))
    if made is not None:
        work.attach(work.folder / made.name, made.sha256)
    for told in fetched.told:
        work.note(told)
    return Recording(
        media=str(placed.relative_to(work.outputs)),
        sha256=sha256,
        size_bytes=placed.stat().st_size,
        duration=found.duration,
        stated_duration=found.stated_duration,
        has_picture=made.has_picture if made else found.has_picture,
        playable=str((work.folder / made.name).relative_to(work.outputs)) if made else "",
        captions=captions,
    )


def _probed(fetched: Fetched, source: Source, options: DownloadOptions, work: Work) -> SoundProbe:
    """What decoding found. A person's file is taken as it is; what came must be all of it."""
    try:
        found = work.call(probe, fetched.file, options.max_hours * 3600, limit=_DAY)
    except SourceError as error:  # say where it is from, not where it was staged
        if source.url and "max_hours" not in str(error):
            set_aside(fetched.file)
        told = str(error).replace(str(fetched.file), source.url or str(fetched.file))
        raise SourceError(told) from error
    stated = max(found.stated_duration or 0.0, fetched.duration or 0.0, found.duration)
    if source.url and found.duration < stated - max(1.0, 0.005 * stated):
        aside = set_aside(fetched.file)
        raise SourceError(
            f"{source.url}: incomplete: {found.duration:.0f} s of {stated:.0f} s came, kept aside "
            f"in {aside}; run again to fetch it anew, or {ADVICE}"
        )
    return found


def _placed_captions(fetched: Fetched, work: Work) -> list[str]:
    """The captions, moved to the owner's folder; those of an earlier source removed."""
    for old in work.folder.glob("captions.*"):
        old.unlink()
    placed = []
    for file in fetched.captions:
        target = file.replace(work.folder / file.name)
        work.attach(target, file_digest(target))
        placed.append(str(target.relative_to(work.outputs)))
    return placed
