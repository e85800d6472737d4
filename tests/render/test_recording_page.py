"""The page of a recording in use: keys, sessions, speed, hits, quotations, addresses."""

from urllib.parse import quote

import pytest

from tests.render.invented import EVENING, MORNING
from tests.render.visiting import RECORDING, Open, Site, Visit

pytestmark = pytest.mark.browser

PLAYER = "document.getElementById('player')"
ADDRESS = f"https://zapisy.example/{RECORDING}"
SOUND = "narada/dzien-2.html"


def _ready(visit: Open, address: str, **context: object) -> Visit:
    opened = visit(address, **context)
    opened.wait(f"{PLAYER}.readyState > 0")
    return opened


def _at(opened: Visit, seconds: float) -> None:
    opened.wait(f"Math.abs({PLAYER}.currentTime - {seconds}) < 0.6")


def _copied(opened: Visit) -> str:
    return str(opened.page.evaluate("navigator.clipboard.readText()"))


def _told(opened: Visit) -> str:
    """What the page says, once it does: the clipboard answers when it likes."""
    opened.wait("document.getElementById('powiedz').textContent !== ''")
    return opened.page.locator("#powiedz").inner_text()


# ---- the player


def test_keys_inside_the_player_move_pause_and_turn_captions_off(
    web_site: Site, visit: Open
) -> None:
    opened = _ready(visit, web_site.address(f"{RECORDING}#t=30"))
    _at(opened, 30)
    opened.page.focus("#player")
    opened.page.keyboard.press("l")
    _at(opened, 40)
    opened.page.keyboard.press("j")
    opened.page.keyboard.press("J")
    _at(opened, 20)
    opened.page.keyboard.press("k")
    opened.wait(f"!{PLAYER}.paused")
    opened.page.keyboard.press("k")
    opened.wait(f"{PLAYER}.paused")
    opened.page.keyboard.press("c")
    assert opened.page.evaluate(f"{PLAYER}.textTracks[0].mode") == "hidden"
    opened.page.keyboard.press("c")
    assert opened.page.evaluate(f"{PLAYER}.textTracks[0].mode") == "showing"


def test_keys_elsewhere_are_the_readers_own(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(f"{RECORDING}#t=30"))
    _at(opened, 30)
    for place in (".find input", "article a.t"):
        opened.page.locator(place).first.focus()
        for key in ("j", "k", "l", "c"):
            opened.page.keyboard.press(key)
    opened.page.focus("#player")
    opened.page.keyboard.press("Control+l")
    assert opened.page.locator(".find input").input_value() == "jklc"
    _at(opened, 30)
    assert opened.page.evaluate(f"{PLAYER}.paused")
    assert opened.page.evaluate(f"{PLAYER}.textTracks[0].mode") == "showing"


def test_a_range_in_the_address_stops_at_its_end_once(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(f"{RECORDING}#t=30,31"))
    _at(opened, 30)
    opened.page.focus("#player")
    opened.page.keyboard.press("k")
    opened.wait(f"{PLAYER}.currentTime >= 31 && {PLAYER}.paused")
    assert opened.page.evaluate(f"{PLAYER}.currentTime") < 32
    opened.page.keyboard.press("k")
    opened.wait(f"{PLAYER}.currentTime > 32 && !{PLAYER}.paused")


def test_buttons_lead_to_the_next_session_and_back(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(RECORDING))
    page = opened.page
    page.get_by_role("button", name="Następna sesja").click()
    _at(opened, 1)
    page.get_by_role("button", name="Następna sesja").click()
    _at(opened, 20)
    assert "Przerwa" in _told(opened)
    page.get_by_role("button", name="Następna sesja").click()
    page.get_by_role("button", name="Następna sesja").click()
    _at(opened, 30)
    page.focus("#player")
    page.keyboard.press("l")
    _at(opened, 40)
    page.get_by_role("button", name="Poprzednia sesja").click()
    _at(opened, 30)
    page.get_by_role("button", name="Poprzednia sesja").click()
    _at(opened, 20)
    assert page.evaluate(f"{PLAYER}.paused")


