"""What can go wrong, as one small tree. Each message says what, where, and what to do next.

    StenogramError
    ├── UsageError        the request makes no sense as it stands
    │   └── InvalidFile   a file that a person wrote has faults: all of them at once
    ├── SourceError       a recording or deck cannot be had or read
    ├── ModelError        a speech model is missing, incomplete or not the pinned one
    ├── StageError        a stage could not make its artefact
    │   ├── MissingInput  what it is made from is not there
    │   └── WorkerLost    the process that did the work crashed
    │       ├── OutOfTime it took longer than it may
    │       └── Stopped   the run was stopped, and its processes with it
    ├── StoreError        an artefact cannot be read or written
    │   └── DiskFull      no space is left: the queue stops
    ├── EngineLost        the machines that do the work cannot be reached: the queue stops
    └── Busy              another run holds what this one needs

Errors know nothing of the command line: `cli` turns them into one line and an exit code.
"""

from collections.abc import Sequence


class StenogramError(Exception):
    """Any fault that a person can do something about."""


class UsageError(StenogramError):
    """The request makes no sense as it stands."""


class InvalidFile(UsageError):
    """A file that a person wrote has faults; `faults` holds one line for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type["InvalidFile"], tuple[tuple[str, ...]]]:
        """What another process makes it of again."""
        return InvalidFile, (self.faults,)


class SourceError(StenogramError):
    """A recording or deck cannot be had or read."""


class ModelError(StenogramError):
    """A speech model is missing, incomplete or not the pinned one."""


class StageError(StenogramError):
    """A stage could not make its artefact."""


class MissingInput(StageError):
    """What a stage makes its artefact from is not there."""


class WorkerLost(StageError):
    """The process that did the work crashed."""


class OutOfTime(WorkerLost):
    """It took longer than it may, and was ended."""


class Stopped(WorkerLost):
    """The run was stopped, and its processes with it."""


class StoreError(StenogramError):
    """An artefact cannot be read or written."""


class DiskFull(StoreError):
    """No space is left on the device that holds the outputs."""


class EngineLost(StenogramError):
    """The machines that do the work cannot be reached. No recording is to blame."""


class Busy(StenogramError):
    """Another run holds what this one needs."""
