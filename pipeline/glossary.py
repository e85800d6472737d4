"""Terms added to `glossary` of seminar.toml, all else in the file left as a person wrote it."""

import tomllib
from collections import Counter
from collections.abc import Sequence

from pipeline.errors import UsageError
from pipeline.files import write_atomically
from pipeline.seminar import FILE, SeminarFolder

_LONGEST = 200
_BOM = "\ufeff"


def add_terms(seminar: SeminarFolder, terms: Sequence[str]) -> tuple[str, ...]:
    """Adds those that are not there yet, and gives them. Raises `UsageError`, `StoreError`."""
    there = seminar.declared.glossary
    new = tuple(term for term in dict.fromkeys(map(_checked, terms)) if term not in there)
    if not new:
        return ()
    path = seminar.path / FILE
    text = path.read_bytes().decode("utf-8")
    changed = _changed(text.removeprefix(_BOM), new)
    if changed is None:
        raise UsageError(
            f"{path}: cannot be changed without touching more; write in it: glossary = "
            f"{[*there, *new]}"
        )
    write_atomically(path, (_BOM * text.startswith(_BOM) + changed).encode())
    return new


def _checked(term: str) -> str:
    written = " ".join(term.split())
    if not written or len(written) > _LONGEST or not written.isprintable():
        raise UsageError(f"{term[:60]!r} is no term; write it in one line")
    return written


def _changed(text: str, new: Sequence[str]) -> str | None:
    """The text with the terms in it; `None` where other lines would change."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Array

    before = tomllib.loads(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if "glossary" in before:
        try:
            document = tomlkit.parse(text)
            found = document["glossary"]
            if not isinstance(found, Array):
                return None
            for term in new:
                found.append(term)
            changed = tomlkit.dumps(document)
        except TOMLKitError:
            return None
    else:
        line = f"glossary = {tomlkit.item(list(new)).as_string()}{newline}"
        lines = text.splitlines(keepends=True)
        at = next((n for n, each in enumerate(lines) if each.lstrip().startswith("[")), len(lines))
        while at and not lines[at - 1].strip():  # before the blank lines of the first table
            at -= 1
        if at and not lines[at - 1].endswith("\n"):
            lines[at - 1] += newline
        changed = "".join([*lines[:at], line, *lines[at:]])
    return changed if _is_only_that(before, text, changed, new) else None


def _is_only_that(before: dict[str, object], text: str, changed: str, new: Sequence[str]) -> bool:
    try:
        after = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        return False
    old = before.get("glossary", [])
    wanted = before | {"glossary": [*(old if isinstance(old, list) else []), *new]}
    lost = Counter(text.split("\n")) - Counter(changed.split("\n"))
    return after == wanted and sum(lost.values()) <= 2
