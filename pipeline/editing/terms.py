"""Names and terms that people corrected, offered for the glossary of the seminar."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pipeline.canonical import adapter
from pipeline.editing.asking import NotAskable
from pipeline.errors import StenogramError
from pipeline.glossary import add_terms
from pipeline.proofreading.learning import Learnt, learnt
from pipeline.proofreading.reading import corrected_words
from pipeline.seminar import read_seminar

_MOST = 50


@dataclass(frozen=True, slots=True)
class WantedTerms:
    """What a page asks to be added."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    terms: tuple[str, ...]


def wanted_terms(body: bytes) -> tuple[str, ...]:
    """The request of a body. Raises `NotAskable`."""
    try:
        terms = adapter(WantedTerms).validate_json(body, strict=True).terms
    except ValueError as error:
        raise NotAskable(str(error)[:500]) from None
    if not 0 < len(terms) <= _MOST:
        raise NotAskable(f"there are 1 to {_MOST} terms")
    return terms


class Terms:
    """Of one seminar, as its declaration and its corrections are at the moment."""

    def __init__(self, seminar: Path, outputs: Path) -> None:
        self._seminar = seminar
        self._outputs = outputs

    def suggested(self) -> tuple[Learnt, ...]:
        """What the glossary does not have yet; nothing where it cannot be known."""
        try:
            seminar = read_seminar(self._seminar)
            found = learnt(corrected_words(seminar, self._outputs), seminar.glossary.terms)
        except StenogramError:  # what is wrong is told where it is worked on
            return ()
        return found[:_MOST]

    def add(self, terms: tuple[str, ...]) -> tuple[str, ...]:
        """Puts them into seminar.toml. Raises `NotAskable` for what is no term, `StoreError`."""
        try:
            return add_terms(read_seminar(self._seminar), terms)
        except StenogramError as error:
            raise NotAskable(str(error)[:500]) from error
