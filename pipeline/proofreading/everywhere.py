"""The same mistake elsewhere, in every inflected form.

Where „poltaksu" became „Poltaxu", „poltaksem" is to become „Poltaxem": what stays the same of the
two words is their stem, and what follows it is an ending that both share.
"""

from collections.abc import Iterator, Sequence

from pipeline.artefacts import Word
from pipeline.corrections import Asked
from pipeline.corrections.carrying import key
from pipeline.language import knows, lexicon
from pipeline.language.names import name_forms

_MOST = 200
_LONGEST = 4
"""Words of a mistake that is sought elsewhere."""
_SHORTEST = 4
"""Letters of a stem."""
_LONGEST_ENDING = 4
_MARKS = "„”“\"'«»()[].,:;!?…–-"


def everywhere(words: Sequence[Word], asked: Asked) -> tuple[Asked, ...]:
    """The changes of the same kind, in order, without the one that was asked for.

    None where words were only put in or taken out, or the mistake is a word that is often right.
    """
    old = [_bare(word.text) for word in words[asked.first_word : asked.end_word]]
    new = [_bare(text) for text in asked.new.split()]
    if not old or not new or len(old) > _LONGEST or [*map(key, old)] == [*map(key, new)]:
        return ()
    found: list[Asked] = []
    for at in range(len(words) - len(old) + 1):
        end = at + len(old)
        if at < asked.end_word and asked.first_word < end:
            continue
        if found and at < found[-1].end_word:
            continue
        there = words[at:end]
        if all(word.doubt == 0 for word in there):
            continue  # a person put it so
        put = _put(old, new, [_bare(word.text) for word in there])
        if put is not None:
            found.append(
                Asked("text", at, end, _marked(there, put, opens=at == 0 or _ends(words[at - 1])))
            )
        if len(found) == _MOST:
            break
    return tuple(found)


def _put(old: Sequence[str], new: Sequence[str], there: Sequence[str]) -> list[str] | None:
    """What stands there then; `None` where it is not the same mistake."""
    if [text.lower() for text in there] == [text.lower() for text in old]:
        return list(new) if _is_telling(old) else None
    if [text.lower() for text in there[:-1]] != [text.lower() for text in old[:-1]]:
        return None
    if len(old) == 1 and (knows(old[0]) or knows(there[0])):
        return None  # two words, each right where it stands
    for one, other in _endings(old[-1].lower(), there[-1].lower()):
        inflected = _inflected(new[-1], one, other)
        if inflected is not None:
            return [*new[:-1], inflected]
    return None


def _is_telling(old: Sequence[str]) -> bool:
    """Whether it is more than a short word, which is right nearly everywhere else."""
    return len(old) > 1 or len(old[0]) >= _SHORTEST


def _endings(old: str, there: str) -> Iterator[tuple[str, str]]:
    """Endings of two forms of one word, the longest common stem first."""
    common = 0
    while common < min(len(old), len(there)) and old[common] == there[common]:
        common += 1
    for stem in range(common, _SHORTEST - 1, -1):
        one, other = old[stem:], there[stem:]
        if max(len(one), len(other)) > _LONGEST_ENDING:
            return
        yield one, other


def _inflected(new: str, one: str, other: str) -> str | None:
    """`new` with the ending `other` in the place of `one`, if that is a form of it."""
    if not new.lower().endswith(one):
        return None
    form = new[: len(new) - len(one)] + other
    if len(form) - len(other) < _SHORTEST - 1:
        return None
    if knows(new):
        forms = {each for lemma in lexicon().lemmas(new) for each in lexicon().forms(lemma)}
        return form if form.lower() in forms else None
    return form if form.lower() in name_forms(new) or new[:1].isupper() else None


def _bare(text: str) -> str:
    return text.strip(_MARKS)


def _ends(word: Word) -> bool:
    return word.text.endswith((".", "?", "!", "…"))


def _marked(there: Sequence[Word], put: Sequence[str], *, opens: bool) -> str:
    """With the marks around what stands there, and a capital where a sentence begins."""
    first, last = there[0].text, there[-1].text
    before = first[: len(first) - len(first.lstrip(_MARKS))]
    after = last[len(last.rstrip(_MARKS)) :]
    text = " ".join(put)
    if opens and first[len(before) :][:1].isupper():
        text = text[:1].upper() + text[1:]
    return f"{before}{text}{after}"
