"""`stenogram search QUERY`: the same index and the same answers as the page."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import FAILED, safe
from pipeline.cli.progress import clock
from pipeline.cli.workspaces import workspace_of
from pipeline.errors import UsageError
from pipeline.stages.render import DRAFTS

if TYPE_CHECKING:
    from pipeline.search import Hit, Index, Results


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("-n", "--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--speaker", default="", metavar="NAME", help="Only what NAME says; a part will do.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--open", "open_", is_flag=True, help="Open the first place in the browser.")
@click.pass_context
def command(  # noqa: PLR0913 - options of the command line
    context: click.Context,
    query: tuple[str, ...],
    limit: int,
    speaker: str,
    *,
    as_json: bool,
    open_: bool,
) -> None:
    """Find where something was said, or which slide says it.

    Any inflected form finds every other, in drafts, too. Several words are looked for in one
    sentence or on one slide; "words in quotes" beside each other; =word is just this form, and
    after -- a -word must not be there. mówca:, sesja:, seminarium: and rok: keep to these. Case
    and diacritics do not matter. Exit code 1 when nothing is found.
    """
    site = workspace_of(context).site
    hits, results = _search(site, " ".join(query), limit, speaker)
    if as_json:
        click.echo(json.dumps([_data(hit, root) for hit, root in hits], ensure_ascii=False))
    else:
        for hit, root in hits:
            _print(hit, root)
        _summary(results, len(hits))
    if not hits:
        sys.exit(FAILED)
    if open_:
        hit, root = hits[0]
        click.launch(f"{(root / hit.url).as_uri()}#{hit.anchor}")


def _search(
    site: Path, query: str, limit: int, speaker: str
) -> tuple[list[tuple["Hit", Path]], list["Results"]]:
    """The best hits in the public index and in that of the drafts, each with its site's folder."""
    from pipeline.search import Index

    roots = [root for root in (site, site / DRAFTS) if (root / "search").is_dir()]
    if not roots:
        raise UsageError(f"{site}: there is no index yet; make one with: stenogram run")
    found: dict[tuple[str, float], tuple[Hit, Path]] = {}  # by document, and place in it
    results = []
    indexes = [Index(root / "search") for root in roots]
    _check_speaker(indexes, speaker)
    for root, index in zip(roots, indexes, strict=True):
        result = index.search(query, limit, speaker)
        results.append(result)
        for hit in result.hits:
            found.setdefault((hit.document_id, hit.start), (hit, root))
    best = sorted(found.values(), key=lambda pair: -pair[0].score)
    return best[:limit], results


def _check_speaker(indexes: list["Index"], speaker: str) -> None:
    """Raises `UsageError` where nobody is called so: an empty answer would mean something else."""
    if not speaker.strip() or any(index.named(speaker) for index in indexes):
        return
    known = sorted({name for index in indexes for name in index.speakers})
    told = f"; known are: {', '.join(known[:20])}" if known else ": no speaker is known by name"
    raise UsageError(f"nobody is called „{speaker}”{told}")


def _data(hit: "Hit", root: Path) -> dict[str, object]:
    slide = hit.kind == "deck"
    return {
        "recording": None if slide else hit.document_id,
        "deck": hit.document_id if slide else None,
        "seminar": hit.seminar,
        "title": hit.title,
        "session": hit.session,
        "speaker": hit.speaker or None,
        "doubtful": hit.doubtful,
        "date": hit.date,
        "start": None if slide else hit.start,
        "slide": int(hit.start) if slide else None,
        "excerpt": hit.excerpt,
        "marks": hit.marks,
        "page": _address(hit, root),
        "draft": root.name == DRAFTS,
    }


def _address(hit: "Hit", root: Path) -> str:
    return f"{root / hit.url}#{hit.anchor}"


def _print(hit: "Hit", root: Path) -> None:
    draft = " (draft)" if root.name == DRAFTS else ""
    where = f"slide {hit.start:.0f}" if hit.kind == "deck" else clock(hit.start)
    place = f"{hit.seminar} – {hit.title}{draft}, {where}"
    click.secho(safe(place + (f", {hit.session}" if hit.session else "")), bold=True)
    shown, at = "", 0
    for start, end in hit.marks:
        shown += safe(hit.excerpt[at:start]) + click.style(
            safe(hit.excerpt[start:end]), bold=True, fg="yellow"
        )
        at = end
    doubt = " (uncertain)" if hit.doubtful else ""
    said_by = f"{hit.speaker}{doubt}: " if hit.speaker else ""
    click.echo("  " + safe(said_by) + shown + safe(hit.excerpt[at:]))
    click.echo("  " + safe(_address(hit, root)))


def _summary(results: list["Results"], shown: int) -> None:
    """How many there are, in which forms, or what is said nowhere."""
    total = max(result.total for result in results)
    if total:
        forms = sorted({form for result in results for form in result.forms})
        click.echo(safe(f"{max(total, shown)} found, {shown} shown; forms: {', '.join(forms)}"))
        return
    unknown = [set(result.unknown) for result in results]
    nowhere = set.intersection(*unknown) if unknown else set()
    said = f"; said nowhere: {', '.join(sorted(nowhere))}" if nowhere else ""
    meant = sorted({result.suggested for result in results if result.suggested})
    instead = f"; did you mean: {', '.join(meant)}?" if meant else ""
    click.echo(safe(f"nothing found{said}{instead}"), err=True)
