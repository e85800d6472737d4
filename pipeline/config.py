"""The settings of a workspace: `stenogram.toml`, a table a stage, and where things lie."""

import dataclasses
import math
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.resources import shipped, user_cache
from pipeline.stages.diarise.options import DiariseOptions
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.match.options import MatchOptions
from pipeline.stages.render.options import RenderOptions, is_site_address
from pipeline.stages.render.theme import theme_faults
from pipeline.stages.repair.options import RepairOptions
from pipeline.stages.segment.options import SegmentOptions
from pipeline.stages.summarise.endpoint import faults
from pipeline.stages.summarise.options import SummariseOptions
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.watch.options import WatchOptions
from pipeline.toml import read_toml

FILE = "stenogram.toml"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How the work is spread over this computer."""

    jobs: int = 1
    """Recordings worked on at the same time; they share the cores, which one uses alone, too."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `stenogram.toml`; what it does not say has the default."""

    run: RunOptions = field(default_factory=RunOptions)
    download: DownloadOptions = field(default_factory=DownloadOptions)
    transcribe: TranscribeOptions = field(default_factory=TranscribeOptions)
    repair: RepairOptions = field(default_factory=RepairOptions)
    watch: WatchOptions = field(default_factory=WatchOptions)
    diarise: DiariseOptions = field(default_factory=DiariseOptions)
    match: MatchOptions = field(default_factory=MatchOptions)
    segment: SegmentOptions = field(default_factory=SegmentOptions)
    summarise: SummariseOptions = field(default_factory=SummariseOptions)
    render: RenderOptions = field(default_factory=RenderOptions)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with `seminars/`, `outputs/`, a stenogram.toml, perhaps models and templates."""

    root: Path

    @property
    def seminars(self) -> Path:
        """What people wrote: a folder a seminar."""
        return self.root / "seminars"

    @property
    def outputs(self) -> Path:
        """What the machine made."""
        return self.root / "outputs"

    @property
    def site(self) -> Path:
        """The pages."""
        return self.outputs / "site"

    @property
    def models(self) -> Path:
        """Where the weights lie: here if there is a folder for them, else in the user's cache."""
        here = self.root / "models"
        return here if here.is_dir() else user_cache() / "models"

    @property
    def templates(self) -> tuple[Path, ...]:
        """Folders of templates: this workspace's, which override, then ours."""
        ours = shipped("templates")
        here = self.root / "templates"
        return (here, ours) if here.is_dir() and here != ours else (ours,)

    def settings(self) -> Settings:
        """What `stenogram.toml` says, or the defaults. Raises `InvalidFile` with all its faults."""
        path = self.root / FILE
        if not path.is_file():
            return Settings()
        return read_toml(path, Settings, _out_of_range)


def _out_of_range(settings: Settings) -> list[str]:
    """What the types cannot say of the numbers."""
    checks = [
        (settings.run.jobs >= 1, "run.jobs: must be 1 or more"),
        (settings.download.max_height >= 0, "download.max_height: must be 0 or more"),
        (settings.download.max_gib > 0, "download.max_gib: must be more than 0"),
        (settings.download.max_hours > 0, "download.max_hours: must be more than 0"),
        (1 <= settings.transcribe.beam_size <= 20, "transcribe.beam_size: must be 1 to 20"),
        (1 <= settings.transcribe.batch_size <= 64, "transcribe.batch_size: must be 1 to 64"),
        (
            0 < settings.transcribe.vad_threshold < 1,
            "transcribe.vad_threshold: must be between 0 and 1",
        ),
        (
            20 <= settings.transcribe.part_length <= 1800,
            "transcribe.part_length: must be 20 to 1800 seconds",
        ),
        (settings.transcribe.cpu_threads >= 0, "transcribe.cpu_threads: must be 0 or more"),
        (0 <= settings.repair.caution <= 20, "repair.caution: must be 0 to 20"),
        (settings.diarise.min_speakers >= 1, "diarise.min_speakers: must be 1 or more"),
        (
            settings.diarise.max_speakers == 0
            or settings.diarise.max_speakers >= settings.diarise.min_speakers,
            "diarise.max_speakers: must be 0, or as many as min_speakers at least",
        ),
        (0 <= settings.match.min_confidence <= 1, "match.min_confidence: must be 0 to 1"),
        (0 <= settings.segment.min_confidence <= 1, "segment.min_confidence: must be 0 to 1"),
        (settings.segment.min_length > 0, "segment.min_length: must be more than 0"),
        (
            settings.segment.chapter_length > 0,
            "segment.chapter_length: must be more than 0",
        ),
        (0 < settings.summarise.share <= 1, "summarise.share: must be more than 0 and at most 1"),
        (settings.summarise.max_points >= 1, "summarise.max_points: must be 1 or more"),
        (
            settings.summarise.seminar_sentences >= 1,
            "summarise.seminar_sentences: must be 1 up",
        ),
        (settings.summarise.phrases >= 0, "summarise.phrases: must be 0 or more"),
        (
            not settings.summarise.endpoint or not faults(settings.summarise.endpoint),
            f"summarise.endpoint: {faults(settings.summarise.endpoint)}",
        ),
        (settings.summarise.timeout > 0, "summarise.timeout: must be more than 0"),
        (
            not settings.render.address or is_site_address(settings.render.address),
            "render.address: must start with http:// or https:// and have no ? and no #",
        ),
    ]
    endless = [
        (math.isfinite(value), f"{table.name}.{option.name}: must be a number with an end")
        for table in dataclasses.fields(settings)
        for option in dataclasses.fields(getattr(settings, table.name))
        if isinstance(value := getattr(getattr(settings, table.name), option.name), float)
    ]
    told = [fault for right, fault in checks + endless if not right]
    return [*told, *theme_faults(settings.render)]


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` is in. Raises `UsageError` when there is none."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return Workspace(folder)
    if (start / "seminars").is_dir():
        return Workspace(start)
    raise UsageError(f"{start}: no workspace is here; make one with: stenogram init")
