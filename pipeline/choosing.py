"""Which stages a run makes: all of them, or those that a person asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.owners import STAGES

RENDER = "render"
NAMES = (*dict.fromkeys(stage.name for stage in STAGES), RENDER)
"""What can be asked for, in the order in which it is made."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The stages that a run makes; what others have left counts as it stands, up to date or not."""

    made: frozenset[str] = frozenset(NAMES)
    anew: frozenset[str] = frozenset()
    """Of these, those that are made although they are up to date."""

    @property
    def site(self) -> bool:
        """Whether the site is brought up to date."""
        return RENDER in self.made

    @property
    def all(self) -> bool:
        """Whether nothing is left out."""
        return len(self.made) == len(NAMES)


ALL = Chosen()


def chosen(only: str = "", until: str = "", remake: str = "") -> Chosen:
    """The stages that are asked for: names with commas between; empty asks for nothing special.

    Raises `UsageError` for a name that no stage has, and where nothing would be made.
    """
    made, anew = set(NAMES), set(_names("--remake", remake))
    if only:
        made &= set(_names("--only", only))
    if until:
        (last,) = _names("--until", until, most=1)
        made &= set(NAMES[: NAMES.index(last) + 1])
    if not made:
        raise UsageError(f"--only {only} --until {until}: nothing is left to make; correct one")
    if RENDER in anew:
        raise UsageError("--remake render: is not needed; each run makes the pages that changed")
    if anew - made:
        left = ", ".join(sorted(anew - made, key=NAMES.index))
        raise UsageError(f"--remake {left}: is left out by --only or --until; correct one")
    return Chosen(frozenset(made), frozenset(anew))


def _names(option: str, text: str, most: int = len(NAMES)) -> Iterable[str]:
    """The names in `text`. Raises `UsageError`."""
    names = [name.strip() for name in text.split(",") if name.strip()] if text else []
    wrong = [name[:60] for name in names if name not in NAMES]
    if wrong or (text and not names):
        raise UsageError(
            f"{option}: no stage is called {', '.join(map(repr, wrong)) or repr(text)}; "
            f"there are: {', '.join(NAMES)}"
        )
    if len(set(names)) > most:
        raise UsageError(f"{option}: takes one stage, not {len(names)}")
    return dict.fromkeys(names)
