"""The table `[transcribe]` of stenogram.toml."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class TranscribeOptions:
    """How sound becomes words."""

    model: str = field(default="auto", metadata={"recipe": False})
    """A name from `stenogram models`; `auto`: the best one in place, else `base`."""
    beam_size: int = 5
    """Readings kept while a word is searched; more is slower and hardly better."""
    batch_size: int = 8
    """Clips recognised at the same time; more takes more memory and little less time."""
    vad_threshold: float = 0.5
    """From which probability on a moment counts as speech, in [0, 1]."""
    part_length: float = 300.0
    """Seconds of sound that are recognised and saved at a time, cut at silences."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where the model runs."""
    compute_type: Literal[
        "auto", "int8", "int8_float16", "int8_float32", "float16", "bfloat16", "float32"
    ] = "auto"
    """Number format of the weights; `auto` is int8 on a processor, float16 on a GPU."""
    cpu_threads: int = field(default=0, metadata={"recipe": False})
    """Threads of recognition; 0 takes all cores of this computer, shared by `[run] jobs`."""
