"""One site: a folder with its first page, search, and a folder for each seminar.

Built twice where there are drafts: the public site, and below it that of the drafts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.canonical import digest
from pipeline.files import look_of
from pipeline.search import is_current
from pipeline.stages.render.indexing import INDEX, private_index, sources
from pipeline.stages.render.manifest import Built, Root
from pipeline.stages.render.options import RenderOptions
from pipeline.stages.render.selection import Selection
from pipeline.stages.render.seminar_files import Bench, written_anew
from pipeline.stages.render.shared import shared_files
from pipeline.stages.render.together import Job, make_seminars
from pipeline.stages.render.views import SeminarEntry


@dataclass(frozen=True, slots=True)
class Plan:
    """One site to build."""

    name: str
    """Its folder below `outputs/site`; empty for the public site."""
    entries: tuple[SeminarEntry, ...]
    recipe: str
    """Of what every page shares: options, templates, version."""
    bench: Bench
    assets: Mapping[str, bytes]

    @property
    def outputs(self) -> Path:
        """Where everything is that the machine made."""
        return self.bench.outputs

    @property
    def folder(self) -> Path:
        """Where the site lies."""
        return self.bench.folder

    @property
    def selection(self) -> Selection:
        """What of each seminar it shows."""
        return self.bench.selection

    @property
    def options(self) -> RenderOptions:
        """What the owner of the workspace chose."""
        return self.bench.options

    @property
    def private(self) -> Path:
        """Where the index of search keeps what is not published."""
        return private_index(self.outputs, self.name)


@dataclass(slots=True)
class Tally:
    """What a run did so far."""

    made: list[str] = field(default_factory=list)
    kept: int = 0
    removed: list[str] = field(default_factory=list)


class SiteBuilder:
    """Brings one site up to date with what was built before."""

    def __init__(self, plan: Plan, old: Root, tally: Tally) -> None:
        self.plan = plan
        self.tally = tally
        self.old = old
        self.new = Root()

    def is_current(self) -> bool:
        """Whether there is nothing to do; loads nothing."""
        plan = self.plan
        return (
            self.old.recipe == self._shared_recipe()
            and self.old.seminars.keys() == {entry.info.id for entry in plan.entries}
            and self.old.look == look_of(plan.folder, self.old.files)
            and self._is_searchable()
            and all(self._kept(entry) is not None for entry in plan.entries)
        )

    def build(self) -> Root:
        """Makes what is missing or changed. One seminar is in memory at a time."""
        known = {entry.info.id: self._kept(entry) for entry in self.plan.entries}
        jobs = [
            Job(entry.info.id, self._recipe(entry), entry.load)
            for entry in self.plan.entries
            if known[entry.info.id] is None
        ]
        self.tally.kept += sum(len(built.files) for built in known.values() if built)
        for job, made in make_seminars(self.plan.bench, jobs):
            known[job.home] = made.built
            self.tally.made.extend(self._told(name) for name in made.written)
            self.tally.kept += len(made.built.files) - len(made.written)
        self.new.seminars = {name: built for name, built in known.items() if built}
        self._shared()
        self.new.look = look_of(self.plan.folder, self.new.files)
        return self.new

    def _kept(self, entry: SeminarEntry) -> Built | None:
        built = self.old.seminars.get(entry.info.id)
        if built is None or built.recipe != self._recipe(entry):
            return None
        return built if built.look == look_of(self.plan.folder, built.files) else None

    def _is_searchable(self) -> bool:
        plan = self.plan
        found = sources(plan.entries, plan.selection, plan.options.language)
        return is_current(found, plan.folder / INDEX, plan.private)

    def index(self, *, merge: bool = False) -> bool:
        """Brings the index of search up to date; whether anything was read for it."""
        from pipeline.search import update_index  # numpy, the lexicon, and all that reads words

        plan = self.plan
        found = sources(plan.entries, plan.selection, plan.options.language)
        report = update_index(found, plan.folder / INDEX, plan.private, merge=merge)
        return report.read > 0

    def _recipe(self, entry: SeminarEntry) -> str:
        return digest([self.plan.recipe, entry.info.id, entry.digest, self.plan.selection])

    def _shared_recipe(self) -> str:
        parts = [self.plan.recipe, *(self._recipe(entry) for entry in self.plan.entries)]
        return digest([*parts, *sorted(digest(data.hex()) for data in self.plan.assets.values())])

    def _write(self, name: str, data: bytes) -> str:
        if written_anew(self.plan.folder / name, data):
            self.tally.made.append(self._told(name))
        else:
            self.tally.kept += 1
        return name

    def _told(self, name: str) -> str:
        return (self.plan.folder / name).relative_to(self.plan.outputs).as_posix()

    def _shared(self) -> None:
        """What is of all seminars: lists, feeds, the page of search and its index, the assets."""
        plan = self.plan
        files = {
            **dict(shared_files(list(self.new.seminars.values()), plan.bench)),
            **{f"assets/{name}": data for name, data in sorted(plan.assets.items())},
        }
        self.new.files = tuple(self._write(name, data) for name, data in files.items())
        self.new.recipe = self._shared_recipe()
        if not self._is_searchable() and self.index():
            self.tally.made.append(self._told("search"))
