"""The whole site from everything that was made: the public part, and the drafts beside it."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.canonical import digest
from pipeline.errors import UsageError
from pipeline.files import TEMPORARY, sweep
from pipeline.stages.render import manifest as manifests
from pipeline.stages.render.hostile import verified_id
from pipeline.stages.render.indexing import private_index
from pipeline.stages.render.manifest import Manifest, Root
from pipeline.stages.render.options import DRAFTS, RenderOptions
from pipeline.stages.render.pages import assets, digest_of_pages, site_folders
from pipeline.stages.render.root import Plan, SiteBuilder, Tally
from pipeline.stages.render.seminar_files import Bench
from pipeline.stages.render.theme import dress
from pipeline.stages.render.views import SeminarEntry, SiteReport
from pipeline.stages.render.word_document import can_write_word

VERSION = 9
_TAKEN = frozenset({DRAFTS, "assets", "search"})


def render_site(
    entries: Sequence[SeminarEntry],
    outputs: Path,
    templates: Sequence[Path],
    options: RenderOptions,
    *,
    word: bool | None = None,
) -> SiteReport:
    """Brings `outputs/site` up to date and tells what was done.

    `templates` are searched in order, for files below `site/`; Word documents are made as `word`
    says, by default where python-docx is installed. Nothing is loaded of a seminar whose pages
    are right. Raises `UsageError` for an id that cannot name a page, `StoreError`
    where a file cannot be read or written.
    """
    _check(entries)
    ledger = outputs / manifests.FILE
    old, tally = manifests.read(ledger), Tally()
    word = can_write_word() if word is None else word
    plans = _plans(entries, outputs, templates, options, word=word)
    builders = [SiteBuilder(plan, old.roots.get(plan.name, Root()), tally) for plan in plans]
    names = {builder.plan.name for builder in builders}
    current = all(builder.is_current() for builder in builders)
    if old.settled and names == old.roots.keys() and current:
        return SiteReport((), _count(old.roots.values()), ())
    _tidy(ledger, outputs / "site")
    manifests.write(ledger, Manifest(settled=False, roots=old.roots))
    new = Manifest(settled=True, roots={each.plan.name: each.build() for each in builders})
    _remove(outputs, _files(old) | _strays(outputs / "site", old), _files(new), tally)
    if DRAFTS not in names:
        for left in (outputs / "site" / DRAFTS, private_index(outputs, DRAFTS)):
            shutil.rmtree(left, ignore_errors=True)
    manifests.write(ledger, new)
    return SiteReport(tuple(tally.made), tally.kept, tuple(tally.removed))


def merge_index(
    entries: Sequence[SeminarEntry],
    outputs: Path,
    templates: Sequence[Path],
    options: RenderOptions,
) -> None:
    """Makes the index of search anew where a delta stands beside its base. Raises `StoreError`."""
    for plan in _plans(entries, outputs, templates, options, word=False):
        if plan.folder.is_dir():
            SiteBuilder(plan, Root(), Tally()).index(merge=True)


def _tidy(ledger: Path, site: Path) -> None:
    """Takes away the temporaries of a run that was killed, and only those of this stage."""
    sweep(site, deep=True)
    for draft in ledger.parent.glob(f".{ledger.name}.*{TEMPORARY}"):
        draft.unlink(missing_ok=True)


def _plans(
    entries: Sequence[SeminarEntry],
    outputs: Path,
    templates: Sequence[Path],
    options: RenderOptions,
    *,
    word: bool,
) -> list[Plan]:
    folders = site_folders(templates)
    look, found = dress(options, outputs.parent, assets(folders))
    state = digest_of_pages(folders)
    recipe = digest(["render", VERSION, options, state, look, word])
    public = tuple(entry for entry in entries if entry.public)
    drafts = tuple(entry for entry in entries if entry.draft)
    place = outputs / "site"
    bench = Bench(outputs, place, "public", options, folders, state, look, word)
    site = Plan("", public, recipe, bench, found)
    if not drafts:
        return [site]
    below = replace(bench, folder=place / DRAFTS, selection="all")
    return [site, replace(site, name=DRAFTS, entries=drafts, bench=below)]


def _check(entries: Sequence[SeminarEntry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = verified_id(entry.info.id)
        if name in _TAKEN or name in seen:
            raise UsageError(f"{name!r} cannot name a seminar: the name is taken; choose another")
        seen.add(name)


def _count(roots: Iterable[Root]) -> int:
    return sum(
        len(root.files) + sum(len(built.files) for built in root.seminars.values())
        for root in roots
    )


def _files(manifest: Manifest) -> set[str]:
    """All files of all sites, relative to the folder `site`."""
    found: set[str] = set()
    for name, root in manifest.roots.items():
        folder = f"{name}/" if name else ""
        found.update(folder + file for file in root.files)
        for built in root.seminars.values():
            found.update(folder + file for file in built.files)
    return found


def _strays(site: Path, old: Manifest) -> set[str]:
    """What a run that was cut short may have left; a file of someone else at the top stays."""
    if old.settled or not site.is_dir():
        return set()
    found = (path for path in site.glob("*/**/*") if path.is_file() or path.is_symlink())
    names = (path.relative_to(site) for path in found)
    return {name.as_posix() for name in names if "search" not in name.parts[:2]}


def _remove(outputs: Path, before: set[str], wanted: set[str], tally: Tally) -> None:
    """Removes what is no longer wanted, and the folders that this leaves empty."""
    site = outputs / "site"
    for name in sorted(before - wanted):
        path = site / name
        path.unlink(missing_ok=True)
        tally.removed.append(f"site/{name}")
        for folder in path.parents:
            if folder == site or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
