"""Points over what the demo's speakers say: true ones pass, no number or name is ever new."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language import fold, lexicon, numbers, stem, tokens
from pipeline.stages.summarise.checking import fault
from tests.stages.paraphrases import FALSE, TRUE, UNSEEN, Told, evidence

_DIGITS = re.compile(r"\d+(?: \d{3})*(?:,\d+)?")
_YEARS = range(2012, 2019)
_COUNTED = [told for told in TRUE if _DIGITS.search(told[0])]
_NAMES = (
    "Gdynia Gdyni Kowalski Kowalskiego PIT VAT NIK Poltax Warszawie Krakowem Zając Anny Ustka"
    " Hrubieszów Hrubieszowa Kasztelnik Borowy Senat Unia COVID-19 Kaliszanin Małopolska"
)


@pytest.mark.parametrize("lie", FALSE)
def test_a_false_point_does_not_pass(lie: str) -> None:
    point, beginnings = FALSE[lie]
    assert fault(point, evidence(beginnings))


@pytest.mark.parametrize("told", TRUE, ids=lambda told: told[0][:40])
def test_a_true_point_in_other_words_passes(told: Told) -> None:
    assert fault(told[0], evidence(told[1])) == ""


def test_most_true_points_that_nothing_was_fitted_to_pass() -> None:
    passed = [not fault(point, evidence(beginnings)) for point, beginnings in UNSEEN]
    assert sum(passed) >= 0.7 * len(UNSEEN)


@given(
    st.one_of(st.integers(0, 3000), st.integers(0, 10**7), st.decimals(0, 1000, places=1)),
    st.sampled_from(_COUNTED),
    st.sampled_from(["", " tys.", " mln", "%", " procent", " zł", " osób", " lat"]),
    st.integers(0, 3),
)
@settings(max_examples=300, deadline=None)
def test_no_number_passes_that_was_not_said(
    number: object, told: Told, unit: str, place: int
) -> None:
    point, beginnings = told
    places = list(_DIGITS.finditer(point))
    at = places[place % len(places)]
    changed = f"{point[: at.start()]}{str(number).replace('.', ',')}{unit}{point[at.end() :]}"
    said = evidence(beginnings)
    if not fault(changed, said):
        assert _are_said(changed, " ".join(said))


def _are_said(point: str, said: str) -> bool:
    """Whether each number of a point was said, and of the same where both say of what."""
    heard = numbers(said)
    return all(
        any(
            each.value == told.value
            and (each.unit == told.unit or not told.unit or told.value in _YEARS)
            for each in heard
        )
        for told in numbers(point)
    )


_UNITS = "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście".split()  # noqa: SIM905
_TENS = "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt osiemdziesiąt".split()  # noqa: SIM905


@given(st.sampled_from(_TENS), st.sampled_from(_UNITS[:9]), st.sampled_from(_COUNTED))
@settings(max_examples=100, deadline=None)
def test_no_number_passes_in_words_that_was_not_said(ten: str, one: str, told: Told) -> None:
    point, beginnings = told
    changed = _DIGITS.sub(f"{ten} {one}", point, count=1)
    said = evidence(beginnings)
    if not fault(changed, said):
        assert _are_said(changed, " ".join(said))


@given(st.sampled_from(_NAMES.split()), st.sampled_from(TRUE), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_no_name_passes_that_was_not_said(name: str, told: Told, place: int) -> None:
    point, beginnings = told
    words = point.split()
    at = 1 + place % len(words)
    changed = " ".join([*words[:at], name, *words[at:]])
    said = " ".join(evidence(beginnings))
    if not fault(changed, [said]):
        assert _bases(name) & {base for token in tokens(said) for base in _bases(token.text)}


def _bases(word: str) -> set[str]:
    return {*lexicon().lemmas(word), stem(word), fold(word)}


@given(st.text(max_size=300), st.sampled_from(TRUE))
@settings(max_examples=200, deadline=None)
def test_nothing_that_a_model_may_write_stops_the_checks(text: str, told: Told) -> None:
    assert fault(text, evidence(told[1]))
