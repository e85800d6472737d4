"""Seconds as people, addresses and caption files write them."""

from math import ceil


def clock(seconds: float) -> str:
    """`0:05`, `12:34` or `1:02:03`; fractions are cut off."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, last = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{last:02}" if hours else f"{minutes}:{last:02}"


def clock_range(start: float, end: float) -> str:
    """`0:50–0:56`: whole seconds that hold all of `[start, end)`."""
    return f"{clock(start)}–{clock(ceil(end - 0.005))}"


def fragment(seconds: float) -> str:
    """The address of a second inside a page, without the `#`: `t=75`."""
    return f"t={max(0, int(seconds))}"


def span(seconds: float) -> str:
    """How long something lasts: `42 s`, `9 min 29 s`, `1 h 05 min`; the same in both languages."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, last = divmod(rest, 60)
    if hours:
        return f"{hours}\u00a0h {minutes:02}\u00a0min"
    if minutes:
        return f"{minutes}\u00a0min {last:02}\u00a0s"
    return f"{last}\u00a0s"


def stamp(milliseconds: int, mark: str) -> str:
    """`00:01:02.345`, with `mark` before the milliseconds (WebVTT `.`, SRT `,`)."""
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{thousandths:03}"
