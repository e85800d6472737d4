"""What a note says of a seminar, once, and what it does not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.artefacts import Turns
from pipeline.errors import InvalidFile, UsageError
from pipeline.stages.render import RenderOptions, SeminarView, editors_note, render_site
from pipeline.stages.render.note.content import basis, note_content, short_titles
from pipeline.stages.render.note.editors import approved_text, read_note, write_approved
from pipeline.stages.render.note.markdown import markdown_note
from pipeline.stages.render.note.nodes import Heading, links, plain
from pipeline.stages.render.note.published import Notes, is_outdated
from pipeline.stages.render.selection import select
from pipeline.summaries import Passage, SentenceKind, SessionSummary, Summary, SummarySentence
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar, voiced

NOTES = Notes(TEMPLATES, RenderOptions(address="https://seminaria.example.pl"))


def sentence(text: str, kind: SentenceKind, start: float, at: str = "dzien-1") -> SummarySentence:
    return SummarySentence(text, kind, (Passage(at, start, start + 2, 3, 7),))


def told(recordings: tuple[str, ...] = ("dzien-1",)) -> SeminarView:
    """A seminar whose summary has a sentence of each kind, one of them in both places."""
    shared = sentence("Most kosztuje milion złotych.", "figure", 8.0)
    own = (
        sentence("Rzecz o brzegach.", "about", 2.8),
        shared,
        sentence("Brzeg jest niski.", "point", 10.0),
        sentence("Wał ma 3 metry.", "figure", 12.0),
        sentence("Naprawimy wał do końca roku.", "commitment", 14.0),
        sentence("Kto zapłaci?", "question", 16.0),
    )
    view = seminar(recordings=[recording(name) for name in recordings])
    parts = (SessionSummary("dzien-1-otwarcie", own, ("most", "wał")),)
    whole = (sentence("Narada o rzekach.", "about", 1.0), shared)
    return replace(view, summary=Summary(whole, ("rzeka",), parts))


def written(view: SeminarView, notes: Notes = NOTES) -> str:
    document = notes.document(select(view, "public"), automatic=False, draft=False)
    return markdown_note(document)


def test_a_note_has_its_parts_in_the_order_in_which_they_are_read() -> None:
    document = NOTES.document(select(told(), "public"), automatic=False, draft=False)
    heads = [plain(each.children) for each in document.blocks if isinstance(each, Heading)]
    assert document.title == "Narada o mostach"
    assert heads == [
        "W skrócie", "Przebieg", "Otwarcie", "Pytania z sali", "Ustalenia i zapowiedzi",
        "Pytania", "Nagrania i materiały", "Źródła i licencje",
    ]  # fmt: skip


def test_it_says_what_when_and_by_whom() -> None:
    text = written(told())
    assert "Seminarium „Narada o mostach” odbyło się 4–5\u00a0maja 2021 r. Organizator:" in text
    assert "Gmina Zarzecze" in text
    assert "Dwa dni o rzekach." in text


def test_each_sentence_is_said_once_and_leads_to_its_second() -> None:
    view = told()
    text = written(view)
    said = {each.text: each for part in view.summary.sessions for each in part.sentences}
    said |= {each.text: each for each in view.summary.sentences}
    for each in said.values():
        at = int(each.place.start)
        place = f"([0:{at:02}](https://seminaria.example.pl/narada/dzien-1.html#t={at}))"
        assert text.count(f"{each.text} {place}") == text.count(each.text) == 1


def test_figures_stand_in_their_part_commitments_and_questions_under_headings() -> None:
    text = written(told())
    order = [
        "Narada o rzekach", "W skrócie", "Most kosztuje", "Otwarcie", "Rzecz o brzegach",
        "Brzeg jest", "Liczby:", "Wał ma", "## Ustalenia", "Naprawimy", "## Pytania\n", "Kto",
    ]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_what_there_is_nothing_to_say_of_has_no_heading() -> None:
    view = replace(seminar(), summary=Summary((), (), ()), decks=(), turns=seminar().turns)
    view = replace(view, info=replace(view.info, credits="", description="", page=""))
    text = written(view)
    for head in ("W skrócie", "Liczby", "Ustalenia", "## Pytania\n", "Źródła", "Tematy"):
        assert head not in text


def test_speakers_as_printed_and_those_heard_are_told_apart() -> None:
    text = written(voiced(told()))
    assert "Według programu: Żegota Brzeg." in text
    assert "Wypowiedzi: Żegota Brzeg" in text
    assert "Osoba" not in text


def test_who_is_heard_for_a_moment_is_not_told_to_have_spoken() -> None:
    view = voiced(told())
    (first,) = view.turns.recordings
    moment = first.turns[1]
    turns = tuple(
        replace(turn, speaker=2 if turn is moment else 1, confidence=0.99) for turn in first.turns
    )
    view = replace(view, turns=Turns((replace(first, turns=turns),)))
    assert "Mira" not in written(view)


def test_breaks_are_left_out_and_sessions_without_a_place_are_told() -> None:
    text = written(told())
    assert "Przerwa" not in text
    assert "W programie były też: Panel." in text


def test_a_part_with_a_title_of_ours_says_so() -> None:
    assert "Części bez tytułu w programie nazwano automatycznie." in written(told())


def test_with_two_recordings_a_sentence_of_the_whole_names_its_own() -> None:
    text = written(told(("dzien-1", "dzien-2")))
    assert "[Nagranie dzien-1,\u00a00:08](" in text
    assert "[0:10](" in text
    assert "## Nagranie dzien-2" in text


def test_titles_are_short_where_that_tells_them_apart() -> None:
    assert short_titles([("a", "Dzień 1: dane"), ("b", "Dzień 2")]) == {
        "a": "Dzień\u00a01",
        "b": "Dzień\u00a02",
    }
    both = [("a", "Sesja: dane"), ("b", "Sesja: warsztat")]
    assert short_titles(both) == dict(both)


def test_no_word_of_a_draft_is_in_a_note_and_with_them_it_says_that_it_is_a_draft() -> None:
    view = seminar(recordings=[recording("dzien-1"), recording("dzien-2", public=False)])
    assert "dzien-2" not in written(view)
    every = select(view, "all")
    text = markdown_note(NOTES.document(every, automatic=False, draft=True))
    assert "*Wersja robocza – nieopublikowana*" in text
    assert "https://seminaria.example.pl/robocze/narada/dzien-2.html#t=2" in text


def test_without_an_address_links_are_relative_to_the_site() -> None:
    notes = Notes(TEMPLATES, RenderOptions())
    document = notes.document(select(told(), "public"), automatic=False, draft=False)
    found = [each.address for each in links(document.blocks)]
    assert "narada/dzien-1.html#t=8" in found
    assert {each for each in found if ":" in each} == {"https://example.org/narada"}


def test_every_link_of_a_note_leads_to_a_page_that_the_site_has(tmp_path: Path) -> None:
    view = told()
    lay_media(tmp_path, view)
    render_site([entry(view)], tmp_path, TEMPLATES, RenderOptions(), word=False)
    notes = Notes(TEMPLATES, RenderOptions())
    document = notes.document(select(view, "public"), automatic=False, draft=False)
    for link in links(document.blocks):
        if ":" not in link.address:
            assert (tmp_path / "site" / link.address.partition("#")[0]).is_file()


def test_a_site_without_media_offers_no_file_of_a_deck() -> None:
    content = note_content(select(told(), "public"), "pl", "none")
    assert [deck.file for deck in content.decks] == [""]


def test_a_workspace_may_have_a_template_of_its_own_and_what_it_prints_is_text(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "note.md").write_text("# {{ note.seminar.title }}\n\n{{ note.seminar.credits }}\n")
    notes = Notes((tmp_path, *TEMPLATES), RenderOptions())
    view = told()
    view = replace(view, info=replace(view.info, credits="<b>*x*</b>"))
    assert written(view, notes).endswith("\n\n\\<b\\>\\*x\\*\\</b\\>\n")


@pytest.mark.parametrize("fault", ["{% if %}", "{{ note.nonsense }}", "{{ 1 + 'a' }}"])
def test_a_fault_of_a_template_is_told_with_what_to_do(tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "note.md").write_text(fault)
    with pytest.raises(UsageError, match=r"documents/note\.md has a fault: .*; mend it, or delete"):
        written(told(), Notes((tmp_path, *TEMPLATES), RenderOptions()))


def test_in_english_it_is_in_english() -> None:
    text = written(told(), Notes(TEMPLATES, RenderOptions(language="en")))
    assert "## In brief" in text
    assert "*Automatic summary" in text


def edited(text: str) -> SeminarView:
    return replace(told(), note=read_note(text))


def test_it_is_automatic_until_an_editor_writes_or_approves_one() -> None:
    assert "*Podsumowanie automatyczne: zdania wybrane z transkrypcji" in written(told())
    assert written(edited("Nasze słowa.")) == (
        "# Narada o mostach\n\n*Podsumowanie opracowane przez redakcję.*\n\nNasze słowa.\n"
    )
    approved = approved_text("# Most\n\nSłowa.\n", date(2026, 5, 12), "abc")
    assert written(edited(approved)) == (
        "# Most\n\n*Podsumowanie zatwierdzone przez redakcję 12\u00a0maja 2026\u00a0r.*\n\nSłowa.\n"
    )


def test_what_is_approved_reads_as_the_automatic_note_and_remembers_its_basis() -> None:
    shown = select(told(), "public")
    note = read_note(approved_text(NOTES.automatic(shown), date(2026, 5, 12), basis(shown)))
    assert note.text.strip() == NOTES.automatic(shown).strip()
    assert not is_outdated(shown, note)


def test_other_words_below_a_note_are_noticed_and_the_rest_is_not() -> None:
    shown = select(told(), "public")
    note = read_note(approved_text("x", date(2026, 5, 12), basis(shown)))
    view = told()
    assert not is_outdated(
        select(replace(view, summary=replace(view.summary, phrases=())), "all"), note
    )
    fewer = replace(view.summary, sentences=view.summary.sentences[:1])
    assert is_outdated(select(replace(view, summary=fewer), "all"), note)
    assert not is_outdated(shown, read_note("Własne słowa."))


@pytest.mark.parametrize(
    "text", ["Tekst.\n---\nDalej.", "---\n\nTekst", "---\nZdanie, nie pole.\n---\n"]
)
def test_a_line_in_a_text_of_ones_own_is_no_front_matter(text: str) -> None:
    assert read_note(text).text == text


def test_front_matter_may_be_written_by_hand() -> None:
    note = read_note("---\napproved: 2026-05-12 \nautor: Redakcja\n---\nTekst.")
    assert (note.text, note.approved) == ("Tekst.", date(2026, 5, 12))
    assert read_note("---\napproved: wczoraj\n---\nTekst.").approved is None


def test_a_note_that_leads_to_a_draft_is_not_shown_in_public() -> None:
    views = [recording("dzien-1"), recording("dzien-2", public=False)]
    note = read_note("[Tu](narada/dzien-2.html#t=3)")
    view = replace(seminar(recordings=views), note=note)
    assert select(view, "public").view.note is None
    assert select(view, "all").view.note is note
    other = replace(view, note=read_note("[Tu](https://x.example/narada/dzien-1.html#t=3)"))
    assert select(other, "public").view.note is other.note


def test_the_file_of_an_editor_is_never_written_over(tmp_path: Path) -> None:
    path = write_approved(tmp_path, "pierwszy")
    with pytest.raises(InvalidFile, match="is there already and stays as it is"):
        write_approved(tmp_path, "drugi")
    assert path.read_text() == "pierwszy"


@pytest.mark.parametrize(
    ("data", "told"), [(b"\xff", "not UTF-8"), (b" \n", "empty"), (b"a" * (2 << 20), "longer")]
)
def test_a_file_that_is_no_note_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "summary.md").write_bytes(data)
    with pytest.raises(InvalidFile, match=told):
        editors_note(tmp_path)


def test_without_a_file_there_is_no_editors_note(tmp_path: Path) -> None:
    assert editors_note(tmp_path) is None


def page_of(tmp_path: Path, view: SeminarView) -> str:
    lay_media(tmp_path, view)
    render_site([entry(view)], tmp_path, TEMPLATES, RenderOptions(), word=False)
    return (tmp_path / "site/narada/index.html").read_text("utf-8")


def test_the_page_of_a_seminar_shows_the_editors_note_in_place_of_the_automatic(
    tmp_path: Path,
) -> None:
    note = "# Tytuł\n\n## O czym\n\n[Tu](narada/dzien-1.html#t=3) <script>alert(1)</script>\n"
    page = page_of(tmp_path, edited(note))
    assert '<p class="note">Podsumowanie opracowane przez redakcję.</p>' in page
    assert '<div class="prose">\n<h3>O\u00a0czym</h3>' in page
    assert '<a href="../narada/dzien-1.html#t=3">Tu</a> &lt;script&gt;' in page
    assert "Podsumowanie automatyczne" not in page
    assert "Brzeg jest niski" not in page


def test_without_one_it_shows_the_automatic_summary(tmp_path: Path) -> None:
    assert "Podsumowanie automatyczne" in page_of(tmp_path, told())
