"""The talks that `segment` is measured on are as hard as they are meant to be."""

import pytest

from bench.talks import Talk, talks

TALKS = talks()


def test_there_are_twelve_talks_or_more_for_tuning_and_for_testing() -> None:
    assert len(TALKS) >= 12
    assert abs(sum(1 if talk.is_for_tuning else -1 for talk in TALKS)) <= 1


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.name)
def test_a_talk_is_long_and_hard(talk: Talk) -> None:
    assert talk.words >= 1600
    assert 4 <= len(talk.topics) <= 8
    assert min(talk.shared) >= 0.4, "neighbours share too few lemmas"
    assert talk.cues <= 0.6, "too many borders are said aloud"
    assert sum(topic.false_cues for topic in talk.topics) >= talk.cues * (len(talk.topics) - 1)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.name)
def test_punctuation_tells_nothing_of_where_topics_begin(talk: Talk) -> None:
    lines = [line for topic in talk.topics for line in topic.lines]
    ended = sum(line.endswith((".", "?", "!")) for line in lines)
    assert ended <= 0.3 * len(lines)
