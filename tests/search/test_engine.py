"""The browser's engine gives what Python gives, from a folder and from a server."""

import shutil
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pipeline.language import STEM_RULES, fold, stem, tokens
from pipeline.search import Document, Hit, Index, Place, Results, Source, update_index, write_index
from tests.search.corpus import cases, documents, gold_documents, gold_queries
from tests.search.test_speakers import spoken_documents

pytestmark = pytest.mark.browser

ENGINE = Path(__file__).parents[2] / "templates/site/engine.js"
POLICY = "default-src 'none'; script-src 'self'"
HTML = """<!doctype html><html lang="pl"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>t</title><script src="engine.js"></script></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(ENGINE, folder / "engine.js")
    (folder / "served.html").write_text(HTML.format(policy=POLICY), encoding="utf-8")
    # A file:// page is of no origin, so 'self' would name nothing.
    (folder / "file.html").write_text(
        HTML.format(policy="default-src 'none'; script-src file:"), encoding="utf-8"
    )
    write_index(documents(), folder / "search")
    write_index(gold_documents(), folder / "gold")
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


@pytest.fixture(params=["http", "file"])
def opened(request: pytest.FixtureRequest, page: Page, site: Path, address: str) -> Page:
    if request.param == "http":
        page.goto(f"{address}served.html")
    else:
        page.goto(f"{site.as_uri()}/file.html")
    return page


_SEARCH = """async ([folder, queries]) => {
  const engine = await stenogram.openIndex(folder);
  const found = await Promise.all(queries.map((query) => engine.search(query, {limit: 20})));
  return found.map(({answers, more, ...results}) => results);
}"""


def _as_browser_says(results: Results) -> dict[str, object]:
    return {
        "query": results.query,
        "hits": [_hit(hit) for hit in results.hits],
        "total": results.total,
        "documents": results.documents,
        "forms": list(results.forms),
        "unknown": list(results.unknown),
        "suggested": results.suggested,
    }


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "documentId": hit.document_id,
        "url": hit.url,
        "title": hit.title,
        "seminar": hit.seminar,
        "date": hit.date,
        "session": hit.session,
        "start": hit.start,
        "excerpt": hit.excerpt,
        "marks": [
            [_units(hit.excerpt[:start]), _units(hit.excerpt[:end])] for start, end in hit.marks
        ],
        "score": hit.score,
        "kind": hit.kind,
        "speaker": hit.speaker,
        "doubtful": hit.doubtful,
        "heading": hit.heading,
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_browser_answers_every_case_as_python_does(opened: Page, site: Path) -> None:
    queries = [case.query for case in cases()]
    index = Index(site / "search")
    answers = opened.evaluate(_SEARCH, ["search", queries])
    assert answers == [_as_browser_says(index.search(query)) for query in queries]


def test_the_browser_answers_the_gold_queries_as_python_does(opened: Page, site: Path) -> None:
    queries = [one.query for one in gold_queries()] + ["w", "mieszkaniec miasta", "praca dochód"]
    index = Index(site / "gold")
    answers = opened.evaluate(_SEARCH, ["gold/", queries])
    assert answers == [_as_browser_says(index.search(query)) for query in queries]


def test_the_browser_keeps_to_a_speaker_as_python_does(opened: Page, site: Path) -> None:
    write_index(spoken_documents(), site / "voices")
    index = Index(site / "voices")
    queries = ("most", "rzeka płynie", "kolejowy rzeka", "stoi kolejowy", "tak")
    speakers = ("", " ", "Anna Żuraw", "zuraw", "BOGDAN", "Celina", "<b>")
    asked = [(query, who) for query in queries for who in speakers]
    answers = opened.evaluate(
        """async (asked) => {
          const engine = await stenogram.openIndex("voices");
          const all = asked.map(([query, speaker]) => engine.search(query, {speaker}));
          return (await Promise.all(all)).map(({answers, more, ...results}) => results);
        }""",
        asked,
    )
    assert answers == [_as_browser_says(index.search(query, 20, who)) for query, who in asked]


def test_a_first_query_loads_few_files(page: Page, address: str) -> None:
    page.goto(f"{address}served.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(_SEARCH, ["gold", ["rybak"]])
    assert len(asked) <= 4  # manifest, forms, postings, texts


def test_two_indexes_at_once_are_not_mixed_up(opened: Page) -> None:
    found = opened.evaluate(
        """async () => {
          const [one, two] = await Promise.all(["search", "gold"].map(stenogram.openIndex));
          const both = await Promise.all([one.search("kawa"), two.search("kawa")]);
          return both.map((results) => results.hits.map((hit) => hit.documentId));
        }"""
    )
    assert set(found[0]) == {"a/1"}
    assert all(name.startswith("media/") for name in found[1])


def test_a_missing_index_is_a_rejected_promise_that_says_so(opened: Page) -> None:
    message = opened.evaluate("stenogram.openIndex('nowhere').catch((error) => error.message)")
    assert "manifest.js" in message


def test_a_missing_shard_is_a_rejected_promise_that_names_it(
    opened: Page, site: Path, tmp_path: Path
) -> None:
    folder = site / tmp_path.name
    write_index(documents(), folder)
    for path in folder.glob("texts/*.js"):
        path.unlink()
    message = opened.evaluate(
        """async (folder) => {
          const engine = await stenogram.openIndex(folder);
          return engine.search("miasto").catch((error) => error.message);
        }""",
        tmp_path.name,
    )
    assert "texts/" in message


def test_hostile_texts_stay_texts(opened: Page) -> None:
    answers = opened.evaluate(_SEARCH, ["search", ["<script>alert(1)</script>", "__proto__"]])
    assert answers[0]["total"] == 0
    assert answers[1]["hits"][0]["documentId"] == "a/2"


def test_the_browser_folds_as_python_does(opened: Page) -> None:
    letters = [chr(code) for code in range(0x20, 0x2000) if chr(code).isalnum()]
    table = [*letters, "ĄĆĘŁŃÓŚŹŻ", "ąćęłńóśźż", "Straße", "ﬁ", "Ⅳ", "İ", "ΑΣ", "Cze\u0301ść"]
    folded = opened.evaluate("(table) => table.map(stenogram.fold)", table)
    pairs = zip(table, folded, strict=True)
    assert [(text, here) for text, here in pairs if fold(text) != here] == []


def test_the_browser_stems_as_python_does(opened: Page) -> None:
    bases = ["kowal", "mak", "szczep", "olszyn", "radom", "krzemion", "bart", "zawilsk", "mielc"]
    more = [f"{base}{ending}" for base in bases for ending in ("", *STEM_RULES.endings)]
    table = [*more, "ZUS-owi", "Olszyniec", "Ustce", "Grudziądz", "2018", "a", "", "Poltax"]
    stems = opened.evaluate(
        """async (table) => {
          const engine = await stenogram.openIndex("search");
          return table.map((form) => stenogram.stem(form, engine.manifest.stem));
        }""",
        table,
    )
    assert dict(zip(table, stems, strict=True)) == {form: stem(form) for form in table}


def test_the_browser_finds_the_same_words_as_python(opened: Page) -> None:
    texts = [
        "W 2018 r. było 1 250 000 zł, 3,5% i 9:30 w monitor.miasta.pl on-line.",
        "20-tysięczny, COVID-19, 2012-2018, 2012–2018, m.in. d'Hondta, miasta.Potem",
        "e\u0301cole „cytat” (nawias) _podkreślenie_ ½ m² 12\u00a0000 20 1234 😀 ١٢",
        *string.punctuation,
        *(sentence.text for one in gold_documents() for sentence in one.places),
    ]
    found = opened.evaluate(
        "(texts) => texts.map((text) => stenogram.tokens(text).map((token) => token.text))", texts
    )
    assert found == [[token.text for token in tokens(text)] for text in texts]


def _long_documents() -> list[Document]:
    """Three recordings in which a word is said so often that its list has files of its own."""
    words = (
        "rynek pracy",
        "stara szkoła",
        "dwadzieścia pięć tysięcy",
        "37 osób",
        "ratusz",
        "Żółkwa",
    )
    rows = [
        Place(
            float(at), f"W mieście nr {at} jest {words[at % 6]} na rzecz ludzi.",
            f"Sesja {'o rynku' if at // 500 % 2 else 'o szkole'}", ("Anna", "Jan", "")[at % 3],
        )
        for at in range(4_000)
    ]  # fmt: skip
    return [
        Document(f"s/{name}", f"s/{name}.html", f"Dzień {name}", f"Seminarium {name}",
                 f"202{name}-05-01", tuple(rows[: 4_000 - int(name)]))
        for name in "012"
    ]  # fmt: skip


_ASKED = (
    "miasto", "miastami rynek", '"rynek pracy"', "=rynek", '="rynku pracy"', "miasto -rynek",
    'ratusz -"stara szkoła"', "25 tysięcy", "dwadzieścia pięć tysięcy", "37", "25000", "na rzecz",
    '"na rzecz ludzi"', '"w mieście"', "ratusz rok:2021", "szkoła kto:anna", "miasto mówca:Jan",
    'ratusz sesja:"o rynku"', "ratusz seminarium:2", "ratuszz", "rtausz", "zolkwa", "żółkwią",
    "dzień", "sesja:rynek", "-miasto", "3000", "nowe słowo", "ratusz nowe",
)  # fmt: skip


def test_long_lists_numbers_filters_and_a_delta_are_read_as_python_reads_them(
    opened: Page, site: Path, tmp_path: Path
) -> None:
    folder = site / f"long-{tmp_path.name}"
    old = _long_documents()
    new = Document("n/r", "n/r.html", "Nowe", "Nowe", "2021-01-01", (
        Place(0.0, "Nowe miasto ma ratusz i rynek pracy na rzecz ludzi.", "Sesja o rynku", "Jan"),
        Place(9.0, "Kosztuje to 25 tysięcy.", "Sesja o rynku"),
    ))  # fmt: skip
    held = [Source("old", "1", "2020-01-01", lambda: old)]
    update_index(held, folder, tmp_path)
    update_index([*held, Source("new", "1", "2021-01-01", lambda: [new])], folder, tmp_path)
    index = Index(folder)
    answers = opened.evaluate(
        """async ([folder, queries]) => {
          const engine = await stenogram.openIndex(folder);
          const found = [];
          for (const query of queries) {
            const {answers, more, ...results} = await engine.search(query, {limit: 5, all: true});
            found.push(results);
          }
          return found;
        }""",
        [folder.name, list(_ASKED)],
    )
    for query, answer in zip(_ASKED, answers, strict=True):
        assert answer == _as_browser_says(index.search(query, 5)), query
    assert index.search("miasto", 0).total == 11_998
    assert index.search("ratusz seminarium:2", 0).total == 666
    assert index.search("rtausz").suggested == "ratusz"


def test_of_a_word_that_is_everywhere_a_few_files_are_read(
    page: Page, address: str, site: Path
) -> None:
    write_index(_long_documents(), site / "everywhere")
    page.goto(f"{address}served.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = page.evaluate(
        """async () => {
          const engine = await stenogram.openIndex("everywhere");
          const {hits, total, more} = await engine.search("miasto", {limit: 10});
          return {shown: hits.length, total, more};
        }"""
    )
    assert found == {"shown": 10, "total": 11_997, "more": False}
    assert len(asked) <= 8
