"""The editor's pages, from templates that a workspace may stand in for."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.editing.desk import Desk
from pipeline.editing.strings import strings
from pipeline.editing.telling import summary
from pipeline.errors import StenogramError
from pipeline.proofreading.learning import Learnt
from pipeline.stages.render.clock import clock, span
from pipeline.stages.render.hostile import clean, line
from pipeline.stages.render.options import Language

if TYPE_CHECKING:
    from jinja2 import Environment

_SCRIPTS = ("editor", "keys", "lists", "net", "panel", "sound", "talk", "terms", "text")
_ASSETS = frozenset({"editor.css", "site.css", "icon.svg", *(f"{name}.js" for name in _SCRIPTS)})


class EditorPages:
    """Makes them in one language."""

    def __init__(self, folders: Sequence[Path], language: Language, title: str) -> None:
        """`title`: the seminar's."""
        self._folders = tuple(folder / part for part in ("editor", "site") for folder in folders)
        self._texts = strings(language)
        self._title = title
        self._environment = self._build(language)

    def asset(self, name: str) -> Path | None:
        """The file of a style or script."""
        if name not in _ASSETS:
            return None
        found = (folder / name for folder in self._folders)
        return next((path for path in found if path.is_file()), None)

    def index(self, desks: Mapping[str, Desk], terms: Sequence[Learnt]) -> bytes:
        """The recordings of the seminar, what there is to do, and terms for its glossary."""
        rows = [(desk.info, self._summary(desk)) for desk in desks.values()]
        titles = {name: desk.info.title for name, desk in desks.items()}
        return self._html("index.html", root="", rows=rows, terms=terms, titles=titles)

    def recording(self, desk: Desk) -> bytes:
        """The page on which a recording is corrected."""
        media = desk.media()
        return self._html(
            "recording.html",
            root="../",
            info=desk.info,
            has_media=media is not None,
            has_picture=media is not None and media[1].has_picture,
            people=json.dumps(desk.people, ensure_ascii=False),
            texts=json.dumps(self._texts, ensure_ascii=False),
        )

    def _summary(self, desk: Desk) -> dict[str, object] | None:
        try:
            return summary(desk)
        except StenogramError:
            return None

    def _html(self, template: str, **content: object) -> bytes:
        page = self._environment.get_template(template)
        return page.render(seminar=self._title, **content).encode()

    def _build(self, language: Language) -> "Environment":
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader([str(each) for each in self._folders if each.name == "editor"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=lambda value: clean(value) if type(value) is str else value,
        )
        environment.filters.update(clock=clock, span=span, line=line)
        environment.globals.update(t=self._texts, language=language)
        return environment