def test_the_speed_is_kept_from_one_recording_to_the_next(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(RECORDING))
    opened.page.get_by_label("Tempo").select_option("1,5×")
    assert opened.page.evaluate(f"{PLAYER}.playbackRate") == 1.5
    opened.page.goto(web_site.address(SOUND))
    assert opened.page.get_by_label("Tempo").input_value() == "1.5"
    assert opened.page.evaluate(f"{PLAYER}.playbackRate") == 1.5
    opened.page.evaluate("sessionStorage.setItem('tempo', '<img>')")
    opened.page.reload()
    assert opened.page.evaluate(f"{PLAYER}.playbackRate") == 1


# ---- what a search found


def test_forms_that_a_search_found_are_marked_whole_and_walked_through(
    web_site: Site, visit: Open
) -> None:
    forms = "mosty,MOST,mostach,mostu,rze,rzegach"
    opened = visit(web_site.address(f"{RECORDING}?q=most&formy={forms}#t=8"))
    bar = opened.page.get_by_role("group", name="Trafienia wyszukiwania")
    assert "3 trafienia na tej stronie" in bar.inner_text()
    painted = "[...CSS.highlights.get('{}')].map(String)"
    assert opened.page.evaluate(painted.format("trafienia")) == ["mostach", "most", "mostu"]
    bar.get_by_role("button", name="Następne trafienie").click()
    assert "Trafienie 2 z\u00a03 (0:12)" in bar.inner_text()
    assert opened.page.evaluate(painted.format("trafienie")) == ["most"]
    for _ in range(2):
        bar.get_by_role("button", name="Następne trafienie").click()
    assert "Trafienie 1 z\u00a03" in bar.inner_text()
    bar.get_by_role("button", name="Poprzednie trafienie").click()
    assert "Trafienie 3 z\u00a03" in bar.inner_text()
    bar.get_by_role("button", name="Ukryj trafienia").click()
    assert bar.is_hidden()
    assert opened.page.evaluate(painted.format("trafienia")) == []
    assert opened.page.url == web_site.address(f"{RECORDING}#t=8")


def test_without_paint_the_hits_can_be_walked_through(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address(f"{RECORDING}?q=most"), lacking="delete CSS.highlights;")
    assert opened.page.evaluate("CSS.highlights === undefined")
    assert "1 trafienie na tej stronie" in opened.page.locator("#trafienia").inner_text()
    opened.page.get_by_role("button", name="Następne trafienie").click()
    assert "Trafienie 1 z\u00a01" in opened.page.locator("#trafienia").inner_text()
    assert opened.page.locator("#niepewne").is_hidden()


@pytest.mark.parametrize(
    "query",
    [
        "q="
        + quote("<img src=x onerror=alert(1)>")
        + "&formy="
        + quote(r"<img src=x>,(a+)+$,[,\\,$&,most"),
        "formy=" + ",".join(["most"] * 5000),
        "formy=" + ",".join(f"a{number}" for number in range(63)) + ",most,rzekach",
        "q=most&formy=" + "x" * 65 + ",most",
        "formy=%ff%fe%00,most&q=%",
    ],
)
def test_what_the_address_asks_for_is_text_and_bounded(
    web_site: Site, visit: Open, query: str
) -> None:
    opened = visit(web_site.address(f"{RECORDING}?{query}#t=1"))
    assert "1 trafienie" in opened.page.locator("#trafienia").inner_text()
    opened.page.get_by_role("button", name="Następne trafienie").click()
    assert opened.page.locator("img[src=x]").count() == 0


# ---- to take along


