"""The dictionary of the index: every form that may be asked for, and the lemmas it stands for."""

from collections import defaultdict
from dataclasses import dataclass

from pipeline.language import Lexicon, fold, stem
from pipeline.search.gathering import Gathering

STEM_MARK = "~"
"""Before a stem that stands for a lemma: no word token begins with it."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Lemmas in order (their index is their id), and forms in the order of their shards."""

    lemmas: tuple[str, ...]
    entries: tuple[tuple[str, tuple[int, ...]], ...]
    """(form, ids of its lemmas, the likeliest first), by folded form."""
    spoken: dict[int, tuple[tuple[str, int], ...]]
    """Of each lemma id, the spoken forms it may be meant by, and its rank among their lemmas."""


def build_dictionary(gathering: Gathering, lexicon: Lexicon) -> Dictionary:
    """Return the dictionary of all that was gathered, with paradigms where they can be had."""
    candidates = {
        form: _candidates(gathering.surfaces(form), lexicon) for form in gathering.forms()
    }
    names = {
        form: STEM_MARK + stem(form)
        for form in sorted(gathering.named)
        if form.isalpha() and STEM_MARK + stem(form) not in candidates[form]
    }
    lemmas = sorted({lemma for found in candidates.values() for lemma in found} | {*names.values()})
    ids = {lemma: index for index, lemma in enumerate(lemmas)}
    spoken: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    entries: dict[str, tuple[int, ...]] = {}
    for form, found in candidates.items():
        entries[form] = tuple(ids[lemma] for lemma in found)
        for rank, lemma in enumerate(found):
            spoken[ids[lemma]].append((form, rank))
    # Who asks for „Paprotkowi", which no lexicon has, means the name that is spelled like a plant;
    # who asks for the plant does not mean every name like it.
    for form, lemma in names.items():
        spoken[ids[lemma]].append((form, len(candidates[form])))
    for form, unsaid in _unsaid(lemmas, candidates, lexicon).items():
        entries[form] = tuple(ids[lemma] for lemma in unsaid)
    ordered = sorted(entries.items(), key=lambda entry: (fold(entry[0]), entry[0]))
    return Dictionary(
        lemmas=tuple(lemmas),
        entries=tuple(ordered),
        spoken={index: tuple(forms) for index, forms in spoken.items()},
    )


def _candidates(surfaces: list[str], lexicon: Lexicon) -> list[str]:
    """Join the lemmas of a form as it was written here and there; unknown words have stems."""
    found: list[str] = []
    for surface in surfaces:
        if surface[0].isdigit() and not any(char.isalpha() for char in surface):
            found.append(_plain(surface))
            continue
        known = lexicon.known(surface)
        if not known or not lexicon.generates:
            found.append(STEM_MARK + stem(surface))
        lemmas = lexicon.lemmas(surface)
        found += lemmas if known else [lemma for lemma in lemmas if lemma != surface.lower()]
    return list(dict.fromkeys(found))


def _plain(number: str) -> str:
    return "".join(char for char in number if not char.isspace())


def _unsaid(
    lemmas: list[str], candidates: dict[str, list[str]], lexicon: Lexicon
) -> dict[str, list[str]]:
    """Return the forms of these lemmas that nobody said, with the lemmas that they have."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for lemma in lemmas:
        made = {lemma} if lemma.startswith(STEM_MARK) else lexicon.forms(lemma)
        for form in made:
            if form not in candidates:
                found[form].append(lemma)
    for form, several in found.items():
        if len(several) > 1:  # only then does it matter which is the likelier
            order = {lemma: rank for rank, lemma in enumerate(lexicon.lemmas(form))}
            several.sort(key=lambda lemma: (order.get(lemma, len(order)), lemma))
    return found
