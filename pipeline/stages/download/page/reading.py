"""A seminar's web page → what it says: recordings, decks, programme, days. No network here."""

from itertools import islice
from urllib.parse import urlsplit

from pipeline.stages.download.page.content import content
from pipeline.stages.download.page.decks import decks
from pipeline.stages.download.page.decoding import decoded
from pipeline.stages.download.page.event import days_of, lead_of, organiser_of, title_of
from pipeline.stages.download.page.found import Found, FoundRecording
from pipeline.stages.download.page.head import head
from pipeline.stages.download.page.parsing import tree
from pipeline.stages.download.page.pieces import text_of
from pipeline.stages.download.page.programme import programme
from pipeline.stages.download.page.recordings import day_of, recordings

_MOST_HEADINGS = 20


def read_page(body: bytes, page: str, charset: str = "") -> Found:
    """What the HTML of `page` says of a seminar; nothing where it is no HTML.

    `page` is the address that answered, `charset` that of its header. What stands in navigation,
    side columns, comments and links to other pages is not of the seminar.
    """
    root = tree(decoded(body, charset))
    said = head(root, page)
    headings = [text_of(each) for each in islice(root.iter("h1"), _MOST_HEADINGS)]
    row = content(root)
    title = title_of(row, headings, said) or (urlsplit(page).hostname or "")
    lead = lead_of(row, title, said)
    days = days_of(row, title, said, lead)
    printed = organiser_of(row)
    found_decks, left_out = decks(row, page)
    videos = dict(reversed(said.videos))  # the first name of each
    found = recordings(row, page, days, videos)
    if not found:  # the page itself may be the recording's
        found = tuple(
            FoundRecording(videos[url] or title, url, day_of([videos[url]], days, None))
            for url in dict(said.videos)
        )
    own = {each.date for each in found if each.date}
    if len(own) > 1 and all(each.date for each in found):  # a cycle: its days lie far apart
        days = tuple(sorted({*days, *own}))
    return Found(
        page=page,
        title=title,
        organiser=printed or said.site,
        organiser_is="printed" if printed else "site",
        published=said.published,
        dates=days,
        lead=lead,
        recordings=found,
        decks=found_decks,
        programme=programme(row, days, days[-1] if days else said.published),
        left_out=left_out,
    )
