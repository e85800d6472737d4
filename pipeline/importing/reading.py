"""A file into what was spoken, by its ending."""

from pathlib import Path

from pipeline.errors import InvalidFile
from pipeline.importing.captions import read_captions
from pipeline.importing.known import Known
from pipeline.importing.markdown import read_markdown
from pipeline.importing.opening import text_of
from pipeline.importing.plain import read_plain
from pipeline.importing.spoken import Read
from pipeline.importing.word import read_word

_KINDS = ".vtt, .srt, .docx, .md or .txt"


def read(path: Path, known: Known) -> Read:
    """What a file says was spoken. Raises `InvalidFile`."""
    kind = path.suffix.lower()
    if kind == ".docx":
        return read_word(path, known)
    if kind not in (".vtt", ".srt", ".md", ".markdown", ".txt"):
        raise InvalidFile([f"{path}: cannot be read; save it as {_KINDS}"])
    text, notes = text_of(path)
    if kind in (".md", ".markdown"):
        return read_markdown(text, known, notes)
    if kind == ".txt":
        return read_plain(text, known, notes)
    found = read_captions(text, is_subrip=kind == ".srt")
    return Read(found.tokens, found.labels, found.mark, notes, found.is_subrip)
