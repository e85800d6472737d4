"""One recording: a local file or a URL → media that decode from start to end."""

from pathlib import Path

from pipeline.artefacts import Recording
from pipeline.declared import Source
from pipeline.errors import SourceError
from pipeline.sound import SoundProbe, probe
from pipeline.stage import Work
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.place import place
from pipeline.stages.download.playable import make_playable
from pipeline.stages.download.web import fetch_media

_DAY = 86_400.0


def download_recording(source: Source, options: DownloadOptions, work: Work) -> Recording:
    """The recording, in the owner's folder as `media` with the ending it came with.

    Where browsers cannot play it, what they can play is made beside it.

    Raises `SourceError` when it cannot be had, or what came is shorter than it says it is.
    """
    if source.url:
        file = work.call(fetch_media, source.url, work.scratch, options, limit=_DAY)
    else:
        file = Path(source.path)
    try:
        found = work.call(probe, file, options.max_hours * 3600, limit=_DAY)
    except SourceError as error:  # say where it is from, not where it was staged
        raise SourceError(str(error).replace(str(file), source.url or str(file))) from error
    if source.url:
        _check_whole(source.url, found)
    placed, sha256 = place(file, "media", source, options, work)
    seconds = options.max_hours * 3600
    made = work.call(make_playable, placed, work.folder, seconds, limit=_DAY)
    if made is not None:
        work.attach(work.folder / made.name, made.sha256)
    return Recording(
        media=str(placed.relative_to(work.outputs)),
        sha256=sha256,
        size_bytes=placed.stat().st_size,
        duration=found.duration,
        stated_duration=found.stated_duration,
        has_picture=made.has_picture if made else found.has_picture,
        playable=str((work.folder / made.name).relative_to(work.outputs)) if made else "",
    )


def _check_whole(url: str, found: SoundProbe) -> None:
    """A person's file is taken as it is; what comes from the web must be all of it."""
    stated = found.stated_duration or found.duration
    if found.duration < stated - max(1.0, 0.005 * stated):
        raise SourceError(
            f"{url}: incomplete: {found.duration:.0f} s of {stated:.0f} s came; run again to go "
            "on, or download it by hand and write it as file in seminar.toml"
        )
