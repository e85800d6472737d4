"""The note that is published of a seminar: an editor's, else the automatic one; and its state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.stages.render.dates import day
from pipeline.stages.render.note.content import basis, note_content
from pipeline.stages.render.note.editors import EditorsNote
from pipeline.stages.render.note.html import html_fragment
from pipeline.stages.render.note.nodes import Document, Paragraph, Styled, Text
from pipeline.stages.render.note.reading import read_document
from pipeline.stages.render.note.template import note_text
from pipeline.stages.render.options import DRAFTS, Language, RenderOptions
from pipeline.stages.render.selection import Shown
from pipeline.stages.render.strings import strings
from pipeline.stages.render.views import SeminarView

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Notes:
    """What notes are made with. `templates` are searched in order, below `documents/`."""

    templates: Sequence[Path]
    options: RenderOptions

    def automatic(self, shown: Shown) -> str:
        """The automatic note as CommonMark, its links relative to the site, without its state."""
        options = self.options
        content = note_content(shown, options.language, options.media)
        return note_text(content, self.templates, options.language)

    def document(self, shown: Shown, *, automatic: bool, draft: bool) -> Document:
        """The note to publish: the editor's where there is one, unless `automatic`.

        Its state is told below the title.
        """
        language, note = self.options.language, None if automatic else shown.view.note
        text = note.text if note else self.automatic(shown)
        base = self.options.base + (f"{DRAFTS}/" if draft else "")
        document = read_document(text, shown.view.info.title, base)
        told = [strings(language)["draft"]] if draft else []
        told.append(state_of(note, language, checked=all_checked(shown.view)))
        states = tuple(Paragraph((Styled("emphasis", (Text(each),)),)) for each in told)
        return replace(document, blocks=states + document.blocks)


def all_checked(view: SeminarView) -> bool:
    """Whether somebody has checked the words of all its recordings."""
    return all(each.review.state == "checked" for each in view.recordings)


def state_of(note: EditorsNote | None, language: Language, *, checked: bool = False) -> str:
    """Who stands behind a note. `checked`: somebody has checked the words it was taken from."""
    texts = strings(language)
    if note is None:
        return texts["note_checked" if checked else "note_automatic"]
    if note.approved is None:
        return texts["note_edited"]
    return texts["note_approved"].format(day=day(note.approved, language))


def is_outdated(shown: Shown, note: EditorsNote) -> bool:
    """Whether the words of the seminar are summed up otherwise now than when it was approved."""
    return bool(note.basis) and note.basis != basis(shown)


def editors_html(view: SeminarView, root: str) -> "Markup":
    """The editor's note for the page of its seminar; empty where there is none.

    `root` is the way from that page to the first one. Raw HTML of the editor is text.
    """
    from markupsafe import Markup

    if view.note is None:
        return Markup()
    document = read_document(view.note.text, view.info.title, root)
    return Markup(html_fragment(document, 3))  # noqa: S704 - all text in it is escaped
