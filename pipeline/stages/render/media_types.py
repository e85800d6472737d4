"""What kinds of media there are, by the endings of their files."""

_VIDEO = {
    "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "webm": "video/webm",
    "mkv": "video/x-matroska", "ogv": "video/ogg",
}  # fmt: skip
_SOUND = {
    "mp4": "audio/mp4", "m4a": "audio/mp4", "webm": "audio/webm", "mp3": "audio/mpeg",
    "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
    "flac": "audio/flac", "aac": "audio/aac", "mkv": "audio/x-matroska",
}  # fmt: skip


def media_type(name: str, *, has_picture: bool) -> str:
    """The type of a file by its ending; empty where none is known."""
    ending = name.rpartition(".")[2].lower()
    return (_VIDEO if has_picture else _SOUND).get(ending, "")
