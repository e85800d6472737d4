"""The lexicon over simplemma, for machines where Morfeusz has no wheel."""

import unicodedata
from functools import lru_cache

from pipeline.language.lexicon import Analysis

_CACHE = 1 << 16


class SimplemmaLexicon:
    """One lemma a form, no tags and no paradigms: search then leans on stems."""

    generates = False

    def __init__(self) -> None:
        self._cached_lemmas = lru_cache(maxsize=_CACHE)(self._lemmas)

    def analyses(self, form: str) -> tuple[Analysis, ...]:
        """Return the one reading, without a tag; none for an unknown word."""
        return (Analysis(self.lemmas(form)[0], "", ()),) if self.known(form) else ()

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return simplemma's lemma and the form itself, in lower case."""
        return self._cached_lemmas(unicodedata.normalize("NFC", form))

    def known(self, form: str) -> bool:
        """Tell whether simplemma has the form."""
        if not form:
            return False
        import simplemma  # loads its dictionary

        return simplemma.is_known(unicodedata.normalize("NFC", form).lower(), lang="pl")

    def forms(self, lemma: str) -> frozenset[str]:
        """Return `{lemma}`: simplemma generates nothing."""
        return frozenset({lemma.lower()})

    def inflect(self, lemma: str, tags: tuple[str, ...]) -> str | None:  # noqa: ARG002 - protocol
        """Return `None`: simplemma generates nothing."""
        return None

    def _lemmas(self, form: str) -> tuple[str, ...]:
        import simplemma  # loads its dictionary

        small = form.lower()
        found = simplemma.lemmatize(small, lang="pl").lower() if self.known(form) else small
        return tuple(dict.fromkeys((found, small)))
