"""What a page may ask for, and nothing else: strictly typed, bounded, without odd characters."""

from dataclasses import dataclass
from typing import ClassVar

from pipeline.canonical import adapter
from pipeline.corrections import Asked, Verb
from pipeline.stages.render.hostile import line

MOST_BYTES = 64 << 10
_MOST_CHANGES = 200
_MOST_CHARACTERS = 2000


class NotAskable(Exception):
    """A request that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One change of the words `[first_word, end_word)` that the page shows."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    verb: Verb
    first_word: int
    end_word: int
    new: str = ""
    stretch: tuple[float, float] | None = None
    """Of `restore`: the rejected stretch of the ledger."""

    @property
    def asked(self) -> Asked:
        """The same, as corrections know it."""
        return Asked(self.verb, self.first_word, self.end_word, self.new)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Changes that are made all or not at all, as seen at `version`."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    version: str
    changes: tuple[Wish, ...]


def wanted(body: bytes) -> Wanted:
    """The request of a body. Raises `NotAskable`."""
    try:
        found = adapter(Wanted).validate_json(body, strict=True)
    except ValueError as error:
        raise NotAskable(str(error)[:500]) from None
    if not 0 < len(found.changes) <= _MOST_CHANGES or len(found.version) > 40:
        raise NotAskable(f"there are 1 to {_MOST_CHANGES} changes of a version")
    return Wanted(found.version, tuple(_clean(each) for each in found.changes))


def _clean(wish: Wish) -> Wish:
    new = line(wish.new)
    if len(new) > _MOST_CHARACTERS:
        raise NotAskable(f"longer than {_MOST_CHARACTERS} characters")
    if not 0 <= wish.first_word <= wish.end_word:
        raise NotAskable("there are no such words")
    if (wish.stretch is not None) != (wish.verb == "restore" and bool(new)):
        raise NotAskable("a stretch belongs to text that is brought back, and to nothing else")
    return Wish(wish.verb, wish.first_word, wish.end_word, new, wish.stretch)
