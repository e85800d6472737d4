"""Questions asked in a browser with an empty cache, and what each costs."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from bench import pagefind
from bench.questions import Question
from pipeline.search import Index
from pipeline.stages.render.pages import assets
from tests.conftest import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_EXCERPTS = 10
_TEMPLATES = Path(__file__).parent.parent / "templates/site"
_BLANK = '<!doctype html><html lang="pl"><meta charset="utf-8"><title>t</title></html>'
_OURS = """async ({query, count}) => {
  const started = performance.now();
  const early = document.createElement("link");
  Object.assign(early, {rel: "preload", as: "script", href: "search/manifest.js"});
  document.head.append(early);
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, {src: "engine.js", onload: resolve, onerror: reject});
    document.head.append(script);
  });
  const engine = await stenogram.openIndex("search/");
  const {answers} = await engine.find(query);
  const shown = stenogram.pick(answers, count).flatMap((group) => group.shown);
  const hits = await Promise.all(shown.map((answer) => engine.hit(answer)));
  return {ms: performance.now() - started, shown: hits.length};
}"""


_ROUND_TRIP, _BYTES_PER_SECOND = 0.17, 9e6 / 8
_HEADERS = 250
"""Bytes of the headers of an answer, about."""


@dataclass(slots=True)
class _Line:
    """What goes over the line to the browser, and how fast."""

    mobile: bool = False
    requests: int = 0
    bytes_sent: int = 0
    free_at: float = 0.0
    """When what was sent before has arrived."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, size: int) -> None:
        """Take so long as it takes to send so many bytes and to be asked for them."""
        with self.lock:
            self.requests += 1
            self.bytes_sent += size + _HEADERS
            if not self.mobile:
                return
            begun = max(time.monotonic() + _ROUND_TRIP, self.free_at)
            arrived = self.free_at = begun + size / _BYTES_PER_SECOND
        time.sleep(max(0.0, arrived - time.monotonic()))


class _Handler(SimpleHTTPRequestHandler):
    """The same server for both: theirs compiles at run time, which our headers do not allow."""

    protocol_version = "HTTP/1.1"
    line: _Line

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's signature
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer, as slowly as the line is."""
        path = Path(self.translate_path(self.path))
        if path.is_file():
            self.line.send(path.stat().st_size)
        super().do_GET()


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question took, from nothing to its excerpts."""

    kilobytes: float
    requests: int
    milliseconds: float
    mobile_milliseconds: float


class Asker:
    """A browser, and a server for each of the two sites."""

    def __init__(self, ours: Path, theirs: Path) -> None:
        (ours / "engine.js").write_bytes(assets([_TEMPLATES])["engine.js"])
        for folder in (ours, theirs):
            (folder / "blank.html").write_text(_BLANK, encoding="utf-8")
        self._folder = ours
        self._index = Index(ours / "search")
        self._lines = [_Line(), _Line()]
        self._servers = [
            ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder)))
            for kind, folder in zip(map(_handler, self._lines), (ours, theirs), strict=True)
        ]
        for one in self._servers:
            threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "Asker":
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, "--allow-file-access-from-files"]
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()
        for one in self._servers:
            one.shutdown()
            one.server_close()

    def ours(self, question: Question) -> Asked:
        """Ask our engine."""
        return self._ask(0, _OURS, question)

    def theirs(self, question: Question) -> Asked:
        """Ask Pagefind."""
        return self._ask(1, pagefind.MEASURED, question)

    def from_files(self, question: Question) -> int:
        """How many excerpts our engine shows with no server at all."""
        page = self._browser.new_page()
        page.goto(f"{self._folder.as_uri()}/blank.html")
        shown: int = page.evaluate(_OURS, {"query": question.text, "count": _EXCERPTS})["shown"]
        page.close()
        return shown

    def found_by_ours(self, query: str) -> set[str]:
        """The recordings that our index finds."""
        return {hit.url for hit in self._index.search(query, 1_000).hits}

    def found_by_theirs(self, query: str) -> set[str]:
        """The recordings that Pagefind finds."""
        page = self._opened(1)
        urls: list[str] = page.evaluate(pagefind.FOUND, query)
        page.context.close()
        return {url.lstrip("/") for url in urls}

    def _opened(self, site: int) -> "Page":
        page = self._browser.new_context().new_page()
        port = self._servers[site].server_address[1]
        page.goto(f"http://127.0.0.1:{port}/blank.html")
        return page

    def _ask(self, site: int, script: str, question: Question) -> Asked:
        line = self._lines[site]
        times: list[float] = []
        for mobile in (False, True):
            page = self._opened(site)
            line.mobile, line.requests, line.bytes_sent = mobile, 0, 0
            found = page.evaluate(script, {"query": question.text, "count": _EXCERPTS})
            times.append(found["ms"])
            page.context.close()
            line.mobile = False
        return Asked(line.bytes_sent / 1000, line.requests, *times)


def _handler(line: _Line) -> type[_Handler]:
    return type("_OfLine", (_Handler,), {"line": line})


def recall(rare: Sequence[Question], inflected: bool, found: Callable[[str], set[str]]) -> float:  # noqa: FBT001 - two ways to ask
    """The part of the recordings with a word that are found, of all words together."""
    hits = wanted = 0
    for question in rare:
        answer = found(question.text if inflected else question.base)
        hits += len(answer & question.urls)
        wanted += len(question.urls)
    return hits / wanted
