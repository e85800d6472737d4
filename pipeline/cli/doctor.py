"""`stenogram doctor`: whether everything that is needed is there."""

import importlib.metadata
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from pipeline import __version__
from pipeline.cli.group import FAILED
from pipeline.cli.workspaces import workspace_of
from pipeline.config import Workspace
from pipeline.errors import StenogramError
from pipeline.stages.transcribe.options import TranscribeOptions

_PACKAGES = ("faster-whisper", "ctranslate2", "av", "onnxruntime", "yt-dlp", "pypdfium2")
_WANTED_GB = 2.0


@dataclass(frozen=True, slots=True)
class _Finding:
    what: str
    right: bool
    told: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Look whether everything that is needed is there: versions, model, disk.

    Exit code 1 when something is missing.
    """
    findings = list(_findings(context))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'✓' if finding.right else '✗'} {finding.what}: {finding.told}")
    if not all(finding.right for finding in findings):
        sys.exit(FAILED)


def _findings(context: click.Context) -> Iterator[_Finding]:
    yield _Finding("stenogram", right=True, told=__version__)
    version = platform.python_version()
    yield _Finding("Python", sys.version_info >= (3, 11), f"{version}; 3.11 or later is needed")
    for package in _PACKAGES:
        yield _package(package)
    yield _inflection()
    try:
        workspace = workspace_of(context)
    except StenogramError as error:
        yield _Finding("workspace", right=False, told=str(error))
        return
    yield from _of_workspace(workspace)


def _package(name: str) -> _Finding:
    try:
        return _Finding(name, right=True, told=importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return _Finding(name, right=False, told=f"not installed; run: pip install {name}")


def _inflection() -> _Finding:
    from pipeline.language import lexicon

    try:
        words = lexicon()
    except ImportError:
        return _Finding("Polish inflection", right=False, told="run: pip install morfeusz2")
    if words.generates:
        return _Finding("Polish inflection", right=True, told="Morfeusz, with whole paradigms")
    return _Finding(
        "Polish inflection",
        right=True,
        told="simplemma: no Morfeusz here, so search finds forms that were said, and fewer of them",
    )


def _of_workspace(workspace: Workspace) -> Iterator[_Finding]:
    from pipeline.catalogue import Catalogue
    from pipeline.cli.speakers import INSTALL
    from pipeline.resources import cores

    try:
        settings = workspace.settings()
        yield _Finding("workspace", right=True, told=str(workspace.root))
    except StenogramError as error:
        yield _Finding("workspace", right=False, told=str(error))
        return
    catalogue = Catalogue(workspace.models)
    try:
        entry = catalogue.choose(settings.transcribe.model)
        state = "in place" if catalogue.in_place(entry) else "will be put in place by the first run"
        yield _Finding("speech model", right=True, told=f"{entry.name}, {state}")
    except StenogramError as error:
        yield _Finding("speech model", right=False, told=str(error))
    voices = catalogue.voices()
    told = voices.name if voices.revision else f"none, so who speaks is not told; {INSTALL}"
    yield _Finding("voice model", right=True, told=told)
    wanted = settings.transcribe
    threads = wanted.cpu_threads or cores()
    yield _Finding("processor", right=True, told=f"{cores()} cores, {threads} threads used")
    yield _recognition(wanted)
    yield _disk(workspace.outputs)


def _recognition(wanted: TranscribeOptions) -> _Finding:
    from pipeline.speech import placement

    try:
        device, compute_type = placement(wanted.device, wanted.compute_type)
    except (ImportError, RuntimeError) as error:
        return _Finding("recognition", right=False, told=str(error))
    told = f"{device}, {compute_type}, {wanted.batch_size} clips at a time"
    return _Finding("recognition", right=True, told=told)


def _disk(outputs: Path) -> _Finding:
    folder = next(path for path in (outputs, *outputs.parents) if path.exists())
    free = shutil.disk_usage(folder).free / 1e9
    writable = os.access(folder, os.W_OK)
    told = f"{free:.1f} GB free in {folder}" + ("" if writable else ", which cannot be written to")
    return _Finding("disk", writable and free >= _WANTED_GB, told)
