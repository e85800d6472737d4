"""The seminars that a run is asked for: each once, all faults told together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.cli.listed import Listed, listed
from pipeline.cli.sources import Sourced, sourced
from pipeline.config import Workspace
from pipeline.errors import InvalidFile, SourceError, UsageError
from pipeline.seminar import SeminarFolder, seminar_folders
from pipeline.stages.download.options import DownloadOptions


@dataclass(frozen=True, slots=True)
class Gathering:
    """Finds and writes the seminars of a workspace that sources stand for."""

    workspace: Workspace
    options: DownloadOptions
    read: Callable[[Path], SeminarFolder]
    """Reads a seminar that is declared."""
    separate: bool
    """Whether a list of recordings is a seminar for each."""

    def sourced(
        self, sources: Sequence[str], lists: Sequence[Path]
    ) -> tuple[list[Sourced], list[str]]:
        """What the sources stand for, and the faults of those that stand for nothing.

        Raises `InvalidFile` where none does, `UsageError` where there is nothing to do.
        """
        seminars = self.workspace.seminars
        if sources or lists:
            wanted, faults = listed(sources, lists)
        else:
            wanted, faults = [Listed(str(path)) for path in seminar_folders(seminars)], []
            if not wanted and not self.workspace.site.is_dir():
                raise UsageError(f"{seminars}: no seminar is here; name a SOURCE: a file or URL")
        found: dict[str, Sourced] = {}
        for each in wanted:
            try:
                for one in self._of(each.source):
                    self._add(found, one)
            except (UsageError, SourceError) as error:
                faults += [f"{each.where}{line}" for line in str(error).splitlines()]
        if faults and not found:
            raise InvalidFile(faults)
        return list(found.values()), faults

    def _of(self, source: str) -> list[Sourced]:
        return sourced(source, self.workspace, self.options, self.read, separate=self.separate)

    @staticmethod
    def _add(found: dict[str, Sourced], one: Sourced) -> None:
        """Each once; two new ones that would be called the same get names of their own."""
        name = one.folder.name
        other = found.get(name)
        if other is not None and one.is_new and one.seminar != other.seminar:
            numbered = (f"{name}-{number}" for number in range(2, 10_000))
            name = next(
                new
                for new in numbered
                if new not in found and not one.folder.with_name(new).exists()
            )
            one = replace(one, folder=one.folder.with_name(name))
        found.setdefault(name, one)

    def written(self, found: Sequence[Sourced], say: Callable[[str], None]) -> list[SeminarFolder]:
        """The seminars, declared; `say` hears what was written. Raises `UsageError`."""
        seminars = []
        home = self.workspace.seminars.resolve()
        for each in found:
            seminar, said = each.write(self.workspace.outputs)
            if seminar.path.parent.resolve() != home:
                # The site is made of what lies in the workspace: it would never be in it.
                raise UsageError(
                    f"{seminar.path}: is not in this workspace; move the folder into "
                    f"{self.workspace.seminars}, or name its workspace with --workspace"
                )
            if not seminar.recordings:
                said += (f"{seminar.id}: no recordings are declared yet; add [[recordings]]",)
            for line in said:
                say(line)
            seminars.append(seminar)
        return seminars
