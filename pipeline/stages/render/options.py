"""What the owner of a workspace chooses about the pages."""

from dataclasses import dataclass, field
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
    lead there, and there are a sitemap and a podcast. Without it links are relative to the site."""
    language: Language = "pl"
    """Language of what the pages themselves say. The transcript keeps its own."""
    contact: str = ""
    """An e-mail address on every page, for mistakes that readers find."""
    name: str = ""
    """Name of the site, else „Zapisy seminariów”."""
    organiser: str = ""
    """Who publishes the site; stands at the foot of every page."""
    organiser_address: str = ""
    """Their postal address."""
    accessibility: str = ""
    """Address of the accessibility statement („deklaracja dostępności”)."""
    footer: str = ""
    """What else stands at the foot of every page."""
    logo: str = field(default="", metadata={"recipe": False})
    """A picture in the workspace (SVG, PNG, JPEG or WebP, up to 512 KiB), shown beside the name."""
    accent: str = field(default="", metadata={"recipe": False})
    """Colour of links and buttons, `#rrggbb`; its contrast to the page must be 4.5 or more."""
    accent_dark: str = field(default="", metadata={"recipe": False})
    """The same on dark pages."""
    jobs: int = field(default=0, metadata={"recipe": False})
    """Seminars whose pages are made at the same time; 0 takes all cores of this computer."""

    @property
    def base(self) -> str:
        """What goes before addresses that are relative to the site: its address, or nothing."""
        return f"{self.address.rstrip('/')}/" if self.address else ""


def is_site_address(address: str) -> bool:
    """Whether a site can be published there."""
    return bool(web_link(address)) and not set(address) & set("?#")
