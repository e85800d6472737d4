"""The template of a note: Markdown that Jinja2 fills in, and a workspace may change.

Whatever a template prints is escaped, so that words stay words; only `link` makes Markdown.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.stages.render.clock import clock, span
from pipeline.stages.render.dates import day, days
from pipeline.stages.render.hostile import clean, line, markdown_escaped, web_link
from pipeline.stages.render.note.content import NoteContent
from pipeline.stages.render.options import Language

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SPACES = re.compile(r" {2,}")
_FOLDER = "documents"
_TEMPLATES: dict[Language, str] = {"pl": "note.md", "en": "note.en.md"}


def note_folders(templates: Sequence[Path]) -> tuple[Path, ...]:
    """The folders with the templates of documents, the first to be looked in first."""
    return tuple(folder / _FOLDER for folder in templates)


def note_text(content: NoteContent, templates: Sequence[Path], language: Language) -> str:
    """The automatic note as CommonMark.

    Raises `UsageError` where a template of the workspace has a fault.
    """
    from jinja2 import TemplateError

    name = _TEMPLATES[language]
    try:
        template = _environment(note_folders(templates), language).get_template(name)
        text = template.render(note=content)
    except (TemplateError, TypeError, ValueError) as error:
        raise UsageError(
            f"the template {_FOLDER}/{name} has a fault: {error};"
            " mend it, or delete it to use the one that comes with stenogram"
        ) from error
    return _tidy(text)


def _environment(folders: Sequence[Path], language: Language) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def written_day(value: date) -> "Markup":
        return Markup(day(value, language))  # noqa: S704 - our own words

    def written_days(values: Sequence[date]) -> "Markup":
        return Markup(days(values, language))  # noqa: S704 - our own words

    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,  # what passes `_escaped` is not escaped once more
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_escaped,
    )
    environment.filters.update(clock=clock, span=span, line=line, web_link=web_link, lines=_lines)
    environment.filters.update(day=written_day, days=written_days)
    environment.globals.update(link=_link)
    return environment


def _escaped(value: object) -> "Markup":
    """Runs on everything a template prints; what is Markdown already passes."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return value
    text = _SPACES.sub(" ", clean(str(value)))
    inner = text.lstrip(" ")
    return Markup(" " * (len(text) - len(inner)) + markdown_escaped(inner))  # noqa: S704 - just so


def _link(text: str, address: str) -> "Markup":
    """A link; the text alone where there is no address, or one that cannot be followed."""
    from markupsafe import Markup

    shown = _escaped(text)
    if not address or clean(address) != address or set(address) & set(" <>\\"):
        return shown
    return Markup(f"[{shown}](<{address}>)")  # noqa: S704 - the text is escaped, the address held


def _lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [each for each in map(line, text.splitlines()) if each]


def _tidy(text: str) -> str:
    """The same Markdown with one empty line between blocks, and none at its ends."""
    lines = [each.rstrip() for each in text.splitlines()]
    kept = [each for at, each in enumerate(lines) if each or (at and lines[at - 1])]
    return "\n".join(kept).strip("\n") + "\n"
