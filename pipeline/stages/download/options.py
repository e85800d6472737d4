"""The table `[download]` of stenogram.toml."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class DownloadOptions:
    """How recordings and decks are had."""

    local: Literal["link", "copy"] = "link"
    """A local file is linked into outputs/ (a symbolic link), or copied there."""
    max_height: int = 480
    """Of the picture that is taken from the web, in lines; 0 takes the sound alone."""
    max_gib: float = field(default=20.0, metadata={"recipe": False})
    """A larger recording is refused."""
    max_hours: float = field(default=24.0, metadata={"recipe": False})
    """A longer recording is refused."""
    allow_private: bool = field(default=False, metadata={"recipe": False})
    """Whether addresses of private networks and of this computer may be asked."""
    cookies: str = field(default="", metadata={"recipe": False})
    """A file `cookies.txt`, exported from a browser, for sites that want a login."""
    rate_limit: float = field(default=0.0, metadata={"recipe": False})
    """KiB a second that a download may take; 0 sets no limit."""
    pause: float = field(default=1.0, metadata={"recipe": False})
    """Seconds between two requests to one host, out of politeness."""
    notice_changes: bool = field(default=False, metadata={"recipe": False})
    """Whether each run asks if what was downloaded has changed at its source, and tells; one
    that is given an address always does."""
