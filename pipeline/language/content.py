"""The words of a text that say what it is about."""

from pipeline.language.abbreviations import FINAL, INNER
from pipeline.language.function_words import FUNCTION_WORDS, HESITATIONS, LIGHT_LEMMAS
from pipeline.language.lexicon import Analysis, Lexicon, lexicon
from pipeline.language.words import tokens

_SKIPPED = FUNCTION_WORDS | HESITATIONS | FINAL | INNER
_PARTS = frozenset(
    {"subst", "adj", "ger", "ppas", "pact", "fin", "praet", "inf", "impt", "imps", "cond"}
    | {"bedzie", "pcon", "pant", "adja", "depr", ""}
)


def content_lemmas(text: str) -> tuple[str, ...]:
    """Return the likeliest lemmas of the content words of `text`, in order, in lower case.

    Nouns, adjectives, verbs that mean something, and words no lexicon has; no numbers.
    """
    lex = lexicon()
    found: list[str] = []
    for token in tokens(text):
        small = token.text.lower()
        if small in _SKIPPED or not _has_letters(small):
            continue
        lemma = _content_lemma(lex, token.text)
        if lemma is not None and lemma not in LIGHT_LEMMAS:
            found.append(lemma)
    return tuple(found)


def _content_lemma(lex: Lexicon, form: str) -> str | None:
    readings: tuple[Analysis, ...] = lex.analyses(form)
    if readings and readings[0].part not in _PARTS:
        return None
    return lex.lemmas(form)[0]


def _has_letters(form: str) -> bool:
    return len(form) > 1 and any(char.isalpha() for char in form)