def test_a_selection_is_copied_with_who_said_it_where_and_when(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(RECORDING))
    opened.page.evaluate(
        """() => {
            const span = [...document.querySelectorAll("article span")]
                .find((each) => each.textContent.startsWith("Każdy most"));
            getSelection().setBaseAndExtent(span.firstChild, 6, span.firstChild, 19);
        }"""
    )
    opened.page.get_by_role("button", name="Kopiuj cytat").click()
    assert _told(opened) == "Skopiowano cytat ze źródłem."
    assert _copied(opened) == (
        "„most kosztuje” – Żegota Brzeg (niepewne), Narada o mostach, Nagranie dzien-1,"
        f" 4 maja 2021, 0:12 (transkrypcja automatyczna)\n{ADDRESS}#t=12"
    )


def test_a_selection_of_two_speakers_says_who_said_what(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(RECORDING))
    opened.page.evaluate(
        """() => {
            const [first, second] = ["Czy gmina", "Może"].map((text) =>
                [...document.querySelectorAll("article p > span")]
                    .find((each) => each.textContent.startsWith(text)).firstChild);
            getSelection().setBaseAndExtent(first, 0, second, 5);
        }"""
    )
    opened.page.get_by_role("button", name="Kopiuj cytat").click()
    opened.wait("document.getElementById('powiedz').textContent !== ''")
    assert _copied(opened).startswith(
        "„Osoba 3: Czy gmina może sama naprawić wał? Głos nierozpoznany: Może,” – Narada"
    )


def test_a_paragraph_is_copied_by_keyboard_alone(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(RECORDING))
    opened.page.locator("article a.t[href='#t=8']").focus()
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.textContent") == "Kopiuj cytat"
    opened.page.keyboard.press("Enter")
    opened.wait("document.getElementById('powiedz').textContent !== ''")
    assert _copied(opened).startswith("„a potem o tym, co z nimi zrobimy.” – Mira Przęsło, Narada")
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    opened.wait("document.getElementById('powiedz').textContent.includes('link')")
    name = opened.page.locator("p[id='t=8'] > span[id^=w-]").get_attribute("id")
    assert _copied(opened) == f"{ADDRESS}?t=8#{name}"
    opened.page.keyboard.press("Tab")
    assert opened.page.locator("p[id='t=12'] > #wybor").is_visible()


def test_the_moment_is_copied_as_a_link(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(f"{RECORDING}#t=33"))
    _at(opened, 33)
    opened.page.get_by_role("button", name="Kopiuj link do tej chwili").click()
    assert _told(opened) == "Skopiowano link."
    assert _copied(opened) == f"{ADDRESS}#t=33"


@pytest.mark.parametrize("allowed", [True, False])
def test_where_the_clipboard_is_refused_the_text_is_selected(
    web_site: Site, visit: Open, *, allowed: bool
) -> None:
    lacking = "delete Navigator.prototype.clipboard;"
    if not allowed:
        lacking += "Document.prototype.execCommand = () => false;"
    opened = _ready(visit, web_site.address(f"{RECORDING}#t=33"), lacking=lacking)
    _at(opened, 33)
    opened.page.locator("#chwila").click()
    if allowed:
        assert _told(opened) == "Skopiowano link."
        assert opened.page.evaluate("document.activeElement.id") == "chwila"
    else:
        assert "naciśnij Ctrl+C" in _told(opened)
        assert opened.page.evaluate("getSelection().toString()") == f"{ADDRESS}#t=33"
        opened.page.keyboard.press("Tab")
    assert opened.page.locator("#recznie").is_hidden()


