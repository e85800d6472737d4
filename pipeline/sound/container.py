"""A media file opened by PyAV: what it says of itself before anything is decoded."""

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SourceError

if TYPE_CHECKING:
    from av.container import InputContainer

# Containers that hold their media themselves; playlists, which name other files, are not here.
_FORMATS = (
    "3g2,3gp,aac,ac3,aiff,amr,ape,asf,au,avi,caf,dv,eac3,flac,flv,m4a,matroska,mj2,mov,mp2,mp3,mp4,"
    "mpeg,mpegts,mpegvideo,mxf,ogg,opus,rm,swf,tta,vob,w64,wav,webm,wv"
)
# Containers that do not know how long they are: what FFmpeg says of them is a guess by size.
_GUESSING = {"aac", "ac3", "amr", "eac3", "mp3", "mpeg", "mpegts", "mpegvideo", "ape", "dv"}


def open_media(path: Path) -> "InputContainer":
    """The file, opened by PyAV; it has sound. Raises `SourceError`."""
    import av

    if not path.is_file():
        raise SourceError(f"{path}: no such file")
    if path.stat().st_size == 0:
        raise SourceError(f"{path}: the file is empty; take the recording again from where it came")
    try:
        options = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}
        container = av.open(f"file:{path}", options=options, metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(
            f"{path}: cannot be read as a recording ({reason}); play it in a media player to see "
            "whether it is whole, or take it again from where it came"
        ) from None
    if not container.streams.audio:
        container.close()
        raise SourceError(f"{path}: there is no sound in it; a recording needs an audio track")
    return container


def stated_duration(container: "InputContainer", path: Path) -> float | None:
    """Seconds, as the sound's own stream says, since a picture may go on for longer; else the file.

    `None` where it says nothing, or where FFmpeg can only guess.
    """
    sound = container.streams.audio[0]
    kind = container.format.name
    if kind == "mp3":
        return _xing_duration(path, sound.rate)
    if kind in _GUESSING:
        return None
    of_file = container.duration / 1_000_000 if container.duration else None
    if kind == "wav":
        return _wav_duration(path) or of_file
    if sound.duration and sound.time_base:
        return float(sound.duration * sound.time_base)
    if "DURATION" in sound.metadata:  # Matroska
        return _clock(sound.metadata["DURATION"])
    return of_file if len(container.streams) == 1 else None


def _xing_duration(path: Path, rate_hz: int) -> float | None:
    """What the first frame of an MP3 says, if its encoder wrote there how many frames follow.

    See "VBR headers" in https://www.codeproject.com/Articles/8295/MPEG-Audio-Frame-Header.
    """
    with path.open("rb") as file:
        head = file.read(10)
        length = 0
        if head[:3] == b"ID3":
            for byte in head[6:]:  # seven bits in each
                length = length << 7 | byte & 0x7F
            length += 10
        file.seek(length)
        head = file.read(4096)
    at = max(head.find(b"Xing"), head.find(b"Info"))
    if at < 0 or not head[at + 7 : at + 8] or not head[at + 7] & 1 or not rate_hz:
        return None
    frames = int.from_bytes(head[at + 8 : at + 12], "big")
    return frames * (1152 if rate_hz >= 32_000 else 576) / rate_hz or None


def _wav_duration(path: Path) -> float | None:
    """What the header of a WAV says, which FFmpeg trims to what is there."""
    with path.open("rb") as file:
        head = file.read(65_536)
    form, data = head.find(b"fmt "), head.find(b"data")
    if head[:4] != b"RIFF" or not 0 <= form < data - 20:
        return None
    a_second = int.from_bytes(head[form + 16 : form + 20], "little")
    size = int.from_bytes(head[data + 4 : data + 8], "little")
    unknown = size in (0, 0x7FFFF000, 0x7FFFFFFF) or size >= 0xFFFFFF00  # written while it came
    return None if unknown or not a_second else size / a_second


def _clock(text: str) -> float | None:
    """Seconds of `00:14:16.016000000`."""
    try:
        hours, minutes, seconds = (float(each) for each in text.split(":"))
    except ValueError:
        return None
    return 3600 * hours + 60 * minutes + seconds


def shows_picture(container: "InputContainer") -> bool:
    """Whether there is a picture that moves; the cover of a music file is none."""
    return any(not _is_cover(stream) for stream in container.streams.video)


def _is_cover(stream: object) -> bool:
    """A picture that a music file carries is no video."""
    import av

    cover = getattr(getattr(av.stream, "Disposition", None), "attached_pic", 0)
    return bool(int(getattr(stream, "disposition", 0)) & int(cover))
