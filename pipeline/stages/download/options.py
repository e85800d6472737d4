"""The table `[download]` of stenogram.toml."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DownloadOptions:
    """How recordings and decks are had."""

    local: Literal["link", "copy"] = "link"
    """A local file is linked into outputs/ (a symbolic link), or copied there."""
    max_height: int = 480
    """Of the picture that is taken from the web, in lines; 0 takes the sound alone."""
    max_gib: float = 20.0
    """A larger recording is refused."""
    max_hours: float = 24.0
    """A longer recording is refused."""
    allow_private: bool = False
    """Whether addresses of private networks and of this computer may be asked."""