def test_a_mail_about_a_mistake_names_the_recording_and_with_javascript_the_moment(
    web_site: Site, visit: Open
) -> None:
    plain = visit(web_site.address(RECORDING), java_script_enabled=False)
    link = plain.page.get_by_role("link", name="Zgłoś błąd")
    before = link.get_attribute("href") or ""
    assert before.startswith("mailto:zapisy@example.org?subject=B%C5%82%C4%85d%20w%20zapisie")
    assert quote("Nagranie dzien-1 (Narada o mostach)\r\n", safe="") in before
    opened = _ready(visit, web_site.address(f"{RECORDING}#t=33"))
    _at(opened, 33)
    opened.page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    opened.page.get_by_role("link", name="Zgłoś błąd").click()
    after = opened.page.locator("#blad").get_attribute("href") or ""
    assert after == before + quote(f"0:33 {ADDRESS}#t=33\r\n", safe="")


def test_the_code_to_embed_begins_where_the_player_stands(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address(f"{RECORDING}#t=33"))
    _at(opened, 33)
    opened.page.get_by_role("button", name="Kopiuj kod").click()
    opened.wait("document.getElementById('powiedz').textContent !== ''")
    assert _copied(opened).startswith(
        '<iframe src="https://zapisy.example/narada/dzien-1.embed.html#t=33" title="Nagranie'
    )


def test_the_embedded_player_seeks_and_shows_captions(web_site: Site, visit: Open) -> None:
    opened = _ready(visit, web_site.address("narada/dzien-1.embed.html#t=33"))
    _at(opened, 33)
    opened.wait(f"{PLAYER}.textTracks[0].cues?.length > 3")
    opened.page.focus("#player")
    opened.page.keyboard.press("j")
    _at(opened, 23)
    link = opened.page.get_by_role("link", name="Pełny zapis")
    assert link.get_attribute("href") == ADDRESS


# ---- reading


def test_uncertain_words_are_underlined_when_asked(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address(RECORDING))
    button = opened.page.get_by_role("button", name="Słowa niepewne")
    painted = "[...(CSS.highlights.get('niepewne') || [])].map(String)"
    assert opened.page.evaluate(painted) == []
    button.click()
    words = (MORNING + " " + EVENING).split()
    assert opened.page.evaluate(painted) == words[: round(0.15 * len(words))]
    assert button.get_attribute("aria-pressed") == "true"
    assert "15\u00a0%" in _told(opened)
    button.click()
    assert opened.page.evaluate(painted) == []
    assert button.get_attribute("aria-pressed") == "false"


def test_the_reading_view_leaves_the_text_alone_and_larger(web_site: Site, visit: Open) -> None:
    opened = visit(web_site.address(RECORDING))
    size = "parseFloat(getComputedStyle(document.querySelector('article')).fontSize)"
    before = opened.page.evaluate(size)
    opened.page.get_by_role("button", name="Widok do czytania").click()
    assert opened.page.evaluate(size) > before
    for gone in ("#player", ".sessions", "article a.t", ".shown"):
        assert opened.page.locator(gone).first.is_hidden()
    opened.page.get_by_role("button", name="Widok do czytania").click()
    assert opened.page.locator("#player").is_visible()


# ---- addresses that hold on to the words


def test_an_address_of_words_opens_where_they_stand(web_site: Site, visit: Open) -> None:
    first = visit(web_site.address(RECORDING))
    names = first.page.evaluate("stenogram.spans.map((_, index) => stenogram.name(index))")
    given = first.page.evaluate("stenogram.spans.map((span) => span.id)")
    starts = first.page.evaluate("stenogram.starts")
    stable = [name for name in given if name.startswith("w-")]
    assert stable == [name for name in names if name in stable]
    assert len(stable) == first.page.locator("article p:not(.note)").count()
    inside = next(index for index, name in enumerate(names) if name not in stable)
    for index in (names.index(stable[1]), inside):
        opened = _ready(visit, web_site.address(f"{RECORDING}?t=50#{names[index]}"))
        _at(opened, starts[index])


def test_where_the_words_stand_no_longer_the_time_of_the_address_counts(
    web_site: Site, visit: Open
) -> None:
    opened = _ready(visit, web_site.address(f"{RECORDING}?t=33#w-zzzzz"))
    _at(opened, 33)
