"""Who speaks: diarisation error rate, the number of speakers, speed and memory.

DER after NIST: collar 0.25 s, overlap counted, the number of speakers unknown. The demo and
`nemo-dev` (gaps varied, room noise added) are recognised first, as in a run; the scenes have known
words, so that they tell of voices alone. Speeds are of the stage, sound decoded anew.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.clock import Clock, peak_mib
from bench.confidence import reliability
from bench.corpora import CHECKOUT, DEMO
from bench.diarisation import Errors, Stretch, errors, stretches
from bench.levels import levels
from bench.ours import bench_for, made
from bench.scenes import (
    Clip,
    Scene,
    alone,
    demo_clips,
    demo_known,
    human_clips,
    in_turn,
    lasting,
    varied,
)
from pipeline.artefacts import Transcript, Turns
from pipeline.canonical import pretty, typed
from pipeline.catalogue import Catalogue
from pipeline.config import find_workspace
from pipeline.owners import owners_of
from pipeline.resources import cores
from pipeline.seminar import DeclaredRecording, Seminar, SeminarFolder, read_seminar
from pipeline.stage import VoiceModel
from pipeline.stages.diarise.clustering import Bounds
from pipeline.stages.diarise.diarising import Order, diarised

_APART = 10_000.0  # seconds between recordings that are counted together
_HEAD = f"{'':24} {'DER':>6} {'missed':>7} {'false':>6} {'conf.':>6} {'speakers':>9} {'x real':>7}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _row(name: str, found: Errors, times: float) -> str:
    shares = [
        f"{100 * seconds / found.known:5.1f}%"
        for seconds in (found.missed, found.false_alarm, found.confused)
    ]
    known, told = found.speakers
    rate = f"{100 * found.rate:5.1f}%"
    shown = " ".join([f"{rate:>6} {shares[0]:>7}", *shares[1:]])
    return f"{name:24} {shown} {told:4} of {known} {times:7.1f}"


def _together(parts: Sequence[Sequence[Stretch]]) -> list[Stretch]:
    """The stretches of several recordings as if they were one: a speaker is the same in all."""
    return [
        Stretch(number * _APART + each.start, number * _APART + each.end, each.speaker)
        for number, part in enumerate(parts)
        for each in part
    ]


def _whole(seminar: SeminarFolder, known: Sequence[Sequence[Stretch]], folder: Path) -> str:
    """All stages as in a run, then what is wrong in the turns."""
    bench = bench_for(_catalogue(), cores(), folder)
    owner = owners_of(seminar, folder)
    for child in owner.children:
        for _ in made(child, bench):
            pass
    clock = Clock()
    next(made(owner, bench))  # `diarise` is a seminar's first stage
    seconds = clock.spent().wall_seconds
    turns = owner.made[Turns].read(Turns)
    found = [list(stretches(turns.of(each.id))) for each in seminar.recordings]
    length = sum(part[-1].end for part in known)
    row = _row(seminar.declared.title, errors(_together(known), _together(found)), length / seconds)
    heard = [{each.speaker for each in part} for part in known]
    told = [{each.speaker for each in part} for part in found]
    if len(known) > 1:
        row += f"   in both: {len(told[0] & told[1])} of {len(heard[0] & heard[1])}"
    return row


def _demo(folder: Path) -> str:
    demo = read_seminar(DEMO)
    seminar = SeminarFolder(demo.path, replace(demo.declared, title="demo, both days", glossary=()))
    return _whole(seminar, [demo_known(each.id) for each in demo.recordings], folder)


def _human(clips: Sequence[Clip], folder: Path) -> Iterator[str]:
    """Human sentences in their order, and in any: there a turn has one sentence."""
    mixed = [clips[number] for number in np.random.default_rng(2).permutation(len(clips))]
    for title, order in (("nemo-dev, varied", clips), ("nemo-dev, shuffled", mixed)):
        scene = varied(order, seed=1)
        media = scene.write(folder / f"{title.replace(', ', '-')}.wav")
        recordings = (DeclaredRecording(id="recording", file=str(media)),)
        seminar = SeminarFolder(folder / media.stem, Seminar(title, recordings=recordings))
        yield _whole(seminar, [scene.known], folder / media.stem)


def _scene(name: str, scene: Scene, folder: Path) -> str:
    """The stage alone on a scene with known words."""
    turns, seconds = heard(scene, folder)
    found = list(stretches(turns.of("scene")))
    return _row(name, errors(scene.known, found), scene.transcript.duration / seconds)


def heard(scene: Scene, folder: Path) -> tuple[Turns, float]:
    """The turns of a scene, and the seconds that they took."""
    order = Order("scene", scene.write(folder / "scene.wav"), scene.transcript)
    clock = Clock()
    turns = diarised([order], Bounds(), _model())
    return turns, clock.spent().wall_seconds


def _sure(clips: Sequence[Clip], folder: Path) -> Iterator[str]:
    """How sure turns of one sentence are told to be in six rooms, and how many are right."""
    told = []
    for seed in range(6):
        order = np.random.default_rng(seed).permutation(len(clips))
        scene = varied([clips[int(number)] for number in order], seed)
        noise = np.random.default_rng(seed).standard_normal(len(scene.sound)).astype(np.float32)
        scene = replace(scene, sound=scene.sound + np.float32(0.005 * (seed % 3)) * noise)
        told.append((scene.known, heard(scene, folder)[0].of("scene")))
    yield from reliability(told)


def _scenes(folder: Path) -> Iterator[str]:
    by_speaker: dict[str, list[Clip]] = {}
    for clip in [*demo_clips(), *human_clips()]:
        by_speaker.setdefault(clip.speaker, []).append(clip)
    for speaker, clips in by_speaker.items():
        yield _scene(f"{speaker} alone, 20 min", alone(clips, 1200.0, seed=0), folder)
    for one, other in _SAME_SEX:
        if one in by_speaker and other in by_speaker:
            for pause in (0.3, 0.0):
                scene = in_turn(by_speaker[one], by_speaker[other], 3.0, pause)
                yield _scene(f"{one} and {other}, pauses {pause:g} s", scene, folder)


_SAME_SEX = [
    ("HW", "LT"), ("JP", "SR"), ("ZK", "DS"), ("BM", "SB"), ("DS", "WK"),
    ("EB0", "KD0"), ("IC0", "MK0"), ("KS0", "MP0"), ("SM0", "TP0"), ("MP0", "WR0"),
]  # fmt: skip
"""Speakers who take turns every 3 s."""


def _catalogue() -> Catalogue:
    return Catalogue(find_workspace(CHECKOUT).models)


def _model() -> VoiceModel:
    catalogue = _catalogue()
    model = catalogue.voices()
    catalogue.fetch(catalogue.entry(model.name))
    return model


def _lengths(minutes: Sequence[float], folder: Path) -> Iterator[str]:
    """Speed and peak memory, in a process for each length."""
    yield f"{'length':24} {'x real':>7} {'peak MiB':>9} {'x first':>8}"
    clips = [*demo_clips(), *human_clips()]
    words, first = folder / "long.json", 0.0
    for length in minutes:
        media, transcript = lasting(clips, 60 * length, folder / "long.wav")
        words.write_bytes(pretty(transcript))
        told = subprocess.run(
            [sys.executable, "-m", "bench.speakers", "--one", media, words],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        seconds, peak = json.loads(told.stdout)
        first = first or peak
        yield f"{f'{length:g} min':24} {60 * length / seconds:7.1f} {peak:9.0f} {peak / first:8.2f}"


def _one(media: Path, words: Path) -> str:
    """The seconds and the peak memory in MiB of the stage, in this process."""
    transcript = typed(json.loads(words.read_text(encoding="utf-8")), Transcript)
    clock = Clock()
    diarised([Order("long", media, transcript)], Bounds(), _model())
    return json.dumps([clock.spent().wall_seconds, peak_mib()])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.speakers", description=__doc__)
    parser.add_argument("--minutes", nargs="*", type=float, default=[20.0, 240.0])
    parser.add_argument(
        "--scenes", action="store_true", help="one alone, two in turn, levels, confidence"
    )
    parser.add_argument("--one", nargs=2, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.one:
            _say(_one(*asked.one))
            return
        _say(_HEAD)
        _say(_demo(folder / "demo"))
        for row in (*_human(human_clips(), folder),) if human_clips() else ():
            _say(row)
        if asked.scenes:
            _say("")
            clips = human_clips() or demo_clips()
            for row in (*levels(clips, _model()), "", *_sure(clips, folder), "", _HEAD):
                _say(row)
            for row in _scenes(folder):
                _say(row)
        _say("")
        for row in _lengths(asked.minutes, folder):
            _say(row)


if __name__ == "__main__":
    main()
