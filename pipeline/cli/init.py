"""`stenogram init`: a workspace with commented settings."""

from pathlib import Path

import click

from pipeline.config import FILE
from pipeline.files import write_atomically

_SEMINAR = """\
# What a person declares of one seminar. Copy it to seminars/<name>/seminar.toml, where <name>
# is made of a-z, 0-9 and -, and run: stenogram run <name>

title = "Tytuł seminarium"
# organiser = "Urząd Miasta"
# dates = [2020-04-23, 2020-04-24]
# captions_due = 2020-06-10                  # where another day than 14 days later was announced
# page = "https://example.org/seminarium"    # where it was announced or published
# description = "Jedno zdanie o seminarium."
# credits = "Kto nagrał, na jakiej licencji."
# glossary = ["Poltax", "ZUS"]               # names and terms, as they are written
# confirm = "person"                         # or "said": who says their own name is called so

[[recordings]]
title = "Dzień 1"
file = "media/dzien-1.mp4"                   # beside this file, or an absolute path; or:
# url = "https://example.org/dzien-1.mp4"
# id = "dzien-1"                             # names the page; made from the title when left out
# date = 2020-04-23
state = "draft"                              # "public" when it may be published

# [[decks]]
# title = "Prezentacja"
# file = "slides/prezentacja.pdf"            # PDF or PPTX; or url = "…"

# [[programme]]                              # as published, in order; leave out what is unknown
# title = "Otwarcie"
# speakers = ["Imię Nazwisko"]
# start = 10:00:00
# end = 10:10:00
# kind = "session"                           # or "break"
# recording = "dzien-1"                      # if it is known which one it is in

# [[speakers]]                               # who is heard; or: stenogram speakers <name> --name …
# name = "Imię Nazwisko"
# recording = "dzien-1"
# at = 00:12:30                              # a moment at which that person speaks
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> None:
    """Make a workspace in FOLDER, or here.

    Writes a commented stenogram.toml and an example of a seminar.toml. What is there already is
    left as it is.
    """
    settings = folder / FILE
    example = folder / "seminars" / "seminar.example.toml"
    for path, text in ((settings, settings_text()), (example, _SEMINAR)):
        if path.exists():
            click.echo(f"{path}: is there already, left as it is")
        else:
            write_atomically(path, text.encode())
            click.echo(f"{path}: written")
    click.echo("Next: stenogram run FILE, or describe a seminar in seminars/<name>/seminar.toml")


def settings_text() -> str:
    """stenogram.toml with every option at its default, commented out, and what it means."""
    import dataclasses

    from pipeline.config import Settings
    from pipeline.options import documented

    lines = ["# Settings of this workspace. What is commented out is the default.", ""]
    for table in dataclasses.fields(Settings):
        options = getattr(Settings(), table.name)
        lines.append(f"[{table.name}]")
        for option in documented(type(options)):
            lines += [f"# {option.meaning}", f"# {option.name} = {option.default}"]
        lines.append("")
    return "\n".join(lines)
