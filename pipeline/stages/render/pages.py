"""The templates, and what they may call. A later folder of templates stands in for an earlier."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.errors import UsageError
from pipeline.stages.render.clock import clock, clock_range, fragment, span
from pipeline.stages.render.dates import day, days
from pipeline.stages.render.hostile import clean, line, web_link
from pipeline.stages.render.options import Language
from pipeline.stages.render.orphans import bound
from pipeline.stages.render.strings import counted, strings

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = ".html"


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around its content."""

    title: str
    """Of the page; the site's name is added."""
    root: str
    """The way to the site's first page: empty, or `../`."""
    draft: bool


def site_folders(templates: Sequence[Path]) -> tuple[Path, ...]:
    """The folders with the site's templates, the first to be looked in first."""
    return tuple(folder / "site" for folder in templates)


def assets(folders: Sequence[Path]) -> dict[str, bytes]:
    """Every file that is no page, by name: the first folder that has it wins."""
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.glob("*")):
            if path.is_file() and path.suffix != PAGE and not path.name.startswith("."):
                found.setdefault(path.name, _served(path))
    return found


def _served(path: Path) -> bytes:
    """A file as readers load it: lines of comment in a script are for who reads its source."""
    data = path.read_bytes()
    if path.suffix != ".js":
        return data
    lines = data.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.lstrip().startswith(b"//"))


def digest_of_pages(folders: Sequence[Path]) -> str:
    """Changes when any page template does."""
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*{PAGE}")):
            found.setdefault(path.name, path.read_bytes())
    state = hashlib.sha256()
    for name, data in sorted(found.items()):
        state.update(f"{name}\0{len(data)}\0".encode() + data)
    return state.hexdigest()


class Pages:
    """Makes pages from templates in one language."""

    def __init__(self, folders: Sequence[Path], language: Language) -> None:
        self.language = language
        self.texts: Mapping[str, str] = strings(language)
        self._environment = self._build(folders)

    def html(self, template: str, frame: Frame, **content: object) -> bytes:
        """One page. Raises `UsageError` where a template of the workspace has a fault."""
        from jinja2 import TemplateError

        try:
            page = self._environment.get_template(template)
            return page.render(frame=frame, **content).encode()
        except TemplateError as error:
            raise UsageError(
                f"the template site/{template} has a fault: {error};"
                " mend it, or delete it to use the one that comes with stenogram"
            ) from error

    def _build(self, folders: Sequence[Path]) -> "Environment":
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_cleaned,
        )
        environment.filters.update(clock=clock, fragment=fragment, span=span, web_link=web_link)
        environment.filters.update(line=_set_line, bound=bound, query=_query)
        environment.filters["day"] = self._day
        environment.filters["days"] = self._days
        environment.filters["isodays"] = self._iso_days
        environment.globals.update(
            clock_range=clock_range, t=self.texts, counted=self._counted, language=self.language
        )
        return environment

    def _day(self, value: date) -> str:
        return day(value, self.language)

    def _days(self, values: Sequence[date]) -> str:
        return days(values, self.language)

    def _iso_days(self, values: Sequence[str]) -> str:
        return days([date.fromisoformat(value) for value in values], self.language)

    def _counted(self, name: str, number: int) -> str:
        return counted(self.texts, name, number)


def _cleaned(value: object) -> object:
    """Runs on everything a template prints; markup already made safe passes as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean(value)
    return value


def _set_line(text: str) -> str:
    return bound(line(text))


def _query(text: str) -> str:
    return quote(clean(text), safe="")
