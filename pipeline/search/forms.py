"""The forms that may be asked for, in shards: front-coded, with the numbers of their lemmas."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipeline.language import fold
from pipeline.search.shard import as_json, write_shard

_LIMIT = 60_000
"""Characters of a shard before deflate, by and large; it then stays near 10 KB."""
_LEAST = 9
"""What the rest of a form and its numbers take at least."""
_WIDEST = 48
_PLAIN = str.maketrans("ąćęłńóśźż", "acelnoszz")
_SIMPLE = frozenset("abcdefghijklmnopqrstuvwxyząćęłńóśźż0123456789-.'~#/")

Entry = tuple[str, str, tuple[int, ...]]
"""Folded form, form, numbers of its lemmas: the likeliest first."""
Meaning = tuple[str, tuple[int, ...]]
"""The same without what it folds to."""


@dataclass(slots=True)
class FormPart:
    """The shards of the forms that begin with some letters."""

    firsts: list[str] = field(default_factory=list)
    """The first folded form of each."""
    files: list[tuple[str, int]] = field(default_factory=list)


def folded(form: str) -> str:
    """Return what `fold` does of a form in lower case, faster for Polish letters."""
    return form.translate(_PLAIN) if _SIMPLE.issuperset(form) else fold(form)


def write_forms(
    folder: Path, prefix: str, meant: Iterable[Meaning], record: Path | None
) -> FormPart:
    """Write forms with the numbers of their lemmas as the shards `<prefix>-<n>`.

    Forms that fold alike stay in one shard. They are also written to the file `record`, in order.
    """
    entries = sorted((folded(form), form, numbers) for form, numbers in meant)
    part = FormPart()
    for held in _shards(entries):
        name = f"{prefix}-{len(part.firsts)}"
        part.firsts.append(held[0][0])
        part.files.append((name, _write(folder, name, held)))
    if record:
        rows = (f"{form}\t{','.join(map(str, numbers))}\n" for _, form, numbers in entries)
        record.write_text("".join(rows), encoding="utf-8", errors="replace")
    return part


def _shards(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    held: list[Entry] = []
    size, last = 0, ""
    for entry in entries:
        key = entry[0]
        if size >= _LIMIT and key != last:
            yield held
            held, size = [], 0
        held.append(entry)
        size += max(_LEAST, len(key) - _WIDEST) + 3 * len(entry[2])
        last = key
    if held:
        yield held


def _write(folder: Path, name: str, held: Sequence[Entry]) -> int:
    forms = [form for _, form, _ in held]
    shared = _shared(forms)
    rests = "\n".join(form[count:] for form, count in zip(forms, shared, strict=True))
    lemmas: list[int | list[int]] = []
    base = 0
    for _, _, numbers in held:
        step = numbers[0] - base
        base = numbers[0]
        lemmas.append([step, *(each - base for each in numbers[1:])] if len(numbers) > 1 else step)
    content = {"shared": shared, "rests": rests, "lemmas": lemmas}
    return write_shard(folder, name, as_json(content))


def read_entries(data: bytes) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield form and lemma numbers of a shard. Raises `ValueError`, `KeyError`, `TypeError`."""
    content = json.loads(data)
    form, base = "", 0
    rests = content["rests"].split("\n")
    for count, rest, steps in zip(content["shared"], rests, content["lemmas"], strict=True):
        form = form[:count] + rest
        several = [steps] if isinstance(steps, int) else steps
        base += several[0]
        yield form, (base, *(base + step for step in several[1:]))


def _shared(forms: Sequence[str]) -> list[int]:
    """Count the first letters that each form shares with the one before, of the first 48.

    Letters as UTF-16 has them: a browser cuts there.
    """
    letters = np.array(forms, dtype=f"U{_WIDEST}").view(np.uint32).reshape(len(forms), -1)
    same = (letters[1:] == letters[:-1]) & (letters[1:] > 0) & (letters[1:] <= 0xFFFF)
    return [0, *np.cumprod(same, axis=1).sum(axis=1).tolist()]
