from pathlib import Path

import pytest

from pipeline.language import (
    Lexicon,
    MorfeuszLexicon,
    SimplemmaLexicon,
    content_lemmas,
    lexicon,
    stem,
)

DATA = Path(__file__).parent.parent / "data"

NAMES = """
Kasztelnik Kasztelnika Kasztelnikowi Kasztelnikiem Kasztelniku Kasztelnikowie Kasztelników
Modrzewiak Modrzewiaka Modrzewiakowi Modrzewiakiem
Klonowiec Klonowca Klonowcowi Klonowcem Klonowcu
Pokrzywiński Pokrzywińskiego Pokrzywińskiemu Pokrzywińskim Pokrzywińscy Pokrzywińskich
Pokrzywińska Pokrzywińskiej Pokrzywińską
Turkoć Turkocia Turkociowi Turkociem
Szczewik Szczewika Szczewikowi
Sikorzycka Sikorzyckiej Sikorzycką
Bartwicz Bartwicza Bartwiczowi Bartwiczem Bartwiczów
Krzemionda Krzemiondy Krzemiondzie Krzemiondę Krzemiondą Krzemiondo
Gwizdora Gwizdory Gwizdorze Gwizdorę Gwizdorą
Wrzosko Wrzoski Wrzosce Wrzoskę Wrzoską
Stobielec Stobielca Stobielcu Stobielcem
Trzebielów Trzebielowa Trzebielowie Trzebielowem
Grzybowice Grzybowic Grzybowicom Grzybowicach Grzybowicami
Jeleniowo Jeleniowa Jeleniowie Jeleniowem
Brzezinkowo Brzezinkowa Brzezinkowie
Rdestomin Rdestomina Rdestominie Rdestominem
Wierzchomla Wierzchomli Wierzchomlę Wierzchomlą
Dobrogost Dobrogosta Dobrogoście Dobrogostem
Paprotek Paprotka Paprotkowi Paprotkiem
Szczepkowska Szczepkowskiej Szczepkowską
Grzmot Grzmota Grzmocie
Poltax Poltaksu Poltaxem Poltaksie
"""


@pytest.fixture(scope="module", params=[MorfeuszLexicon, SimplemmaLexicon])
def either(request: pytest.FixtureRequest) -> Lexicon:
    made: Lexicon = request.param()
    return made


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("mam", "mieć"),
        ("ma", "mieć"),
        ("miastach", "miasto"),
        ("mieście", "miasto"),
        ("łodzi", "łódź"),
        ("Łodzi", "łódź"),
        ("ustce", "ustka"),
        ("małym", "mały"),
        ("dane", "dane"),
        ("lat", "rok"),
        ("byłem", "być"),
        ("działa", "działać"),
        ("powstała", "powstać"),
        ("ZUS-u", "zus"),
        ("Kaliszu", "kalisz"),
        ("społeczno-gospodarczego", "społeczno-gospodarczy"),
        ("monitor.miasta.pl", "monitor.miasta.pl"),
    ],
)
def test_the_likeliest_lemma_comes_first(form: str, first: str) -> None:
    assert MorfeuszLexicon().lemmas(form)[0] == first


@pytest.mark.parametrize(
    ("form", "all_of"),
    [
        ("mam", {"mieć", "mama", "mamić"}),
        ("rudy", {"ruda", "rudy"}),
        ("Rudy", {"ruda", "rudy"}),
        ("Bielsku-Białej", {"bielsko-biała", "biała"}),
        ("monitor.miasta.pl", {"monitor", "miasto"}),
    ],
)
def test_no_candidate_is_lost(form: str, all_of: set[str]) -> None:
    assert all_of <= set(MorfeuszLexicon().lemmas(form))


def test_an_unknown_word_is_its_own_lemma(either: Lexicon) -> None:
    assert either.lemmas("Kasztelnikowi") == ("kasztelnikowi",)
    assert not either.known("Kasztelnikowi")
    assert either.analyses("Kasztelnikowi") == ()


def test_lemmas_do_not_depend_on_what_was_asked_before(either: Lexicon) -> None:
    before = either.lemmas("zamek")
    either.lemmas("Zamek")
    either.forms("zamek")
    assert either.lemmas("zamek") == before == type(either)().lemmas("zamek")


@pytest.mark.parametrize(
    "form",
    ["", " ", "na przykład", "\x00", "😀", "-", ".", "a" * 9_999, "1" * 99_999, "a-" * 9_999],
)
def test_odd_words_harm_no_lexicon(either: Lexicon, form: str) -> None:
    assert either.lemmas(form) == either.lemmas(form)
    assert form.lower() in either.forms(form)


def test_a_paradigm_has_forms_of_names_and_abbreviations() -> None:
    lex = MorfeuszLexicon()
    assert {"łódź", "łodzi", "łodzią", "łodziach"} <= lex.forms("łódź")
    assert {"ustka", "ustce", "ustkę"} <= lex.forms("ustka")
    assert {"zus", "zus-u", "zus-em"} <= lex.forms("zus")
    assert {"bielsko-biała", "bielsku-białej"} <= lex.forms("bielsko-biała")
    assert "m" not in lex.forms("miasto")  # „m." is an abbreviation, not a form
    assert lex.forms("kasztelnikowi") == {"kasztelnikowi"}


def test_without_paradigms_a_lemma_stands_for_itself() -> None:
    lex = SimplemmaLexicon()
    assert not lex.generates
    assert lex.forms("miasto") == {"miasto"}
    assert lex.lemmas("miastach") == ("miasto", "miastach")
    assert lex.inflect("miasto", ("pl", "nom")) is None


def test_one_lexicon_serves_the_process() -> None:
    assert lexicon() is lexicon()


def test_every_form_shares_a_lemma_with_every_other() -> None:
    lex = MorfeuszLexicon()
    pairs = missed = 0
    for line in (DATA / "lemma-dev.tsv").read_text(encoding="utf-8").splitlines():
        forms = line.replace("\t", " ").split()
        for form in forms:
            pairs += len(forms)
            missed += sum(not {*lex.lemmas(form)} & {*lex.lemmas(other)} for other in forms)
    assert missed / pairs <= 0.01


@pytest.mark.parametrize("line", NAMES.split("\n")[1:-1])
def test_declined_forms_of_a_name_share_a_stem(line: str) -> None:
    assert len({stem(form) for form in line.split()}) == 1


def test_stems_tell_names_apart() -> None:
    lines = [line.split() for line in NAMES.strip().split("\n")]
    stems = [stem(forms[0]) for forms in lines]
    # The wife and the husband may meet; nobody else does.
    assert len(set(stems)) == len(stems) - 1


def test_content_lemmas_leave_grammar_and_noises_out() -> None:
    text = "No, yyy, w małym mieście jest, prawda, 20 tys. mieszkańców Trzebielowa i Poltax."
    assert content_lemmas(text) == ("mały", "miasto", "mieszkaniec", "trzebielowa", "poltax")
    assert content_lemmas("… 12 345!") == ()
