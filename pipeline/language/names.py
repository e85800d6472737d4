"""Inflection of names that the lexicon does not have, after words that end alike.

„Kasztelnik" goes like „pracownik", „Wiatraczna" like „ładna": a name takes the paradigm of the
model with the longest common ending. For the ear it is enough; nothing here is printed unless the
sound agrees.
"""

from functools import lru_cache

from pipeline.language.lexicon import Lexicon, lexicon

# Ending of the name, and the lemma whose forms it takes.
_MODELS = (
    ("ski", "polski"), ("cki", "niemiecki"), ("dzki", "ludzki"),
    ("ska", "polski"), ("cka", "niemiecki"), ("dzka", "ludzki"),
    ("ny", "ładny"), ("na", "ładny"), ("wy", "nowy"), ("owa", "nowy"),
    ("ły", "mały"), ("ła", "mały"), ("ty", "złoty"),
    ("ec", "kupiec"), ("iec", "kupiec"), ("niec", "mieszkaniec"),
    ("ek", "synek"), ("nik", "pracownik"), ("ik", "rolnik"),
    ("yk", "krytyk"), ("ak", "rybak"), ("ok", "prorok"), ("uk", "wnuk"),
    ("cz", "gracz"), ("rz", "lekarz"), ("sz", "listonosz"),
    ("ń", "uczeń"), ("ka", "matka"), ("ga", "koleżanka"), ("cha", "mucha"),
    ("la", "chwila"), ("ia", "babcia"), ("da", "moda"), ("ta", "kobieta"),
    ("ra", "siostra"), ("sa", "klasa"), ("ba", "osoba"), ("ma", "zima"),
    ("wa", "krowa"), ("ów", "Kraków"), ("in", "Lublin"), ("an", "pan"),
    ("on", "patron"), ("or", "autor"), ("ar", "dolar"), ("er", "fryzjer"),
    ("ir", "inżynier"), ("st", "artysta"), ("it", "student"),
)  # fmt: skip
_MOST_COMMON = 5


@lru_cache(maxsize=4096)
def name_forms(name: str) -> frozenset[str]:
    """All forms of a word in lower case: its paradigm, or that of a word that ends alike."""
    lex = lexicon()
    lowered = name.lower()
    if lex.known(name) or lex.known(lowered):
        paradigms = [lex.forms(lemma) for lemma in lex.lemmas(name)]
        return frozenset().union(*paradigms) | {lowered}
    for ending, model in sorted(_MODELS, key=lambda row: -len(row[0])):
        if lowered.endswith(ending):
            return _like(lowered, model, lex) | {lowered}
    return frozenset({lowered})


def _like(name: str, model: str, lex: Lexicon) -> frozenset[str]:
    """The forms of `model`, its stem exchanged for that of `name`."""
    forms = lex.forms(model)
    if not forms:
        return frozenset()
    longest = max(_same_ending(name, form) for form in forms)
    shown = [form for form in forms if _same_ending(name, form) == longest]
    base = min(shown, key=lambda form: (abs(len(form) - len(model)), form))
    common = min(_same_ending(name, base), _MOST_COMMON)
    stem, own = base[:-common], name[:-common]
    return frozenset(own + form[len(stem) :] for form in forms if form.startswith(stem))


def _same_ending(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length
