"""Loudness after EBU R128, and sound freed of what lies below hearing: an offset, a rumble."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from av import AudioFrame
    from av.filter import Graph

Wave = npt.NDArray[np.float32]
"""Shape (samples,), full scale 1."""
_LOWEST_HZ = 5  # far below any voice: nothing of it is changed, nor is its phase
_SILENT = -70.0  # LUFS; what FFmpeg gives where nothing passed the gate


class Levelled:
    """Passes sound on without its offset, as long as it came, and measures it on the way."""

    def __init__(self, rate_hz: int) -> None:
        self._rate = rate_hz
        self._position = 0
        self._loudness = _SILENT

    @property
    def loudness(self) -> float | None:
        """Integrated loudness so far in LUFS; `None` where there was nothing but silence."""
        return self._loudness if self._loudness > _SILENT else None

    def of(self, waves: Iterable[Wave]) -> Iterator[Wave]:
        """The same sound in other blocks."""
        graph = self._graph()
        for wave in waves:
            graph.push(self._frame(wave))
            yield from self._pulled(graph)
        graph.push(None)
        yield from self._pulled(graph)

    def _graph(self) -> "Graph":
        from av.filter import Graph

        graph = Graph()
        source = graph.add_abuffer(
            sample_rate=self._rate,
            format="flt",
            layout="mono",
            time_base=Fraction(1, self._rate),
        )
        steps = [
            graph.add("highpass", f"f={_LOWEST_HZ}"),
            graph.add("ebur128", "metadata=1"),
            graph.add("aformat", f"sample_fmts=flt:sample_rates={self._rate}"),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(source, *steps).configure()
        return graph

    def _frame(self, wave: Wave) -> "AudioFrame":
        from av import AudioFrame

        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(wave).reshape(1, -1), format="flt", layout="mono"
        )
        frame.sample_rate, frame.pts = self._rate, self._position
        frame.time_base = Fraction(1, self._rate)
        self._position += len(wave)
        return frame

    def _pulled(self, graph: "Graph") -> Iterator[Wave]:
        import av

        while True:
            try:
                frame = graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self._loudness = float(frame.metadata.get("lavfi.r128.I", self._loudness))
            yield frame.to_ndarray().reshape(-1).astype(np.float32, copy=False)
