import pytest

from pipeline.language import fold, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ĄĆĘŁŃÓŚŹŻ", "acelnoszz"),
        ("ąćęłńóśźż", "acelnoszz"),
        ("Zażo\u0301łc\u0301", "zazolc"),
        ("Ⅳ ﬁ İ", "iv fi i"),
        ("", ""),
    ],
)
def test_folding_drops_case_and_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Monitor: monitor.miasta.pl, on-line.", ["Monitor", "monitor.miasta.pl", "on-line"]),
        ("20-tysięczny COVID-19", ["20-tysięczny", "COVID-19"]),
        ("1 250 000 i 12\u00a0000", ["1 250 000", "i", "12\u00a0000"]),
        ("ale 20 1234", ["ale", "20", "1234"]),
        ("3,5% o 9:30", ["3,5", "o", "9:30"]),
        ("lata 2012-2018, 2012–2018", ["lata", "2012", "2018", "2012", "2018"]),
        ("To miasto.Potem drugie", ["To", "miasto", "Potem", "drugie"]),
        ("metoda d’Hondta, m.in. ona", ["metoda", "d’Hondta", "m.in", "ona"]),
        ("…!? — „” 😀", []),
    ],
)  # fmt: skip
def test_words_and_numbers_are_whole(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


def test_a_token_knows_its_place() -> None:
    text = "Oto „Ustka” i e\u0301cole."
    assert all(text[token.start : token.end] == token.text for token in tokens(text))
    assert tokens(text)[-1].text == "e\u0301cole"
