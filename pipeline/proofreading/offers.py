"""Names and terms of the seminar that may be meant by some words, in the case that fits them."""

from collections.abc import Sequence
from functools import lru_cache

from pipeline.artefacts import Word
from pipeline.language.names import name_forms
from pipeline.language.pronunciation import distance, sounds
from pipeline.stages.repair.sites import bare
from pipeline.stages.repair.vocabulary import Term, vocabulary

_MOST = 5
_FAR = 0.5
"""Of a term's length in sounds, how far it may be from what was heard."""
_ENDINGS = ("u", "a", "owi", "em", "ie", "y", "i", "ów", "om", "ami", "ach")
_VOWELS = "aeiouyąęó"
_SPELLED = 0.5  # of the share of letters that differ


def offers(
    words: Sequence[Word], first_word: int, end_word: int, names: Sequence[str]
) -> tuple[str, ...]:
    """Forms of `names` that sound most like the words and are spelled most like them."""
    from rapidfuzz.fuzz import ratio

    said = " ".join(bare(word.text) for word in words[first_word:end_word])
    heard = sounds(said.replace(" ", ""))
    if len(heard) < 3:
        return ()
    near = []
    for term in _terms(tuple(names)):
        apart = distance(heard, term.sounds) / len(term.sounds)
        if apart <= _FAR and term.text != said:
            other = 1 - ratio(said.lower(), term.text.lower()) / 100
            near.append((apart + _SPELLED * other, term.text))
    return tuple(dict.fromkeys(text for _, text in sorted(near)))[:_MOST]


@lru_cache(maxsize=16)
def _terms(names: tuple[str, ...]) -> tuple[Term, ...]:
    """All forms; of a word that nothing is known of („Poltax"), with the endings it may take."""
    terms = vocabulary(names, ()).terms
    forms = {term.text for term in terms}
    guessed = [
        Term(word + ending, sounds(word + ending))
        for name in names
        for word in name.split()
        if word in forms and word[-1:].isalpha() and name_forms(word) == {word.lower()}
        for ending in _ENDINGS
        if word[-1].lower() not in _VOWELS and not word.isupper()
    ]
    return (*terms, *guessed)
