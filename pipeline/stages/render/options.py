"""What the owner of a workspace chooses about the pages."""

from dataclasses import dataclass
from typing import Literal

from pipeline.stages.render.hostile import web_link

Language = Literal["pl", "en"]
Media = Literal["link", "copy", "none"]
DRAFTS = "robocze"
"""The folder of a site that a web master leaves out."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """The table `[render]` of stenogram.toml."""

    media: Media = "link"
    """How recordings and decks get into the site: `link` (a hard link, no space taken; a copy
    across file systems), `copy`, or `none` (left out, the pages say so)."""
    address: str = ""
    """Where the site is published, such as `https://seminaria.example.pl/`: notes and the feed then
    lead there. Without it their links are relative to the site."""
    language: Language = "pl"
    """Language of what the pages themselves say. The transcript keeps its own."""
    contact: str = ""
    """An e-mail address on every page, for mistakes that readers find."""

    @property
    def base(self) -> str:
        """What goes before addresses that are relative to the site: its address, or nothing."""
        return f"{self.address.rstrip('/')}/" if self.address else ""


def is_site_address(address: str) -> bool:
    """Whether a site can be published there."""
    return bool(web_link(address)) and not set(address) & set("?#")
