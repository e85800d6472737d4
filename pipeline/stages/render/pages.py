"""The templates, and what they may call. A later folder of templates stands in for an earlier."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from pipeline.errors import UsageError
from pipeline.stages.render.clock import clock, clock_range, fragment, span
from pipeline.stages.render.dates import day, days
from pipeline.stages.render.hostile import clean, line, web_link
from pipeline.stages.render.options import RenderOptions
from pipeline.stages.render.orphans import bound
from pipeline.stages.render.strings import counted, strings
from pipeline.stages.render.theme import Look

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = ".html"


@dataclass(frozen=True, slots=True)
class About:
    """What a page tells programs of itself; a draft tells nothing."""

    path: str
    """Of the page in its site."""
    description: str
    """Of a line or two."""
    kind: Literal["website", "article", "video.other"] = "website"
    """The type of OpenGraph."""
    image: str = ""
    """The path in the site of a picture of it; empty where there is none."""
    data: str = ""
    """JSON-LD that can stand in a page."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around its content."""

    title: str
    """Of the page; the site's name is added."""
    root: str
    """The way to the site's first page: empty, or `../`."""
    draft: bool
    about: About | None = None


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
    """A file as readers load it: comments and indents of a script are for who reads its source."""
    data = path.read_bytes()
    if path.suffix != ".js":
        return data
    lines = data.splitlines(keepends=True)
    if all(line.count(b"`") % 2 == 0 for line in lines):  # no text goes over several lines
        lines = [line.lstrip(b" ") for line in lines]
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

    def __init__(self, folders: Sequence[Path], options: RenderOptions, look: Look) -> None:
        self.language = options.language
        self.base = options.base
        texts = strings(options.language)
        named = {"site": look.name, "index_title": look.name} if line(look.name) else {}
        self.texts: Mapping[str, str] = {**texts, **named}
        self._environment = self._build(folders, look)

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

    def address(self, path: str, root: str) -> str:
        """Where `path` of the site is; seen from a page below `root` if the site has no address."""
        return f"{self.base or root}{path}"

    def _build(self, folders: Sequence[Path], look: Look) -> "Environment":
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
            clock_range=clock_range, t=self.texts, counted=self._counted, language=self.language,
            look=look, base=self.base,
        )  # fmt: skip
        return environment

    def _day(self, value: date) -> str:
        return day(value, self.language)

    def _days(self, values: Sequence[date]) -> str:
        return days(values, self.language)

    def _iso_days(self, values: Sequence[str]) -> str:
        return days([date.fromisoformat(value) for value in values], self.language)

    def _counted(self, name: str, number: int) -> str:
        return counted(self.texts, name, number)


@lru_cache(4)
def pages_of(folders: tuple[Path, ...], state: str, options: RenderOptions, look: Look) -> Pages:  # noqa: ARG001 - `state` tells that templates have changed
    """The same, made once in a process for templates whose digest is `state`."""
    return Pages(folders, options, look)


def shortened(text: str, most: int = 200) -> str:
    """A text on one line for those who show only its beginning, cut between words."""
    told = line(text)
    return told if len(told) <= most else told[:most].rpartition(" ")[0] + " …"


def _cleaned(value: object) -> object:
    """Runs on everything a template prints; markup already made safe passes as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean(value)
    return value


def _set_line(text: str) -> str:
    return bound(line(text))


def _query(text: str) -> str:
    return quote(clean(text), safe="")
