"""What exports of a recording say themselves, which is not what was spoken."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from pipeline.stages.render.hostile import line, web_link
from pipeline.stages.render.options import Language
from pipeline.stages.render.strings import strings

_LANGUAGES: tuple[Language, ...] = get_args(Language)
TIME = r"\d{1,3}(?::[0-5]\d){1,2}"
_SPAN = rf"{TIME}\s*[–-]\s*{TIME}"


@dataclass(frozen=True, slots=True)
class Known:
    """Of one recording: titles and days, what stands at the end, labels of voices."""

    heads: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()


def known_of(heads: Iterable[str], ends: Iterable[str], labels: Iterable[str]) -> Known:
    """The same, each on one line as exports have it."""
    pages = [web_link(text) or text for text in ends]
    return Known(
        frozenset(filter(None, map(line, heads))),
        frozenset(filter(None, map(line, pages))),
        frozenset(filter(None, map(line, labels))),
    )


def told(key: str) -> tuple[str, ...]:
    """What pages say for `key`, in each of their languages."""
    return tuple(strings(language)[key] for language in _LANGUAGES)


def _any(*keys: str) -> str:
    texts = [text for key in keys for text in told(key)]
    return "|".join(re.escape(text) for text in texts)


def is_gap(text: str) -> bool:
    """Whether a paragraph only says that there is no transcript."""
    return bool(_GAP.fullmatch(text))


def is_picture(text: str) -> bool:
    """Whether it says what was to be seen."""
    return bool(_PICTURE.fullmatch(text))


def is_state(text: str) -> bool:
    """Whether it says how far somebody has checked the transcript."""
    return text.startswith(_STATES)


def is_unnamed(label: str) -> bool:
    """Whether a label names nobody: „Osoba 2”, or a voice that is not known."""
    return bool(_UNNAMED.fullmatch(label))


def bare_label(text: str) -> str:
    """A label without its colon, and without that it is doubtful."""
    return _DOUBTFUL.sub("", line(text).removesuffix(":")).strip()


_GAP = re.compile(rf"\[?(?:{_any('gap')}),? *{_SPAN}\]?|\[{_SPAN}: (?:{_any('gap')})\]")
_PICTURE = re.compile(rf"\[(?:{_any('picture')}|slajd|slide): .*\]", re.IGNORECASE)
_STATES = tuple(
    text.partition("{")[0] for key in ("state", "state_to", "state_checked") for text in told(key)
)
_DOUBTFUL = re.compile(rf"\s*\((?:{_any('doubtful')})\)$")
_UNNAMED = re.compile(
    "|".join(
        [re.escape(text).replace(r"\{n\}", r"\d+") for text in told("voice")]
        + [re.escape(text) for text in told("voice_unknown")]
    )
)
