"""What exports are known again by: the recording, and a digest of the words that they hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.corrections.reviewing import digest_of

_MARK = re.compile(r"stenogram ([a-z0-9-]{1,200})/([a-z0-9-]{1,200}) ([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Mark:
    """Of what an export was made."""

    seminar: str
    recording: str
    digest: str


def mark_of(seminar: str, recording: str, texts: Sequence[str]) -> str:
    """The mark of words as they are exported now."""
    return f"stenogram {seminar}/{recording} {digest_of(iter(texts))}"


def mark_in(text: str) -> Mark | None:
    """The last mark in a text that may hold one."""
    found = _MARK.findall(text)
    return Mark(*found[-1]) if found else None


def names(mark: Mark, texts: Sequence[str]) -> bool:
    """Whether these are the words that the mark was made of."""
    return mark.digest == digest_of(iter(texts))
