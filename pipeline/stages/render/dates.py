"""Days as the pages write them."""

from collections.abc import Sequence
from datetime import date

from pipeline.stages.render.options import Language

_MONTHS: dict[Language, tuple[str, ...]] = {
    "pl": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
        "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def day(value: date, language: Language) -> str:
    """`23 kwietnia 2020`."""
    return f"{value.day}\u00a0{_MONTHS[language][value.month - 1]} {value.year}"


def days(values: Sequence[date], language: Language) -> str:
    """`23–24 kwietnia 2020` for days in a row, `23 i 30 kwietnia 2020` else; empty for none."""
    ordered = sorted(set(values))
    if len(ordered) < 2:
        return day(ordered[0], language) if ordered else ""
    first, last = ordered[0], ordered[-1]
    tail = day(last, language)
    if (last - first).days == len(ordered) - 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{tail}"
        return f"{day(first, language)} – {tail}"
    joint = " i " if language == "pl" else " and "
    return joint.join([", ".join(day(each, language) for each in ordered[:-1]), tail])
