"""Nouns, and adjectives that agree with them, read off Morfeusz' tags."""

from dataclasses import dataclass

from pipeline.language.function_words import FUNCTION_WORDS, HESITATIONS
from pipeline.language.lexicon import Analysis, Lexicon
from pipeline.language.prior import weight

NOUNS = frozenset({"subst", "ger"})
ADJECTIVES = frozenset({"adj", "ppas", "pact"})
_DETERMINERS = frozenset(
    {"ten", "tamten", "ów", "taki", "jaki", "jakiś", "mój", "swój", "nasz", "wasz", "każdy"}
    | {"żaden", "sam", "wszystek", "który", "jeden"}
)
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
    return tuple(each for reading in _likely(lex, form) for each in _read(reading, wanted))


def nouns(lex: Lexicon, form: str) -> tuple[Nominal, ...]:
    """Return the readings as noun of a form that may as well be a verb: „przerwa", „rada"."""
    return tuple(each for reading in _likely(lex, form) for each in _read(reading, NOUNS))


def determiners(lex: Lexicon, form: str) -> tuple[Nominal, ...]:
    """Return the readings of „tego", „naszych", „każdy" as adjectives; none for other words."""
    likely = [each for each in _likely(lex, form) if each.lemma in _DETERMINERS]
    return tuple(each for reading in likely for each in _read(reading, ADJECTIVES))


def _likely(lex: Lexicon, form: str) -> list[Analysis]:
    """The readings that are not much less likely than the best one."""
    readings = lex.analyses(form)
    bar = weight(form, readings[0]) + _TOLERANCE if readings else 0
    return [reading for reading in readings if weight(form, reading) <= bar]


def _read(reading: Analysis, wanted: frozenset[str]) -> list[Nominal]:
    """One nominal a number that the tag allows; none where the part of speech is another."""
    fields = reading.tag.split(":")
    if fields[0] not in wanted or len(fields) < 4:
        return []
    return [
        Nominal(
            part=fields[0],
            lemma=reading.lemma,
            number=number,
            cases=frozenset(fields[2].split(".")) - {"voc"},
            genders=frozenset(fields[3].split(".")),
            degree=fields[4] if fields[0] == "adj" and len(fields) > 4 else "",
        )
        for number in fields[1].split(".")
    ]


def agree(adjective: Nominal, noun: Nominal) -> frozenset[str]:
    """Return the cases in which an adjective agrees with a noun; empty where it does not."""
    if adjective.number != noun.number or not adjective.genders & noun.genders:
        return frozenset()
    return adjective.cases & noun.cases
