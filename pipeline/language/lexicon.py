"""What a lexicon of Polish answers, and the best one that is installed."""

import importlib.util
from dataclasses import dataclass
from functools import cache
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a form. `tag` is of the SGJP tagset; empty where the lexicon has none."""

    lemma: str
    """In its own case („Ustka", „miasto"), without marks that tell homonyms apart."""
    tag: str
    labels: tuple[str, ...]
    """Kinds of names and qualifiers, such as `nazwisko` or `daw.`"""

    @property
    def part(self) -> str:
        """The first field of the tag: `subst`, `adj`, `fin`."""
        return self.tag.partition(":")[0]


class Lexicon(Protocol):
    """Lemmas and inflection of Polish. Answers do not depend on what was asked before."""

    @property
    def generates(self) -> bool:
        """Whether `forms` gives paradigms at all."""

    def analyses(self, form: str) -> tuple[Analysis, ...]:
        """Return every reading, best first; none for an unknown word."""

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the candidate lemmas in lower case, best first; an unknown word is its own."""

    def known(self, form: str) -> bool:
        """Tell whether the lexicon has the form."""

    def forms(self, lemma: str) -> frozenset[str]:
        """Return the paradigm in lower case; `{lemma}` where it cannot be had."""

    def inflect(self, lemma: str, tags: tuple[str, ...]) -> str | None:
        """Return the form of a lemma whose tag has all of `tags`; `None` where it cannot.

        A field of several values (`nom.voc`) has each of them.
        """


def knows(word: str) -> bool:
    """Tell whether the lexicon has a word, written as it is, small, or with a capital."""
    lex = lexicon()
    return lex.known(word) or lex.known(word.lower()) or lex.known(word.capitalize())


@cache
def lexicon() -> Lexicon:
    """Return the best lexicon installed, one for the process."""
    if importlib.util.find_spec("morfeusz2") is not None:
        from pipeline.language.morfeusz import MorfeuszLexicon

        return MorfeuszLexicon()
    from pipeline.language.simple import SimplemmaLexicon

    return SimplemmaLexicon()
