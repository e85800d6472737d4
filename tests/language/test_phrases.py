from pipeline.language import key_phrases


def test_phrases_are_printed_in_the_nominative() -> None:
    texts = [
        "Mówimy o rynku pracy. Na rynku pracy jest źle.",
        "O rozwoju gospodarczym i rynku pracy.",
    ]
    assert key_phrases(texts, 2) == ("rynek pracy", "rozwój gospodarczy")


def test_an_adjective_agrees_with_its_noun() -> None:
    assert key_phrases(["Płacą od podatku rolnego.", "O podatku rolnym."], 1) == ("podatek rolny",)
    assert key_phrases(["W strefie inwestycyjnej."], 1) == ("strefa inwestycyjna",)


def test_what_is_only_said_of_several_stays_plural() -> None:
    texts = ["Duże nakłady na lokalnych przedsiębiorców.", "Dla lokalnych przedsiębiorców."]
    assert key_phrases(texts, 1) == ("lokalni przedsiębiorcy",)


def test_names_keep_their_capitals() -> None:
    texts = ["Przyszedł list z Ministerstwa Finansów.", "Pisze nam Ministerstwo Finansów."]
    assert key_phrases(texts, 1) == ("Ministerstwo Finansów",)


def test_a_fragment_of_a_longer_phrase_is_not_given() -> None:
    texts = ["O lokalnym rynku pracy.", "Na lokalnym rynku pracy.", "Z lokalnego rynku pracy."]
    assert key_phrases(texts, 5) == ("lokalny rynek pracy",)


def test_nothing_crosses_a_comma_or_a_verb() -> None:
    assert key_phrases(["Rynek, pracy nie ma. Grupa działa."], 5) == ()


def test_no_more_are_given_than_asked_for() -> None:
    text = "Rynek pracy, podatek rolny, strefa inwestycyjna."
    assert len(key_phrases([text], 2)) == 2
    assert key_phrases([text], 0) == ()
    assert key_phrases([], 5) == ()
