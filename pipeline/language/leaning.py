"""Words that lean on the next one: no line of text should end with them."""

_PREPOSITIONS = """
bez beze dla do ku między na nad nade o od ode około oprócz po pod pode podczas pomiędzy ponad
poprzez poza przeciw przed przede przez przy spod spoza sprzed u w we według wobec wśród z za
zamiast ze znad zza
"""
_CONJUNCTIONS = """
a aby albo ale ani aż bądź bo by choć chociaż czy czyli gdy gdyby gdyż i iż jak jako jeśli jeżeli
lecz lub niż oraz ponieważ zanim że żeby
"""
LEANING = frozenset([*_PREPOSITIONS.split(), *_CONJUNCTIONS.split(), "nie"])
"""Prepositions, conjunctions and the negation, in lower case."""

_OPENERS = "\"'„“‘«([-–—"
_STOPS = (".", "!", "?", "…")


def leans(text: str, before: str = "") -> bool:
    """Tell whether a word with its punctuation leans on the next one.

    A lone capital leans only where it begins a sentence: „grupa A" ends well. `before` is the word
    before it, empty where there is none.
    """
    bare = text.lstrip(_OPENERS)
    if bare.lower() not in LEANING:
        return False
    if len(bare) > 1:
        return bare[-1].islower()  # „NA" may be an abbreviation
    return bare.islower() or not before or before.endswith(_STOPS)
