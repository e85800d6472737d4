"""The lexicon over Morfeusz 2: all readings of a form, whole paradigms."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, cast

from pipeline.language.lexicon import Analysis
from pipeline.language.prior import order

_CACHE = 1 << 16
_MOST_COMPOUNDS = 6
_LONGEST = 200
"""Characters of a form that is looked up: Morfeusz falls over thousands of digits in a row."""

_Edge = tuple[int, int, tuple[str, str, str, list[str], list[str]]]


class MorfeuszLexicon:
    """Lemmas and paradigms by SGJP. Not for several threads at once."""

    generates = True

    def __init__(self) -> None:
        import morfeusz2  # heavy: 57 MB once loaded

        # Composite: „byłem" is one form of „być" rather than „był" and „em".
        self._morfeusz = morfeusz2.Morfeusz(praet="composite")
        # What is behind its wrapper gives forms without names and labels: three times faster.
        self._inner = self._morfeusz._morfeusz_obj
        self._tags: dict[int, str] = {}
        self._cached_analyses = lru_cache(maxsize=_CACHE)(self._analyse)
        self._cached_lemmas = lru_cache(maxsize=_CACHE)(self._lemmas)
        self._cached_forms = lru_cache(maxsize=_CACHE // 8)(self._forms)

    def analyses(self, form: str) -> tuple[Analysis, ...]:
        """Return every reading, best first; none for an unknown word."""
        return self._cached_analyses(unicodedata.normalize("NFC", form))

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the candidate lemmas in lower case, best first; an unknown word is its own.

        A compound („społeczno-gospodarczy", „monitor.miasta.pl") has those of its parts too.
        """
        return self._cached_lemmas(unicodedata.normalize("NFC", form))

    def known(self, form: str) -> bool:
        """Tell whether Morfeusz has the form, or both sides of its hyphen."""
        return bool(self.analyses(form))

    def forms(self, lemma: str) -> frozenset[str]:
        """Return the paradigms of all words with this lemma, in lower case; abbreviations not."""
        return self._cached_forms(unicodedata.normalize("NFC", lemma).lower())

    def inflect(self, lemma: str, tags: tuple[str, ...]) -> str | None:
        """Return the form of a lemma whose tag has all of `tags`; `None` where it cannot."""
        for form, tag in self._generate(lemma):
            values = {value for field in tag.split(":") for value in field.split(".")}
            if values.issuperset(tags):
                return form
        return None

    def _edges(self, form: str) -> list[_Edge]:
        if len(form) > _LONGEST:
            return []
        return cast("list[_Edge]", self._morfeusz.analyse(form))

    def _analyse(self, form: str) -> tuple[Analysis, ...]:
        edges = self._edges(form)
        if not edges:
            return ()
        last = max(edge[1] for edge in edges)
        whole = _readings(edge for edge in edges if edge[:2] == (0, last))
        if not whole and _is_compound(form):
            whole = self._compound(form, edges)
        elif not whole:  # „żebyśmy": the word, then an ending of „być"
            whole = _readings(edge for edge in edges if edge[0] == 0)
        return tuple(sorted(whole, key=lambda reading: order(form, reading)))

    def _compound(self, form: str, edges: list[_Edge]) -> list[Analysis]:
        """Read „społeczno-gospodarczego" by its last part; an abbreviation's own endings not."""
        left, _, right = form.rpartition("-")
        if "." in form or not left or not right or (len(left) > 1 and left.isupper()):
            return []
        heads = _readings(edge for edge in edges if edge[0] == 0)
        tails = self.analyses(right)
        if not heads or not tails:
            return []
        if any(reading.part == "adja" for reading in heads):
            return [Analysis(f"{left}-{tail.lemma}", tail.tag, tail.labels) for tail in tails]
        pairs = [pair for pair in product(heads, tails) if pair[0].part == pair[1].part]
        joined = [
            Analysis(f"{head.lemma}-{tail.lemma}", tail.tag, tail.labels) for head, tail in pairs
        ]
        return list(dict.fromkeys(joined))[:_MOST_COMPOUNDS]

    def _lemmas(self, form: str) -> tuple[str, ...]:
        found = [reading.lemma.lower() for reading in self.analyses(form)]
        if _is_compound(form) and not (found and "-" not in found[0]):
            if not found or "." in form:
                found.insert(0, form.lower())
            found += [lemma for part in _parts(form) for lemma in self.lemmas(part)]
        return tuple(_distinct(found)) or (form.lower(),)

    def _forms(self, lemma: str) -> frozenset[str]:
        made = {form.lower() for case in _cases(lemma) for form, _ in self._generate(case)}
        left, _, right = lemma.rpartition("-")
        if not made and left and right:
            made = self._compound_forms(left, right)
        return frozenset(made | {lemma})

    def _compound_forms(self, left: str, right: str) -> set[str]:
        """Inflect both sides of „bielsko-biała" together, „społeczno-gospodarczy" at its end."""
        if not any(self._generate(case) for case in _cases(left)):
            return {f"{left}-{form}" for form in self.forms(right)}
        heads, tails = (
            [
                (form.lower(), _number_and_cases(tag))
                for case in _cases(side)
                for form, tag in self._generate(case)
            ]
            for side in (left, right)
        )
        return {f"{head}-{tail}" for head, here in heads for tail, there in tails if here & there}

    def _generate(self, lemma: str) -> list[tuple[str, str]]:
        if len(lemma) > _LONGEST:
            return []
        try:
            made = self._inner.generate(lemma, None)
        except RuntimeError:  # „na przykład": it inflects one word only
            return []
        rows = [(row.orth, self._tag(row)) for row in made]
        # „m." stands for „miasto", „metr", …
        return [(form, tag) for form, tag in rows if not tag.startswith(("brev", "ign"))]

    def _tag(self, row: Any) -> str:  # noqa: ANN401 - Morfeusz has no types
        number = row.tagId
        tag = self._tags.get(number)
        if tag is None:
            tag = self._tags[number] = str(row.getTag(self._inner))
        return tag


def _readings(edges: Iterable[_Edge]) -> list[Analysis]:
    found = [
        Analysis(lemma.split(":")[0].replace("_", " "), tag, tuple(names) + tuple(marks))
        for _, _, (_, lemma, tag, names, marks) in edges
        if tag not in {"ign", "interp"}
    ]
    return list(dict.fromkeys(found))


def _is_compound(form: str) -> bool:
    return "-" in form or "." in form


def _parts(form: str) -> list[str]:
    return [part for part in form.replace(".", "-").split("-") if len(part) > 1]


def _cases(lemma: str) -> Sequence[str]:
    """Spell a lower-case lemma in the ways Morfeusz may have it: „ustka", „Ustka", „ZUS"."""
    title = "-".join(part.capitalize() for part in lemma.split("-"))
    return _distinct((lemma, lemma.capitalize(), title, lemma.upper()))


def _number_and_cases(tag: str) -> frozenset[tuple[str, str]]:
    fields = [*tag.split(":"), "", ""]
    return frozenset(
        (number, case) for number in fields[1].split(".") for case in fields[2].split(".")
    )


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
