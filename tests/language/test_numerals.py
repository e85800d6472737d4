"""Numbers are what they are worth, however they are said, in whichever case."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language import numbers, tokens

_UNITS = (
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście "
    "trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
)
_TENS = (
    "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt "
    "dziewięćdziesiąt"
)
_HUNDREDS = "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"


def _below_thousand(value: int) -> list[str]:
    hundreds, rest = divmod(value, 100)
    words = [_HUNDREDS.split()[hundreds - 1]] if hundreds else []
    if rest >= 20:
        words.append(_TENS.split()[rest // 10 - 2])
        rest %= 10
    return [*words, _UNITS.split()[rest]] if rest else words


def _said(value: int) -> str:
    """A whole number in words, in the nominative."""
    words: list[str] = []
    for scale, forms in (
        (10**6, ("milion", "miliony", "milionów")),
        (1000, ("tysiąc", "tysiące", "tysięcy")),
    ):
        count, value = divmod(value, scale)
        if count:
            few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
            form = forms[0] if count == 1 else forms[1] if few else forms[2]
            words += [*([] if count == 1 else _below_thousand(count)), form]
    return " ".join([*words, *_below_thousand(value)]) or "zero"


@settings(deadline=None)
@given(st.one_of(st.integers(0, 2100), st.integers(0, 999_999_999)))
def test_a_number_said_in_words_is_the_number_written_in_digits(value: int) -> None:
    (said,) = numbers(_said(value))
    (written,) = numbers(str(value))
    assert said.value == written.value == value
    assert (said.first, said.end) == (0, len(tokens(_said(value))))


@settings(deadline=None)
@given(st.integers(1000, 999_999_999))
def test_groups_of_digits_are_one_number(value: int) -> None:
    for space in (" ", "\u00a0", "\u202f", "."):
        (said,) = numbers(f"{value:,} mieszkańców".replace(",", space))
        assert said.value == value


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_nothing_that_is_written_stops_it(text: str) -> None:
    places = [(said.first, said.end) for said in numbers(text)]
    assert all(0 <= first < end <= len(tokens(text)) for first, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("Jest nas stu czterdziestu siedmiu z sześćdziesięciu dwóch miast", ["147", "62"]),
        ("cztery i dwie dziesiąte miliona złotych", ["4200000 zł"]),
        ("za 4,2 mln zł", ["4200000 zł"]),
        ("około 300 tys. zł rocznie", ["300000 zł"]),
        ("1 mln 250 tys. zł", ["1250000 zł"]),
        ("półtora tysiąca osób przez półtora roku", ["1500", "3/2 rok"]),
        ("dwa i pół roku, a liczyliśmy na pięć lat", ["5/2 rok", "5 rok"]),
        ("dwa przecinek pięć procent", ["5/2 %"]),
        ("zero przecinek zero pięć", ["1/20"]),
        ("trzy czwarte mieszkańców, jedna trzecia firm", ["3/4", "1/3"]),
        ("w dwudziestu pięciu setnych", ["1/4"]),
        ("z czternastu do dziewięciu i pół procent", ["14 %", "19/2 %"]),
        ("o osiem punktów procentowych niższy", ["8 pp"]),
        ("o 8 p.p. i o 8 pp", ["8 pp", "8 pp"]),
        ("pięćdziesiąt jeden procent", ["51 %"]),
        ("12-procentowy wzrost w 6-letnim planie", ["12 %", "6 rok"]),
        ("dwudziestego dziewiątego kwietnia", ["29. kwiecień"]),
        ("29 kwietnia 2020 r.", ["29. kwiecień", "2020. rok"]),
        ("29.04.2020", ["29. kwiecień", "2020. rok"]),
        ("w dwa tysiące osiemnastym roku", ["2018. rok"]),
        ("tysiąc dziewięćset osiemdziesiąty dziewiąty rok", ["1989. rok"]),
        ("co trzeci pracujący", ["3."]),
        ("o 9:30, potem od dwunastej do czternastej", ["19/2. godz", "12.", "14."]),
        ("siedemnastoma łodziami, stoma bonami", ["17", "100"]),
        ("tysiące ludzi, setki firm i tysiąc złotych", ["1000 zł"]),
        ("dwa, trzy lata; sto, dwieście", ["2 rok", "3 rok", "100", "200"]),
        ("przed trzydziestką", ["30"]),
        ("COVID-19 i B2B", []),
    ],
)
def test_numbers_have_their_worth_and_what_they_are_of(text: str, worth: list[str]) -> None:
    shown = [
        f"{Fraction(said.value)}{'.' * said.ordinal} {said.unit}".strip() for said in numbers(text)
    ]
    assert shown == worth
