"""Inflection of names that the lexicon does not have, after words that end alike.

„Kasztelnik" goes like „pracownik", „Wiatraczna" like „ładna": a name takes the paradigm of the
model with the longest common ending. For the ear it is enough; nothing here is printed unless the
sound agrees.
"""

from functools import lru_cache

from pipeline.language.lexicon import Lexicon, lexicon

# Ending of the name, the lemma whose forms it takes, and the gender that they must be of.
_MODELS = (
    ("ski", "polski", "m1"), ("cki", "niemiecki", "m1"), ("dzki", "ludzki", "m1"),
    ("ska", "polski", "f"), ("cka", "niemiecki", "f"), ("dzka", "ludzki", "f"),
    ("ny", "ładny", "m1"), ("na", "ładny", "f"), ("wy", "nowy", "m1"), ("owa", "nowy", "f"),
    ("ły", "mały", "m1"), ("ła", "mały", "f"), ("ty", "złoty", "m1"),
    ("ec", "kupiec", "m1"), ("iec", "kupiec", "m1"), ("niec", "mieszkaniec", "m1"),
    ("ek", "synek", "m1"), ("nik", "pracownik", "m1"), ("ik", "rolnik", "m1"),
    ("yk", "krytyk", "m1"), ("ak", "rybak", "m1"), ("ok", "prorok", "m1"), ("uk", "wnuk", "m1"),
    ("cz", "gracz", "m1"), ("rz", "lekarz", "m1"), ("sz", "listonosz", "m1"),
    ("ń", "uczeń", "m1"), ("ka", "matka", "f"), ("ga", "koleżanka", "f"), ("cha", "mucha", "f"),
    ("la", "chwila", "f"), ("ia", "babcia", "f"), ("da", "moda", "f"), ("ta", "kobieta", "f"),
    ("ra", "siostra", "f"), ("sa", "klasa", "f"), ("ba", "osoba", "f"), ("ma", "zima", "f"),
    ("wa", "krowa", "f"), ("ów", "Kraków", "m3"), ("in", "Lublin", "m3"), ("an", "pan", "m1"),
    ("on", "patron", "m1"), ("or", "autor", "m1"), ("ar", "dolar", "m1"), ("er", "fryzjer", "m1"),
    ("ir", "inżynier", "m1"), ("st", "artysta", "m1"), ("it", "student", "m1"),
)  # fmt: skip
_MOST_COMMON = 5


@lru_cache(maxsize=4096)
def name_forms(name: str) -> frozenset[str]:
    """All forms of a word in lower case: its paradigm, or that of a word that ends alike."""
    lex = lexicon()
    lowered = name.lower()
    if lex.known(name) or lex.known(lowered):
        return frozenset(form for lemma in lex.lemmas(name) for form in lex.forms(lemma)) | {
            lowered
        }
    for ending, model, gender in sorted(_MODELS, key=lambda row: -len(row[0])):
        if lowered.endswith(ending):
            return _like(lowered, model, gender, lex) | {lowered}
    return frozenset({lowered})


def _like(name: str, model: str, gender: str, lex: Lexicon) -> frozenset[str]:
    """The forms of `model`, its stem exchanged for that of `name`."""
    forms = lex.forms(model)
    shown = [form for form in forms if _same_ending(name, form) == _longest(name, forms)]
    if not shown or not forms:
        return frozenset()
    base = min(shown, key=lambda form: (abs(len(form) - len(model)), form))
    common = min(_same_ending(name, base), _MOST_COMMON)
    stem, own = base[:-common], name[:-common]
    return frozenset(own + form[len(stem) :] for form in forms if form.startswith(stem))


def _longest(name: str, forms: frozenset[str]) -> int:
    return max((_same_ending(name, form) for form in forms), default=0)


def _same_ending(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length
