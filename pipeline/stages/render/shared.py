"""The files of a site that are of no single seminar: lists, search page, feeds, sitemap."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from pipeline.stages.render.feed import FEED, feed
from pipeline.stages.render.linked_data import website_json
from pipeline.stages.render.listing import FIRST, Listing, listings
from pipeline.stages.render.manifest import Built, Card
from pipeline.stages.render.options import RenderOptions
from pipeline.stages.render.pages import About, Frame
from pipeline.stages.render.podcast import PODCAST, has_podcast, podcast
from pipeline.stages.render.search_strings import search_help
from pipeline.stages.render.seminar_files import Bench
from pipeline.stages.render.sitemap import SITEMAP, sitemaps

_SEARCH = "szukaj.html"


def shared_files(seminars: Sequence[Built], bench: Bench) -> Iterator[tuple[str, bytes]]:
    """Every such file but for the assets and the index of search, by its name in the site."""
    pages, draft, options = bench.pages, bench.draft, bench.options
    newest = sorted(seminars, key=_by_date, reverse=True)
    cards = [built.card for built in newest]
    podcasts = not draft and has_podcast(cards, options)
    made = [FIRST, _SEARCH]
    for name, listing in listings(cards, pages.texts):
        made.append(name)
        yield name, _list_page(name, listing, bench, podcasts=podcasts)
    about = About(_SEARCH, pages.texts["search_lead"])
    frame = Frame(pages.texts["search_title"], "", draft, about)
    yield _SEARCH, pages.html("search.html", frame, search_help=search_help(pages.language))
    if draft:
        return
    yield FEED, feed(cards, pages.texts, options.base)
    if podcasts:
        yield PODCAST, podcast(cards, pages.texts, options)
    if options.base:
        yield from _for_robots([*dict.fromkeys(made), *_pages_of(newest)], options)


def _list_page(name: str, listing: Listing, bench: Bench, *, podcasts: bool) -> bytes:
    pages = bench.pages
    title = listing.title or pages.texts["index_title"]
    data = website_json(pages) if name == FIRST else ""
    told = f"{title}. {pages.texts['index_lead']}" if listing.title else pages.texts["index_lead"]
    about = About(name, told, data=data)
    return pages.html(
        "index.html",
        Frame(title, "", bench.draft, about),
        page=listing,
        cards=listing.cards,
        feed=FEED,
        podcast=PODCAST if podcasts else "",
    )


def _for_robots(names: Sequence[str], options: RenderOptions) -> Iterator[tuple[str, bytes]]:
    yield from sitemaps(names, options.base)
    if urlsplit(options.base).path == "/":  # programs look for it nowhere else
        robots = f"User-agent: *\nAllow: /\nSitemap: {options.base}{SITEMAP}\n"
        yield "robots.txt", robots.encode()


def _pages_of(seminars: Sequence[Built]) -> Iterator[str]:
    """Pages that a reader may be led to; players for other sites' pages are none."""
    for built in seminars:
        for name in built.files:
            if name.endswith(".html") and not name.endswith(".embed.html"):
                yield name


def _by_date(built: Built) -> tuple[str, str]:
    card: Card = built.card
    return max(card.dates, default=""), card.id
