"""Stages and options as the runner and the documents see them."""

import dataclasses

import pytest

from pipeline.artefacts import Transcript
from pipeline.config import Settings
from pipeline.errors import StenogramError
from pipeline.options import documented
from pipeline.owners import STAGES
from pipeline.stage import Model, Of, collected

_TABLES = [(field.name, field.type) for field in dataclasses.fields(Settings)]


@pytest.mark.parametrize(("table", "kind"), _TABLES, ids=[name for name, _ in _TABLES])
def test_every_option_says_what_it_means(table: str, kind: type) -> None:
    options = documented(kind)
    assert options
    for option in options:
        assert len(option.meaning) > 15, f"{table}.{option.name}"
        assert option.meaning.endswith((".", "]")), f"{table}.{option.name}"


def test_each_stage_of_a_recording_has_its_options_in_the_settings() -> None:
    settings = Settings()
    for stage in STAGES:
        if "options" in stage.hints:
            assert isinstance(getattr(settings, stage.name), stage.hints["options"]), stage.name
        else:
            assert not hasattr(settings, stage.name)


def test_a_stage_is_wired_by_its_hints() -> None:
    wired = {(stage.name, stage.scope): stage for stage in STAGES}
    transcribe, segment = wired["transcribe", "recording"], wired["segment", "seminar"]
    assert transcribe.output is Transcript
    assert (transcribe.leads, transcribe.model) == (True, Model)
    assert (segment.leads, segment.model) == (False, None)
    assert collected(segment.hints["transcripts"]) is Transcript


@pytest.mark.parametrize("hint", [Transcript, tuple[Transcript, ...], tuple[Of[Transcript]], int])
def test_only_a_tuple_of_owned_artefacts_is_collected(hint: object) -> None:
    assert collected(hint) is None


def test_every_error_is_one_of_ours_and_drawn_in_the_tree() -> None:
    import pipeline.errors

    tree = str(pipeline.errors.__doc__)
    kinds = [kind for kind in vars(pipeline.errors).values() if isinstance(kind, type)]
    for kind in kinds:
        if issubclass(kind, Exception):
            assert issubclass(kind, StenogramError)
            assert kind.__name__ in tree
