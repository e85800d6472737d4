"""The demo as it was really spoken: transcripts without a recogniser's faults."""

import json
from pathlib import Path

from pipeline.artefacts import LedgerEntry, RecordingTurns, Transcript, Turn, Turns, Word
from pipeline.stage import Of

_GOLD = Path(__file__).parents[1] / "data" / "gold"


def transcripts() -> tuple[Of[Transcript], ...]:
    """Both recordings of the demo, in the words as they are written."""
    reference = json.loads((_GOLD / "reference.json").read_text(encoding="utf-8"))
    return tuple(_transcript(media) for media in reference["media"])


def _transcript(media: dict[str, object]) -> Of[Transcript]:
    turns = media["turns"]
    assert isinstance(turns, list)
    words: list[Word] = []
    for turn in turns:
        for sentence in turn["sentences"]:
            shown = sentence["display"].split()
            length = (sentence["end"] - sentence["start"]) / len(shown)
            for number, text in enumerate(shown):
                start = sentence["start"] + number * length
                words.append(Word(round(start, 2), round(start + length, 2), text, 0.95))
    words.sort(key=lambda word: word.start)
    duration = float(str(media["duration"]))
    ledger = (LedgerEntry(0.0, duration, "transcribed"),)
    owner = Path(str(media["file"])).stem
    return Of(owner, Transcript("pl", duration, tuple(words), ledger))


def turns() -> Turns:
    """Who speaks when, in the words of `transcripts`."""
    reference = json.loads((_GOLD / "reference.json").read_text(encoding="utf-8"))
    numbers = {code: number for number, code in enumerate(reference["speakers"], 1)}
    found = []
    for media, spoken in zip(reference["media"], transcripts(), strict=True):
        starts = sorted((turn["start"], numbers[turn["speaker"]]) for turn in media["turns"])
        words = spoken.artefact.words
        firsts = [
            next((n for n, word in enumerate(words) if word.start >= start - 0.01), len(words))
            for start, _ in starts
        ]
        ends = [*firsts[1:], len(words)]
        parts = [
            Turn(words[first].start, words[end - 1].end, first, end, speaker, 1.0)
            for (first, end), (_, speaker) in zip(
                zip(firsts, ends, strict=True), starts, strict=True
            )
            if end > first
        ]
        found.append(RecordingTurns(spoken.owner, tuple(parts)))
    return Turns(tuple(found))


def session_starts() -> dict[str, tuple[str, float, float]]:
    """By title: the recording, and the stretch in which a start of the session is right."""
    found = {}
    content = json.loads((_GOLD / "sessions.json").read_text(encoding="utf-8"))
    for media in content["media"]:
        before = 0.0
        for part in media["parts"]:
            found[part["title"]] = (Path(media["file"]).stem, before, part["start"])
            before = part["end"]
    return found
