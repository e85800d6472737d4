"""What browsers can play of a recording: the file itself, or its sound and picture put anew."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files import file_digest, temporary
from pipeline.sound import decode, open_media, shows_picture

if TYPE_CHECKING:
    from av.container import InputContainer

_SOUND_RATE_HZ, _SOUND_BITS = 32_000, 64_000
_FROM_THE_START = {"movflags": "+faststart"}  # so that a player needs not the end first
_MP4 = frozenset({"h264", "av1"}), frozenset({"aac", "mp3", "opus"})
_WEBM = frozenset({"vp8", "vp9", "av1"}), frozenset({"opus", "vorbis"})
_SOUND: frozenset[str] = frozenset()
# By ending: codecs of the picture and of the sound that the usual browsers play in it.
_PLAYED = {
    ".mp4": _MP4,
    ".m4v": _MP4,
    ".m4a": (_SOUND, frozenset({"aac", "mp3"})),
    ".webm": _WEBM,
    ".mp3": (_SOUND, frozenset({"mp3", "mp3float"})),
    ".ogg": (_SOUND, frozenset({"vorbis", "opus", "flac"})),
    ".oga": (_SOUND, frozenset({"vorbis", "opus", "flac"})),
    ".opus": (_SOUND, frozenset({"opus"})),
    ".wav": (_SOUND, frozenset({"pcm_s16le", "pcm_u8"})),
    ".flac": (_SOUND, frozenset({"flac"})),
}


@dataclass(frozen=True, slots=True)
class Playable:
    """A file made for browsers: its name, the digest of its bytes, whether it shows a picture."""

    name: str
    sha256: str
    has_picture: bool


def make_playable(media: Path, folder: Path, max_seconds: float) -> Playable | None:
    """Leave in `folder` what browsers can play; `None` where they can play `media` itself.

    Picture and sound in common codecs are moved into an MP4 as they are. Else the sound alone is
    encoded anew, on the same clock as the transcript. Raises `SourceError`.
    """
    with open_media(media) as container:
        pictures, sounds = _PLAYED.get(media.suffix.lower(), (_SOUND, _SOUND))
        picture, sound = _codecs(container)
        if sound in sounds and (not picture or picture in pictures):
            return None
        if picture == "h264" and sound in {"aac", "mp3", "mp3float"}:
            return _moved(container, folder / "playable.mp4")
    return _encoded(media, folder / "playable.m4a", max_seconds)


def _codecs(container: "InputContainer") -> tuple[str, str]:
    """The codecs of the picture, empty where there is none, and of the sound."""
    picture = container.streams.video[0].codec_context.name if shows_picture(container) else ""
    picture = {"libdav1d": "av1"}.get(picture, picture)
    return picture, container.streams.audio[0].codec_context.name


def _moved(container: "InputContainer", target: Path) -> Playable:
    import av

    with (
        temporary(target) as draft,
        av.open(str(draft), "w", format="mp4", options=_FROM_THE_START) as out,
    ):
        streams = [container.streams.video[0], container.streams.audio[0]]
        moved = {stream.index: out.add_stream_from_template(stream) for stream in streams}
        for packet in container.demux(*streams):
            if packet.dts is not None:
                packet.stream = moved[packet.stream.index]
                out.mux(packet)
    return Playable(target.name, file_digest(target), has_picture=True)


def _encoded(media: Path, target: Path, max_seconds: float) -> Playable:
    import av

    with (
        temporary(target) as draft,
        av.open(str(draft), "w", format="mp4", options=_FROM_THE_START) as out,
    ):
        stream = out.add_stream("aac", rate=_SOUND_RATE_HZ, layout="mono")
        stream.bit_rate = _SOUND_BITS
        position = 0
        for block in decode(media, max_seconds, _SOUND_RATE_HZ):
            frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), "s16", "mono")
            frame.sample_rate, frame.pts = _SOUND_RATE_HZ, position
            position += len(block)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return Playable(target.name, file_digest(target), has_picture=False)
