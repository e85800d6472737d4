"""What is printed of the recordings whose words are known."""

from collections.abc import Iterator, Sequence

import numpy as np

from bench.alignment import Counts, errors, gain, lost_sentences
from bench.clock import Spent
from bench.corpora import Corpus
from bench.names import recall
from bench.quality import Repairs, caught, doubted, repairs, time_errors
from bench.runs import COSTS, PLAIN, costs
from bench.systems import SYSTEMS, Heard

Results = list[tuple[Corpus, float, dict[str, Heard]]]
"""Each recording, its seconds, and what each system made of it."""
_COUNTS = f"{'WER':>6} {'sub':>4} {'del':>4} {'ins':>4}"


def words(title: str, results: Results) -> Iterator[str]:
    """Errors and costs of each system over `results`; then ours beside the better plain one."""
    yield f"{title:12} {'raw':>8}{'':26}{'normalised':>12}"
    yield f"{'':20} {_COUNTS} {_COUNTS} {'lost':>4} {COSTS}"
    whole = sum(duration for _, duration, _ in results)
    pooled = _pooled([heard for _, _, heard in results])
    for name in pooled:
        raw, normal = (_errors(results, name, normalise=kind) for kind in (False, True))
        lost = sum(lost_sentences(corpus, heard[name].words) for corpus, _, heard in results)
        yield f"{name:20} {raw} {normal} {lost:4} {costs(whole, pooled, name)}"
    if all(plain in pooled for plain in PLAIN):
        for name in _ours(pooled):
            yield _beside(results, name)


def _ours(heard: dict[str, Heard]) -> list[str]:
    return [name for name in heard if name not in SYSTEMS]


def _pooled(runs: Sequence[dict[str, Heard]]) -> dict[str, Heard]:
    """The costs over several recordings; a start is that of the first, as are the words."""
    return {
        name: Heard(
            name,
            first.words,
            sum((run[name].spent for run in runs), Spent(0.0, 0.0)),
            first.start,
            max(run[name].peak_mb for run in runs),
        )
        for name, first in runs[0].items()
    }


def _errors(results: Results, name: str, *, normalise: bool) -> str:
    total, said = np.zeros(3, np.int64), 0
    for corpus, _, heard in results:
        counts, count = errors(corpus, heard[name].words, normalise=normalise)
        total += counts.sum(axis=0)
        said += count
    substituted, deleted, inserted = total
    wer = f"{100 * total.sum() / said:5.1f}%"
    return f"{wer:>6} {substituted:4} {deleted:4} {inserted:4}"


def _beside(results: Results, name: str) -> str:
    """How many errors fewer than the better of the plain ones, recording by recording."""
    ours, theirs, better = [], [], []
    for corpus, _, heard in results:
        ours.append(errors(corpus, heard[name].words, normalise=False)[0])
        plain: dict[str, Counts] = {
            system: errors(corpus, heard[system].words, normalise=False)[0] for system in PLAIN
        }
        better.append(min(PLAIN, key=lambda system: plain[system].sum()))
        theirs.append(plain[better[-1]])
    point, low, high = gain(ours, theirs)
    deleted = [sum(int(counts[:, 1].sum()) for counts in each) for each in (ours, theirs)]
    return (
        f"{name}: {100 * point:+.1f} % errors fewer than the better plain one "
        f"({', '.join(dict.fromkeys(better))}), 95 % interval {100 * low:+.1f} to "
        f"{100 * high:+.1f} %; deletions {deleted[0]} beside {deleted[1]}"
    )


def quality(results: Results) -> Iterator[str]:
    """Names and terms, times of words, repairs, doubts."""
    systems = list(results[0][2])
    demo = [(corpus, heard) for corpus, _, heard in results if corpus.occurrences]
    if demo:
        yield f"{'names and terms':20} {'recording':12} {'all':>9} {'names':>8} {'terms':>8}"
        for name in systems:
            yield from _names(name, [(corpus, heard[name]) for corpus, heard in demo])
        yield f"\n{'starts of words':20} {'recording':12} {'median':>7} {'95 %':>6}  seconds off"
        for name in systems:
            yield from _times(name, [(corpus, heard[name]) for corpus, heard in demo])
    ours = _ours(results[0][2])
    for name in ours[1:]:
        yield "\n" + _repaired(results, ours[0], name)
    for name in ours:
        told = [(corpus, heard[name].words) for corpus, _, heard in results]
        share, area = caught([word for one in told for word in doubted(*one)])
        flagged = f"the 15 % most doubtful words hold {100 * share:.0f} % of the wrong ones"
        yield f"{name}: {flagged} (AUC {area:.3f})"


def _names(name: str, demo: Sequence[tuple[Corpus, Heard]]) -> Iterator[str]:
    found = [recall(corpus.occurrences, heard.words) for corpus, heard in demo]
    rows = [(corpus.name, row) for (corpus, _), row in zip(demo, found, strict=True)]
    total = tuple(map(sum, zip(*found, strict=True)))
    for title, (names, names_said, terms, terms_said) in [*rows, ("all", total)]:
        whole = f"{names + terms}/{names_said + terms_said}"
        yield f"{name:20} {title:12} {whole:>9} {f'{names}/{names_said}':>8} {terms:5}/{terms_said}"


def _times(name: str, demo: Sequence[tuple[Corpus, Heard]]) -> Iterator[str]:
    for corpus, heard in demo:
        median, most = np.percentile(time_errors(corpus, heard.words) or [0.0], [50, 95])
        yield f"{name:20} {corpus.name:12} {median:7.2f} {most:6.2f}"


def _repaired(results: Results, before: str, after: str) -> str:
    total = sum(
        (repairs(corpus, heard[before].words, heard[after].words) for corpus, _, heard in results),
        Repairs(),
    )
    share = 100 * total.put_in_right / max(1, total.put_in)
    harm = 100 * total.harmed / max(1, total.right_before)
    return (
        f"{after}: {total.put_in} words put in, {total.put_in_right} of them right "
        f"({share:.0f} %); {total.harmed} of {total.right_before} right words harmed ({harm:.2f} %)"
    )
