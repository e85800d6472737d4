"""`stenogram publish SEMINAR`: a note about a seminar, for a web page, a letter, or print."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import safe
from pipeline.cli.workspaces import seminar_of, workspace_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.config import Workspace
    from pipeline.seminar import SeminarFolder
    from pipeline.stages.render import SeminarView
    from pipeline.stages.render.note.nodes import Document
    from pipeline.stages.render.note.published import Notes
    from pipeline.stages.render.selection import Shown

FORMATS = ("html", "md", "docx", "pdf", "txt")
_FILES = ("docx", "pdf")
"""What no terminal shows."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The options of the command line."""

    kind: str | None
    output: Path | None
    draft: bool
    automatic: bool
    approve: bool


@click.command()
@click.argument("seminar")
@click.option("--to", "kind", type=click.Choice(FORMATS), help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to.")
@click.option("--draft", is_flag=True, help="Of all recordings, drafts too; the note says so.")
@click.option("--automatic", is_flag=True, help="The automatic note, whatever summary.md says.")
@click.option("--approve", is_flag=True, help="Write it to summary.md, for an editor to change.")
@click.pass_context
def command(context: click.Context, /, seminar: str, **options: object) -> None:
    """Write a note about SEMINAR: what, when, by whom, what was said, where to watch and download.

    As an HTML fragment for a content management system (without the title, which has a field
    there; headings begin at h2), Markdown, Word, PDF or plain text; without --output to the
    terminal. Only public recordings are told of.

    The note is automatic, and says so, until there is seminars/SEMINAR/summary.md: what an editor
    wrote there is published instead, here and on the page of the seminar. --approve writes that
    file, once, for an editor to change. The template is documents/note.md; a copy in the templates/
    of the workspace stands in for it.
    """
    wanted = _Wanted(**options)  # type: ignore[arg-type]  # click has seen to the types
    _check(wanted)
    workspace = workspace_of(context)
    _publish(seminar_of(seminar, workspace), workspace, wanted)


def _check(wanted: _Wanted) -> None:
    """Raises `UsageError` for options that make no sense together."""
    if wanted.kind is None and not wanted.approve:
        raise UsageError(f"write what the note is to be: --to {'|'.join(FORMATS)}")
    if wanted.kind in _FILES and wanted.output is None:
        raise UsageError(f"--to {wanted.kind}: write where to: --output note.{wanted.kind}")
    if wanted.kind is None and wanted.output is not None:
        raise UsageError(f"--output: write what the note is to be: --to {'|'.join(FORMATS)}")
    if wanted.approve and wanted.draft:
        raise UsageError("--approve is for what may be published; leave out --draft")


def _publish(seminar: "SeminarFolder", workspace: "Workspace", wanted: _Wanted) -> None:
    from pipeline.publishing import view_of
    from pipeline.stages.render.note.published import Notes

    notes = Notes(workspace.templates, workspace.settings().render)
    shown = _shown(seminar, view_of(seminar, workspace.outputs), wanted)
    if wanted.approve:
        _approve(seminar, shown, notes)
        shown = _shown(seminar, view_of(seminar, workspace.outputs), wanted)
    if wanted.kind is None:
        return
    if not notes.options.base:
        _tell(
            "the links are relative to outputs/site; write where that is published as"
            " address under [render] in stenogram.toml"
        )
    document = notes.document(shown, automatic=wanted.automatic, draft=wanted.draft)
    data = _data(wanted.kind, document, notes, seminar.declared.organiser)
    if wanted.output is None:
        click.echo(data.decode(), nl=False)
    else:
        from pipeline.files import write_atomically

        write_atomically(wanted.output, data)
        _tell(f"{wanted.output}: written")


def _shown(seminar: "SeminarFolder", view: "SeminarView", wanted: _Wanted) -> "Shown":
    """What a note may tell of. Raises `UsageError` where that is nothing."""
    from pipeline.stages.render.note.published import is_outdated
    from pipeline.stages.render.selection import select

    name = seminar.id
    if not view.recordings:
        raise UsageError(f"{name}: nothing was made of it yet; run: stenogram run {name}")
    shown = select(view, "all" if wanted.draft else "public")
    if not shown.view.recordings:
        raise UsageError(
            f'{name}: all its recordings are drafts; write state = "public" beside each that may'
            f" be published in {seminar.path / 'seminar.toml'}, or add --draft"
        )
    file = seminar.path / "summary.md"
    note = shown.view.note
    if view.note and not note and not wanted.automatic:
        raise UsageError(
            f"{file}: leads to a recording that is a draft; take that out of it, or make the"
            " recording public in seminar.toml"
        )
    if note and is_outdated(shown, note):
        _tell(
            f"{file}: the words below it have changed since it was approved; compare it with:"
            f" stenogram publish {name} --to md --automatic"
        )
    if not view.summary.sessions and (wanted.automatic or not note):
        _tell(f"{name}: there is no summary of the words that are there; run: stenogram run {name}")
    return shown


def _approve(seminar: "SeminarFolder", shown: "Shown", notes: "Notes") -> None:
    """Raises `UsageError` where there is a file already."""
    from pipeline.stages.render.note.content import basis
    from pipeline.stages.render.note.editors import approved_text, write_approved

    today = dt.datetime.now().astimezone().date()
    text = approved_text(notes.automatic(shown), today, basis(shown))
    path = write_approved(seminar.path, text)
    _tell(f"{path}: written; change it, then: stenogram run {seminar.id}")


def _data(kind: str, document: "Document", notes: "Notes", organiser: str) -> bytes:
    """The note in one format."""
    language = notes.options.language
    if kind == "docx":
        return _word(document, notes, organiser)
    if kind == "pdf":
        return _pdf(document, notes, organiser)
    if kind == "html":
        from pipeline.stages.render.note.html import html_fragment

        return html_fragment(document).encode()
    if kind == "md":
        from pipeline.stages.render.note.markdown import markdown_note

        return markdown_note(document).encode()
    from pipeline.stages.render.note.plain import plain_note
    from pipeline.stages.render.strings import strings

    return plain_note(document, strings(language)["note_links"]).encode()


def _word(document: "Document", notes: "Notes", organiser: str) -> bytes:
    from pipeline.stages.render.note.word import word_note
    from pipeline.stages.render.word_document import can_write_word

    if not can_write_word():
        raise UsageError("a Word document needs python-docx: pip install 'stenogram[documents]'")
    return word_note(document, organiser, notes.options.language)


def _pdf(document: "Document", notes: "Notes", organiser: str) -> bytes:
    from pipeline.pool import Pool
    from pipeline.stages.render.note.pdf import (
        LIMIT,
        can_write_pdf,
        pdf_bytes,
        pdf_data,
        pdf_template,
    )

    if not can_write_pdf():
        raise UsageError("a PDF needs Typst: pip install 'stenogram[pdf]'")
    arguments = (
        pdf_template(notes.templates),
        pdf_data(document, organiser, notes.options.language),
    )
    pool = Pool(1)
    try:
        data, accessible = pool.call(pdf_bytes, arguments, LIMIT)
    finally:
        pool.close()
    if not accessible:
        _tell("the PDF is tagged, but not PDF/UA: most likely no font has one of its letters")
    return data


def _tell(text: str) -> None:
    click.echo(safe(text), err=True)
