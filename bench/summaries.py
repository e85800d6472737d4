"""How many of the demo's facts its summaries tell: `python -m bench.summaries`.

A fact is told when all of its sentences are, by at least 80 % of their time; summaries have at most
a quarter of the words, pooled over the sessions. Beside ours: the best choice of sentences that
there could be, first sentences, random ones, and the shortest with a number.
"""

import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import GOLD
from pipeline.artefacts import Placement, Programme, Session, Transcript, Turns
from pipeline.declared import Plan
from pipeline.language import fold, sentences, stem
from pipeline.stage import Of
from pipeline.stages.summarise.extracting import extract
from pipeline.stages.summarise.options import SummariseOptions
from pipeline.store import Folder
from pipeline.summaries import SummarySentence
from tests.stages.gold import transcripts, turns

_SHARE, _OVERLAP, _SEEDS = 0.25, 0.8, 100
_OUTPUTS = GOLD.parents[2] / "outputs" / "endogenne-potencjaly"
Stretch = tuple[str, float, float]
"""Recording, start, end."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a summary should tell."""

    sentences: tuple[Stretch, ...]
    """As they were spoken."""
    must_appear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be chosen."""

    place: Stretch
    words: int
    text: str


def facts() -> list[Fact]:
    """The demo's facts, with the sentences that tell them."""
    spoken = [
        (Path(media["file"]).stem, sentence["start"], sentence["end"])
        for media in json.loads((GOLD / "reference.json").read_text("utf-8"))["media"]
        for turn in media["turns"]
        for sentence in turn["sentences"]
    ]
    found = []
    for session in json.loads((GOLD / "facts.json").read_text("utf-8"))["sessions"]:
        for fact in session["facts"]:
            whole = (Path(fact["media"]).stem, fact["start"], fact["end"])
            told = tuple(each for each in spoken if _overlap(each, [whole]) > _OVERLAP)
            found.append(Fact(told, tuple(fact["must_appear"])))
    return found


def covered(chosen: Sequence[Stretch], known: Sequence[Fact]) -> list[Fact]:
    """The facts that what was chosen tells."""
    return [
        fact
        for fact in known
        if all(_overlap(sentence, chosen) >= _OVERLAP for sentence in fact.sentences)
    ]


def _overlap(sentence: Stretch, chosen: Iterable[Stretch]) -> float:
    """The share of a sentence's time that what was chosen has."""
    owner, start, end = sentence
    shared = sum(
        max(0.0, min(end, other[2]) - max(start, other[1])) for other in chosen if other[0] == owner
    )
    return shared / (end - start)


def gold_programme() -> Programme:
    """The demo's sessions where they truly are."""
    found = []
    for media in json.loads((GOLD / "sessions.json").read_text("utf-8"))["media"]:
        name = Path(media["file"]).stem
        parts = [part for part in media["parts"] if part["kind"] == "session"]
        for part in parts:
            place = Placement(name, part["start"] - 0.3, part["end"] + 0.3, None, ())
            title = part["title"]
            found.append(Session(part["id"], title, "session", "programme", (), "", place, ()))
    return Programme(tuple(found))


def every_sentence(spoken: Sequence[Of[Transcript]]) -> list[Sentence]:
    """All sentences of the recordings."""
    found = []
    for each in spoken:
        words = each.artefact.words
        for members in sentences(words):
            place = (each.owner, words[members.start].start, words[members.stop - 1].end)
            text = " ".join(words[n].text for n in members)
            found.append(Sentence(place, len(members), text))
    return found


def best_possible(all_sentences: Sequence[Sentence], known: Sequence[Fact], words: int) -> int:
    """How many facts the best choice tells: the cheapest first, none sharing a sentence."""
    costs = sorted(
        sum(
            sentence.words
            for sentence in all_sentences
            if any(_overlap(part, [sentence.place]) > 1 - _OVERLAP for part in fact.sentences)
        )
        for fact in known
    )
    told = 0
    while told < len(costs) and sum(costs[: told + 1]) <= words:
        told += 1
    return told


def filled(order: Iterable[Sentence], words: int) -> list[Stretch]:
    """Sentences in an order, as many as fit."""
    chosen = []
    for sentence in order:
        if sentence.words <= words:
            chosen.append(sentence.place)
            words -= sentence.words
    return chosen


def told_by_ours(spoken: tuple[Of[Transcript], ...], voices: Turns | None) -> list[SummarySentence]:
    """What `summarise` quotes in the true sessions."""
    nothing = Plan((), tuple(each.owner for each in spoken))
    options = SummariseOptions(share=_SHARE)
    summary = extract(gold_programme(), spoken, nothing, options, voices)
    return [sentence for part in summary.sessions for sentence in part.sentences]


def ours(spoken: tuple[Of[Transcript], ...], voices: Turns | None) -> tuple[list[Stretch], int]:
    """Where that is said, and how many words its sentences have."""
    told = told_by_ours(spoken, voices)
    stretches = [
        (place.recording, place.start, place.end) for each in told for place in each.evidence
    ]
    return stretches, sum(len(each.text.split()) for each in told)


def own_transcripts() -> tuple[tuple[Of[Transcript], ...], Turns | None]:
    """The demo as it was recognised and repaired; empty where it was not made."""
    found = []
    for name in ("dzien-1", "dzien-2"):
        folder = Folder(_OUTPUTS / "recordings" / name)
        if folder.sidecar("repair") is None:
            return (), None
        found.append(Of(name, folder.read("repair", Transcript)))
    folder = Folder(_OUTPUTS)
    return tuple(found), folder.read("diarise", Turns) if folder.sidecar("diarise") else None


def report(name: str, spoken: tuple[Of[Transcript], ...], voices: Turns | None) -> None:
    """Print what each system tells."""
    known, everything = facts(), every_sentence(spoken)
    words = round(_SHARE * sum(sentence.words for sentence in everything))
    best = best_possible(everything, known, words)
    chosen, used = ours(spoken, voices)
    with_number = [each for each in everything if re.search(r"\d", each.text)]
    chance: Callable[[int], list[Sentence]] = lambda seed: random.Random(seed).sample(  # noqa: E731, S311
        everything, len(everything)
    )
    rows = {
        "best possible": float(best),
        "ours": float(len(covered(chosen, known))),
        "first sentences": float(len(covered(filled(everything, words), known))),
        "random, mean": sum(
            len(covered(filled(chance(seed), words), known)) for seed in range(_SEEDS)
        )
        / _SEEDS,
        "shortest with a number": float(
            len(covered(filled(sorted(with_number, key=lambda s: s.words), words), known))
        ),
    }
    print(f"{name}: {len(known)} facts; {words} words may be told, ours has {used}")
    for system, told in rows.items():
        print(f"  {system:24}{told:6.1f}  {told / best:6.1%} of the best possible")
    wanted = [stem(word) for fact in covered(chosen, known) for word in fact.must_appear]
    text = fold(" ".join(each.text for each in told_by_ours(spoken, voices)))
    found = sum(all(part in text for part in word.split()) for word in wanted)
    print(f"  of {len(wanted)} names and figures of those facts {found} stand in its text")


def main() -> None:
    """Print it for the gold text and for our own transcript."""
    report("gold text", transcripts(), turns())
    spoken, voices = own_transcripts()
    if spoken:
        report("own transcript", spoken, voices)


if __name__ == "__main__":
    main()
