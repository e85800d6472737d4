"""What the owner of a workspace chooses about the pages."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["pl", "en"]
Media = Literal["link", "copy", "none"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """The table `[render]` of stenogram.toml."""

    media: Media = "link"
    """How recordings and decks get into the site: `link` (a hard link, no space taken; a copy
    across file systems), `copy`, or `none` (left out, the pages say so)."""
    language: Language = "pl"
    """Language of what the pages themselves say. The transcript keeps its own."""
