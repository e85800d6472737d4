"""Exports as other programs save them, with words changed as a person changes them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random


@dataclass(frozen=True, slots=True)
class Changed:
    """A word of the text that stands there once, and what a person makes of it."""

    old: str
    new: str


def changes(texts: Sequence[str], others: str, count: int, lot: Random) -> list[Changed]:
    """Words replaced, put in after one, split, taken out; none that `others` has, too."""
    seen = Counter(texts)
    once = [
        text
        for text in texts
        if seen[text] == 1 and len(text) > 5 and text.isalpha() and others.count(text) == 1
    ]
    made = []
    for number, old in enumerate(lot.sample(once, count)):
        new = f"{lot.choice(['Zmieniony', 'inny', 'Łączny'])}{'abcdefghij'[number % 10]}{number}"
        kind = number % 4
        made.append(Changed(old, (new, f"{old} {new}", f"{new} oraz", "")[kind]))
    return made


def applied(texts: Sequence[str], made: Sequence[Changed]) -> list[str]:
    """The words with the changes in them."""
    new = {each.old: each.new.split() for each in made}
    return [word for text in texts for word in new.get(text, [text])]


def in_text(text: str, made: Sequence[Changed]) -> str:
    """An export as text, the same changes in it."""
    for each in made:
        text, found = re.subn(rf"(?<!\w){each.old}(?!\w)", each.new, text)
        assert found == 1, each
    return text


def as_subtitle_edit(vtt: str) -> bytes:
    """Captions as a program for them saves: no notes and voices, other times, two as one."""
    blocks = [block for block in vtt.split("\n\n")[1:] if not block.startswith("NOTE")]
    parsed = [
        (block.split("\n", 1)[0], re.sub(r"</?v[^>]*>", "", block.split("\n", 1)[1]))
        for block in blocks
    ]
    first, second = parsed[0], parsed[1]
    both = f"{first[0].split(' --> ')[0]} --> {second[0].split(' --> ')[1]}"
    parsed[:2] = [(both, f"{first[1].strip()}\n{second[1].strip()}")]
    out = "WEBVTT\n\n" + "\n".join(
        f"{number}\n{_later(times)}\n{body.strip()}\n"
        for number, (times, body) in enumerate(parsed, 1)
    )
    return b"\xef\xbb\xbf" + out.replace("\n", "\r\n").encode()


def _later(times: str) -> str:
    """A caption's times, an eighth of a second later."""
    return re.sub(r"\.(\d{3})", lambda found: f".{min(999, int(found[1]) + 125):03d}", times)


def in_word(source: Path, target: Path, made: Sequence[Changed]) -> None:
    """A Word document changed with python-docx."""
    import docx

    document = docx.Document(str(source))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            for each in made:
                changed = re.sub(rf"(?<!\w){each.old}(?!\w)", each.new, run.text)
                if changed != run.text:
                    run.text = changed
    document.save(str(target))
