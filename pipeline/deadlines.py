"""By when a public body owes captions: the Polish act on digital accessibility of 4 April 2019.

A recording of what was sent live needs them within 14 days; where that cannot be, another day is
announced, two months away at most. These are dates to be reminded of, no advice of a lawyer.
"""

import calendar
from datetime import date, timedelta

DAYS = timedelta(days=14)
MONTHS = 2


def due(event: date | None, announced: date | None) -> date | None:
    """The last day without captions: that which was announced, else by the day of the event."""
    if announced is not None:
        return announced
    return event + DAYS if event else None


def announced_fault(event: date | None, announced: date | None) -> str:
    """Why no body may announce that day; empty where it may, or where no day is known."""
    if event is None or announced is None:
        return ""
    latest = _months_after(event, MONTHS)
    if announced <= event:
        return f"must be after the event, which was on {event}"
    if announced > latest:
        return f"must be {latest} at the latest, {MONTHS} months after the event"
    return ""


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
