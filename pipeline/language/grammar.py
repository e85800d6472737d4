"""Nouns, and adjectives that agree with them, read off Morfeusz' tags."""

from dataclasses import dataclass

from pipeline.language.function_words import FUNCTION_WORDS, HESITATIONS
from pipeline.language.lexicon import Lexicon
from pipeline.language.prior import weight

NOUNS = frozenset({"subst", "ger"})
ADJECTIVES = frozenset({"adj", "ppas", "pact"})
# A reading this much less likely than the best one is not what was meant.
_TOLERANCE = 6


@dataclass(frozen=True, slots=True)
class Nominal:
    """One reading of a noun or adjective; cases and genders are all that the form can be."""

    part: str
    lemma: str
    number: str
    cases: frozenset[str]
    genders: frozenset[str]
    degree: str

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun, verbal nouns included."""
        return self.part in NOUNS


def nominals(lex: Lexicon, form: str) -> tuple[Nominal, ...]:
    """Return the readings of a form as noun or as adjective, whichever is the likelier.

    None for other words. „Ubezpieczonych" is an adjective here, though it may stand as a noun.
    """
    if form.lower() in FUNCTION_WORDS or form.lower() in HESITATIONS:
        return ()
    readings = lex.analyses(form)
    if not readings:
        return ()
    wanted = NOUNS if readings[0].part in NOUNS else ADJECTIVES
    if readings[0].part not in wanted:
        return ()
    bar = weight(form, readings[0]) + _TOLERANCE
    found: list[Nominal] = []
    for reading in readings:
        fields = reading.tag.split(":")
        if fields[0] not in wanted or len(fields) < 4 or weight(form, reading) > bar:
            continue
        degree = fields[4] if fields[0] == "adj" and len(fields) > 4 else ""
        numbers = fields[1].split(".")
        found += [
            Nominal(
                part=fields[0],
                lemma=reading.lemma,
                number=number,
                cases=frozenset(fields[2].split(".")) - {"voc"},
                genders=frozenset(fields[3].split(".")),
                degree=degree,
            )
            for number in numbers
        ]
    return tuple(found)


def agree(adjective: Nominal, noun: Nominal) -> frozenset[str]:
    """Return the cases in which an adjective agrees with a noun; empty where it does not."""
    if adjective.number != noun.number or not adjective.genders & noun.genders:
        return frozenset()
    return adjective.cases & noun.cases
