"""The parts of a recording, recognised by whoever has room for one, and put in order again."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.engine import unheard
from pipeline.errors import StenogramError
from pipeline.stage import Model, Work
from pipeline.stages.transcribe.kept import PartWords, kept
from pipeline.stages.transcribe.options import TranscribeOptions
from pipeline.stages.transcribe.parts import Part
from pipeline.stages.transcribe.recognise import Place, get_ready, recognise

START = 600.0
"""Seconds that loading a model, or opening a file, may take."""
_LIMIT_PER_SECOND = 60.0
"""Seconds of work that a second of sound may take at most, before its process is replaced."""


Recognised = Future[tuple[PartWords, float]]
"""The words of a part, and the seconds that they took."""


@dataclass(slots=True, eq=False)
class _Begun:
    """A part that is being recognised, or has been."""

    number: int
    part: Part
    share: float
    """Seconds of the recording up to its end, from the end of the part before."""
    began: float
    done: float = 0.0
    """Seconds of its share."""
    words: Recognised = field(default_factory=Future)


@dataclass(slots=True)
class Recogniser:
    """Recognises parts as they come, logs when, and tells how much of the recording is done."""

    duration: float
    model: Model
    options: TranscribeOptions
    work: Work
    _began: float = field(default_factory=time.monotonic)
    _parts: list[_Begun] = field(default_factory=list)
    _loading: "Future[None] | None" = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def begun(self) -> int:
        """Parts that were begun so far."""
        return len(self._parts)

    def now(self) -> float:
        """Seconds since it was made."""
        return round(time.monotonic() - self._began, 2)

    def load(self) -> None:
        """Have the model loaded, while the first part is being decoded."""
        self._loading = self.work.submit(get_ready, self.model, limit=START, listen=unheard)
        self._loading.add_done_callback(lambda _: self.work.log("loaded", after=self.now()))

    def begin(self, part: Part) -> None:
        """Have the next part recognised, unless it was in an earlier run."""
        end = part.clips[-1].end
        before = self._parts[-1].part.clips[-1].end if self._parts else 0.0
        begun = _Begun(len(self._parts), part, end - before, self.now())
        self._parts.append(begun)
        known = kept(self.work.scratch, begun.number, part)
        if known is not None:
            begun.words.set_result((known, 0.0))
            self._progressed(begun, begun.share, 0.0)
            return
        place = Place(self.work.scratch, begun.number, part)
        limit = START + _LIMIT_PER_SECOND * (end - part.clips[0].start)
        listen = partial(self._progressed, begun)
        begun.words = self.work.submit(
            recognise, place, self.model, self.options, limit=limit, listen=listen
        )
        begun.words.add_done_callback(partial(self._ended, begun))

    def check(self) -> None:
        """Raise what a part has failed with so far."""
        for begun in self._parts:
            if begun.words.done():
                begun.words.result()

    def recognised(self, parts: Sequence[Part]) -> list[PartWords]:
        """The words of each part, in order; those not begun yet, or cut otherwise, are begun now.

        Raises at once what the first that fails raises.
        """
        same = 0
        while same < self.begun and parts[same : same + 1] == (self._parts[same].part,):
            same += 1
        self._parts[same:] = []  # decoded once more, a little otherwise: on another machine
        for part in parts[same:]:
            self.begin(part)
        waiting = {begun.words for begun in self._parts}
        while waiting:
            waiting = wait(waiting, return_when=FIRST_COMPLETED).not_done
            self.check()
        return [begun.words.result()[0] for begun in self._parts]

    def end(self) -> None:
        """Give up what has not begun, and wait for what has: nothing writes here after that."""
        futures: list[Future[Any]] = [begun.words for begun in self._parts]
        if self._loading is not None:
            futures.append(self._loading)
        wait([future for future in futures if not future.cancel()])

    def _progressed(self, begun: _Begun, done: float, _total: float) -> None:
        with self._lock:
            begun.done = max(begun.done, min(done, begun.share))
            so_far = sum(each.done for each in self._parts)
            self.work.progress(min(so_far, self.duration), self.duration)

    def _ended(self, begun: _Begun, words: Recognised) -> None:
        """Log a part that was recognised now."""
        try:
            seconds = words.result()[1]
        except (CancelledError, StenogramError):
            return  # told where its words are asked for
        self.work.log(
            "part",
            part=begun.number,
            start=round(begun.part.clips[0].start, 2),
            end=round(begun.part.clips[-1].end, 2),
            began=begun.began,
            ended=self.now(),
            seconds=seconds,
        )
        self._progressed(begun, begun.share, 0.0)
