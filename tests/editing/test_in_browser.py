"""The proofreading page in Debian's chromium, with words of our own making."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.artefacts import Word
from tests.editing.desks import (
    SAID,
    Client,
    editing,
    said,
    text,
    transcript,
    workspace,
    write,
)
from tests.editing.visiting import Tab

pytestmark = pytest.mark.browser
# axe cannot judge whether a film has captions: the page is where they are made.
EXPLAINED = {"video-caption", "no-autoplay-audio"}


def test_the_queue_is_walked_by_keyboard_with_what_is_right_accepted(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    assert "Miejsce 1 z" in tab.read("#which")
    many = len(client.get("desk")["doubts"])
    first = tab.chosen
    tab.press("n")
    assert "Miejsce 2 z" in tab.read("#which")
    assert tab.page.evaluate("document.activeElement.id") == "which"
    tab.press("w")
    assert tab.chosen == first
    tab.press("d")
    tab.says("zapisano")
    tab.until(f"document.getElementById('which').textContent.includes('Miejsce 1 z {many - 1}')")
    assert len(client.lines()) == 1
    tab.press("c")
    tab.says("cofnięto")
    assert len(client.get("desk")["doubts"]) == many


def test_order_of_time_leads_from_the_first_to_the_last(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    tab.press("k")
    tab.says("Po kolei")
    times = []
    for _ in client.get("desk")["doubts"]:
        tab.press("n")
        times.append(
            tab.page.locator(".here").first.evaluate(
                "e => e.parentElement.parentElement.first + e.place"
            )
        )
    begin = times.index(min(times))
    assert times[begin:] + times[:begin] == sorted(set(times))


def test_the_same_mistake_is_shown_with_its_contexts_and_corrected_with_one_key(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    while "poltaksu" not in tab.chosen:
        tab.press("n")
    tab.save("z", tab.chosen.replace("poltaksu", "Poltaxu"))
    tab.says("Ten sam błąd jeszcze w 1 miejscu")
    assert "Drugi raz dane z" in tab.read("#same-places")
    tab.press("a")
    tab.says("poprawione miejsca: 1")
    assert "poltaksu" not in client.texts()
    tab.press("c")
    tab.says("cofnięto")
    assert client.texts().count("poltaksu") == 1
    tab.press("c")
    tab.until("document.getElementById('text').textContent.split('poltaksu').length === 3")
    assert client.texts() == SAID


def test_words_are_split_joined_inserted_deleted_and_marked_as_unclear(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    tab.reach("#paragraphs .here")
    tab.press("Home")
    tab.until("document.activeElement.textContent === 'Dzień'")
    tab.save("Enter", "Dzi eń")
    assert client.texts().startswith("Dzi eń dobry")
    tab.until("document.activeElement.textContent === 'Dzi'")
    tab.press("Home", "Shift+ArrowRight")
    assert tab.chosen == "Dzi eń"
    tab.save("z", "Dzień")
    assert client.texts() == SAID
    tab.save("i", "tak")
    assert client.texts().startswith("Dzień tak dobry")
    tab.press("ArrowRight")
    tab.until("document.activeElement.textContent === 'tak'")
    tab.press("x")
    tab.until("!document.getElementById('text').textContent.includes('tak dobry')")
    tab.press("u")
    tab.until("document.getElementById('text').textContent.includes('[niezrozumiałe]')")
    assert "[niezrozumiałe]" in client.texts()


def test_letters_can_be_switched_off_and_never_act_in_a_field(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    tab.reach("#field")
    tab.page.keyboard.type("dxucnt")
    tab.press("Escape")
    tab.reach("#letters")
    tab.press("Enter")
    assert tab.page.locator("#letters").get_attribute("aria-pressed") == "false"
    tab.page.locator("#which").focus()
    tab.page.keyboard.type("dxucnt")
    tab.page.wait_for_timeout(300)
    assert client.lines() == ()
    assert "Miejsce 1 z" in tab.read("#which")
    tab.page.locator("[data-do=next]").focus()
    tab.press("Enter")
    assert "Miejsce 2 z" in tab.read("#which")


def test_two_tabs_on_one_sentence_lose_nothing(client: Client, visit: Callable[..., Tab]) -> None:
    one, other = visit(client), visit(client)
    for tab in (one, other):
        while "poltaksu" not in tab.chosen:
            tab.press("n")
    other.press("z")
    other.until("document.activeElement.id === 'field'")
    other.press("Control+A")
    other.type("POLTAX-u")
    one.save("z", "Poltaxu")
    other.until("document.getElementById('text').textContent.includes('Poltaxu')")
    assert other.page.locator("#field").input_value() == "POLTAX-u"
    other.press("Enter")
    other.says("To miejsce ktoś zmienił")
    assert "„Poltaxu”" in other.read("#clash-told")
    assert "„POLTAX-u”" in other.read("#clash-told")
    assert other.page.locator("#field").input_value() == "POLTAX-u"
    assert client.texts().count("POLTAX-u") == 0
    other.reach("#clash-mine")
    other.press("Enter")
    other.says("zapisano")
    assert "z POLTAX-u są nowe" in client.texts()
    one.until("document.getElementById('text').textContent.includes('POLTAX-u')")
    assert [line.rpartition("| ")[2] for line in client.lines()] == ["Poltaxu", "POLTAX-u"]


def test_who_does_not_insist_leaves_what_the_other_wrote(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    while "poltaksu" not in tab.chosen:
        tab.press("n")
    tab.press("z", "Control+A")
    tab.type("moje")
    seen = client.get("version")["version"]
    assert client.post(seen, text(5, 6, "Poltaxu"))[0] == 200
    tab.press("Enter")
    tab.says("To miejsce ktoś zmienił")
    tab.reach("#clash-theirs")
    tab.press("Enter")
    tab.until("document.getElementById('clash').hidden")
    assert tab.chosen == "Poltaxu"
    assert len(client.lines()) == 1


def test_what_is_typed_is_not_left_behind_by_chance(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    tab.press("z", "Control+A")
    tab.type("nowe")
    tab.page.locator("[data-do=next]").click()
    tab.says("nie jest zapisane")
    assert tab.page.locator("#field").input_value() == "nowe"
    assert client.lines() == ()


def test_a_program_that_is_gone_is_told_and_what_was_typed_stays(
    tmp_path: Path, visit: Callable[..., Tab]
) -> None:
    with editing(workspace(tmp_path)) as client:
        tab = visit(client)
    tab.press("z", "Control+A")
    tab.type("nowe")
    tab.press("Enter")
    tab.says("NIE zapisano")
    assert "zapisano." not in tab.read("#say")
    assert tab.page.locator("#field").input_value() == "nowe"


def test_rejected_text_is_brought_back_and_stands_in_the_text(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    tab.reach("#rejected button:last-child")
    tab.press("Enter")
    tab.says("zapisano")
    assert client.texts().endswith("do widzenia wszystkim")
    assert "przywrócone" in tab.read("#rejected")


def test_a_speaker_and_what_is_to_be_seen_are_said_and_taken_back(
    client: Client, visit: Callable[..., Tab]
) -> None:
    tab = visit(client)
    tab.press("m")
    tab.until("document.activeElement.id === 'field'")
    tab.press("Escape", "m")
    tab.reach("#offers button")
    tab.press("Enter")
    tab.says("zapisano")
    tab.until("document.querySelector('.who').textContent === 'Halszka Wiatraczna'")
    tab.save("s", "wykres: dochody miast")
    assert "[obraz: wykres: dochody miast]" in tab.read("#paragraphs")
    tab.save("s", "wykres")
    assert "[obraz: wykres]" in tab.read("#paragraphs")
    for _ in range(3):
        tab.press("c")
        tab.says("cofnięto")
    desk = client.get("desk")
    assert desk["descriptions"] == []
    assert {name for *_, name in desk["paragraphs"]} == {""}


@pytest.mark.parametrize("mine", [True, False])
def test_what_fits_nowhere_any_more_is_decided_by_keyboard(
    tmp_path: Path, visit: Callable[..., Tab], *, mine: bool
) -> None:
    root = workspace(tmp_path)
    with editing(root) as client:
        _heard_otherwise(client, root)
        tab = visit(client)
        assert "poltaksu" in tab.read("#conflicts")
        assert "Poltaxu" in tab.read("#conflicts")
        tab.reach(f"#conflicts button:nth-child({2 if mine else 3})")
        tab.press("Enter")
        tab.says("zapisano")
        tab.until("document.getElementById('conflicts').hidden")
        assert ("Poltaxu" in client.texts()) is mine
        assert client.get("desk")["conflicts"] == []
        tab.close()


def _heard_otherwise(client: Client, root: Path) -> None:
    """A correction, and then a transcript in which its words do not stand."""
    client.post(client.get("version")["version"], text(5, 6, "Poltaxu"))
    others = "zupełnie inne słowa tu teraz stoją i nic z tamtych nie zostało".split()  # noqa: SIM905 - as one reads it
    write(root, transcript([*said(" ".join(others)), *said()[len(others) :]]))


def test_names_are_offered_and_put_with_a_digit(client: Client, visit: Callable[..., Tab]) -> None:
    tab = visit(client)
    while "poltaksu" not in tab.chosen:
        tab.press("n")
    tab.until("!document.getElementById('offers').hidden")
    name = tab.page.locator("#offers button").first.get_attribute("value")
    tab.press("1")
    tab.says("zapisano")
    assert name is not None
    assert f"z {name} są nowe" in client.texts()


def test_the_text_has_one_stop_of_tab_and_ten_thousand_words_stay_quick(
    tmp_path: Path, visit: Callable[..., Tab]
) -> None:
    spoken = [f"słowo{at % 97}{'.' if at % 12 == 11 else ''}" for at in range(10_000)]
    words = [
        Word(
            at * 0.4,
            at * 0.4 + 0.3,
            each,
            0.5 if at % 9 == 0 else 0.99,
            0.5 if at % 9 == 0 else 0.01,
        )
        for at, each in enumerate(spoken)
    ]
    with editing(workspace(tmp_path, transcript(words))) as client:
        tab = visit(client)
        assert tab.page.locator("#paragraphs span").count() > 10_000
        stops = tab.page.evaluate(
            """[...document.querySelectorAll("main *")].filter((e) => e.tabIndex >= 0
                && e.checkVisibility()).length"""
        )
        assert stops < 40
        took = tab.page.evaluate(
            """() => { const begun = performance.now();
                for (let n = 0; n < 20; n++) document.body.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "n", bubbles: true }));
                return (performance.now() - begun) / 20; }"""
        )
        assert took < 100, f"{took:.0f} ms to the next place"
        tab.save("z", "inaczej")
        assert "inaczej" in client.texts()
        tab.close()


def test_what_was_said_or_typed_is_text_and_never_markup(
    tmp_path: Path, visit: Callable[..., Tab]
) -> None:
    evil = '<img/src=x/onerror="document.title=1">'
    words = said(f"Dzień {evil} poltaksu </div><script>document.title=2</script> {evil}")
    with editing(workspace(tmp_path, transcript(words))) as client:
        tab = visit(client)
        tab.save("z", f"{evil} <b>k</b>")
        tab.save("m", evil)
        tab.save("s", evil)
        assert tab.page.locator("main img, main script, main b:not(.who)").count() == 0
        assert evil in tab.read("#paragraphs")
        assert "Dzień & noc" in tab.page.title()
        tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "state", ["at rest", "writing", "same", "clash", "conflict", "help", "index"]
)
def test_axe_finds_nothing(
    client: Client, visit: Callable[..., Tab], state: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    if state == "conflict":
        _heard_otherwise(client, client.file.parents[3])
    tall = 2000 if state == "help" else 800  # of what is cut off by an edge axe is not sure
    tab = visit(client, color_scheme=scheme, viewport={"width": width, "height": tall})
    _bring(tab, client, state)
    found = Axe().run(tab.page, options={"resultTypes": ["violations", "incomplete"]}).response
    for kind in ("violations", "incomplete"):
        told = [
            (each["id"], [(node["target"], node["any"]) for node in each["nodes"]])
            for each in found[kind]
            if kind == "violations" or each["id"] not in EXPLAINED
        ]
        assert told == [], kind
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


def _bring(tab: Tab, client: Client, state: str) -> None:
    """The page into a state in which it may be met."""
    if state in ("at rest", "conflict"):
        return
    if state == "index":
        client.post(client.get("version")["version"], text(5, 6, "Zyxolanu"))
        tab.page.goto(client.address)
        assert tab.page.locator("#terms input").input_value() == "Zyxolanu"
        return
    if state == "help":
        tab.press("?")
        return
    while "poltaksu" not in tab.chosen:
        tab.press("n")
    if state == "writing":
        tab.press("m")
    elif state == "same":
        tab.save("z", tab.chosen.replace("poltaksu", "Poltaxu"))
        tab.until("!document.getElementById('same').hidden")
    elif state == "clash":
        tab.press("z", "Control+A")
        tab.type("moje")
        client.post(client.get("version")["version"], text(5, 6, "Poltaxu"))
        tab.press("Enter")
        tab.says("To miejsce ktoś zmienił")
