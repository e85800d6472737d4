"""Scenes of a film: what changed in the picture, when, and what could not be looked at."""

import base64
from pathlib import Path

import numpy as np
import pytest

from pipeline.artefacts import Recording
from pipeline.errors import SourceError, WorkerLost
from pipeline.shown import Scenes
from pipeline.stages.watch import watch
from pipeline.stages.watch.changes import Changes
from pipeline.stages.watch.options import WatchOptions
from pipeline.stages.watch.watching import watched
from tests.stages.lending import LentWork
from tests.stages.pictures import beside_a_face, card, film, slide, sound_alone


def _recording(*, has_picture: bool = True) -> Recording:
    return Recording("media.mp4", "", 0, 30.0, 30.0, has_picture)


def _starts(scenes: Scenes) -> list[float]:
    return [each.start for each in scenes.scenes]


def test_each_slide_is_a_scene_that_begins_when_it_is_shown(tmp_path: Path) -> None:
    pictures = [card()] * 14 + [slide(1)] * 19 + [slide(2)] * 27
    scenes = watched(film(tmp_path / "a.mp4", pictures), 30.0)
    assert _starts(scenes) == [0.0, pytest.approx(7.0, abs=0.6), pytest.approx(16.5, abs=0.6)]
    assert [each.end for each in scenes.scenes] == [*_starts(scenes)[1:], 30.0]


def test_a_look_is_small_and_as_the_picture_is(tmp_path: Path) -> None:
    scenes = watched(film(tmp_path / "a.mp4", [slide(1)] * 8), 4.0)
    assert (scenes.width, scenes.height) == (96, 54)
    (scene,) = scenes.scenes
    look = np.frombuffer(base64.b64decode(scene.look), np.uint8).reshape(54, 96)
    assert look[2].mean() < 90
    assert look[8].mean() > 200


def test_one_word_more_on_a_slide_is_another_scene(tmp_path: Path) -> None:
    more = slide(1).copy()
    more[150:160, 60:110] = 40
    scenes = watched(film(tmp_path / "a.mp4", [slide(1)] * 24 + [more] * 24), 24.0)
    assert _starts(scenes) == [0.0, pytest.approx(12.0, abs=0.6)]


def test_who_moves_beside_a_slide_makes_no_scenes_after_a_while(tmp_path: Path) -> None:
    pictures = [beside_a_face(slide(1 + number // 80), number / 2) for number in range(160)]
    starts = _starts(watched(film(tmp_path / "a.mp4", pictures), 80.0))
    assert any(abs(start - 40.0) < 1.1 for start in starts)
    assert len([start for start in starts if 20.0 < start < 38.0]) <= 4


def test_light_that_changes_all_over_changes_nothing() -> None:
    changes = Changes()
    picture = slide(1)[::4, ::4]
    assert not changes.between(picture, picture - 30)


def test_sound_alone_has_no_scenes(tmp_path: Path) -> None:
    assert watched(sound_alone(tmp_path / "a.m4a"), 2.0) == Scenes(())


@pytest.mark.parametrize("error", [SourceError("broken"), WorkerLost("crashed")])
def test_a_picture_that_cannot_be_decoded_costs_a_note(tmp_path: Path, error: Exception) -> None:
    def fail(*_: object) -> object:
        raise error

    work = LentWork(tmp_path)
    work.instead["watched"] = fail
    assert watch(_recording(), WatchOptions(), work) == Scenes(())
    (note,) = work.noted
    assert "words alone" in note


def test_a_picture_of_which_nothing_is_decoded_costs_a_note(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    work.instead["watched"] = lambda *_: Scenes((), 96, 54)
    assert watch(_recording(), WatchOptions(), work).scenes == ()
    assert len(work.noted) == 1


def test_a_file_that_is_damaged_gives_the_scenes_that_are_left(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", [slide(1)] * 40 + [slide(2)] * 40)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(400)
    path.write_bytes(bytes(content))
    scenes = watched(path, 40.0).scenes
    assert scenes
    assert scenes[0].start == 0.0
    assert scenes[-1].end == 40.0


def test_nothing_is_looked_at_where_it_is_not_wanted(tmp_path: Path) -> None:
    work = LentWork(tmp_path)
    assert watch(_recording(), WatchOptions(enabled=False), work) == Scenes(())
    assert watch(_recording(has_picture=False), WatchOptions(), work) == Scenes(())
    assert work.tasks == []
