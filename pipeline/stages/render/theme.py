"""How a site looks and who is behind it: name, logo, colours, what stands at the foot."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.stages.render.hostile import web_link
from pipeline.stages.render.logo import Logo, read_logo
from pipeline.stages.render.options import RenderOptions

THEME, EXTRA = "theme.css", "extra.css"
PAPERS = {"light": ("#fdfcf9", "#f3f0e8"), "dark": ("#171614", "#211f1c")}
"""What the accent stands on, as site.css has it: the page, and what is set off from it."""
ACCENT_DARK = "#7fc8cf"
_LEAST = 4.5  # WCAG 2.1, 1.4.3
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")


@dataclass(frozen=True, slots=True)
class Look:
    """What every page is told of its site. Texts are empty where nothing was chosen."""

    name: str = ""
    organiser: str = ""
    address: str = ""
    contact: str = ""
    accessibility: str = ""
    footer: str = ""
    logo: Logo | None = None
    styles: tuple[str, ...] = ()
    """Style sheets among the assets that follow ours."""

    @property
    def has_foot(self) -> bool:
        """Whether anything stands at the foot of every page."""
        return any((self.organiser, self.address, self.contact, self.accessibility, self.footer))


def dress(
    options: RenderOptions, root: Path, assets: Mapping[str, bytes]
) -> tuple[Look, Mapping[str, bytes]]:
    """The look of a site of the workspace `root`, and its assets with what the look adds.

    Raises `UsageError` where the logo will not do.
    """
    found = dict(assets)
    if style := _style(options):
        found[THEME] = style.encode()
    logo = read_logo(root / options.logo) if options.logo else None
    if logo:
        found[logo.name] = (root / options.logo).read_bytes()
    look = Look(
        name=options.name,
        organiser=options.organiser,
        address=options.organiser_address,
        contact=options.contact,
        accessibility=options.accessibility,
        footer=options.footer,
        logo=logo,
        styles=tuple(name for name in (THEME, EXTRA) if name in found),
    )
    return look, found


def theme_faults(options: RenderOptions) -> Iterator[str]:
    """What the types cannot say of the choices, the key first."""
    for key, colour, papers in (
        ("accent", options.accent, PAPERS["light"]),
        ("accent_dark", options.accent_dark, PAPERS["dark"]),
    ):
        if colour and not _COLOUR.fullmatch(colour):
            yield f"render.{key}: must be a colour such as #0d5c63"
        elif colour and (found := min(contrast(colour, each) for each in papers)) < _LEAST:
            way = "darker" if key == "accent" else "lighter"
            yield (
                f"render.{key}: the contrast of {colour} to the page is {found:.1f}, and must be"
                f" {_LEAST} or more, so that everyone can read it; take a {way} one"
            )
    if options.contact and not _MAIL.fullmatch(options.contact):
        yield "render.contact: must be one e-mail address, such as zapisy@example.pl"
    if options.accessibility and not web_link(options.accessibility):
        yield "render.accessibility: must start with http:// or https://"
    if options.jobs < 0:
        yield "render.jobs: must be 0 or more"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.1, „contrast ratio”)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _style(options: RenderOptions) -> str:
    """Nothing for paper: there all is black."""
    for fault in theme_faults(options):
        raise UsageError(fault)
    rules = []
    if options.accent:
        rules.append(f"@media screen {{ :root {{ --accent: {options.accent}; }} }}")
    if options.accent or options.accent_dark:
        dark = options.accent_dark or ACCENT_DARK
        rules.append(
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}"
        )
    return "".join(f"{rule}\n" for rule in rules)
