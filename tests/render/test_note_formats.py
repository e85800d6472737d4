"""A note as HTML, Markdown, Word, PDF and plain text: the same words, and nothing but words."""

import io
from collections.abc import Callable

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.stages.render import RenderOptions
from pipeline.stages.render.note.html import html_fragment
from pipeline.stages.render.note.markdown import markdown_note
from pipeline.stages.render.note.nodes import (
    Block,
    Document,
    Heading,
    Link,
    Listing,
    Paragraph,
    Quote,
    Text,
    Verbatim,
    links,
    plain,
)
from pipeline.stages.render.note.pdf import pdf_bytes, pdf_data, pdf_template
from pipeline.stages.render.note.plain import plain_note
from pipeline.stages.render.note.published import Notes
from pipeline.stages.render.note.reading import followed, read_document
from pipeline.stages.render.note.template import _escaped
from pipeline.stages.render.note.word import word_note
from pipeline.stages.render.selection import select
from tests.render.invented import TEMPLATES, seminar
from tests.render.test_hostile import EVIL
from tests.render.test_note import told

SAMPLE = """\
# Narada o *mostach*

### O czym

Zdanie z **mocą**, *naciskiem*, `kodem` i [odnośnikiem](a.html#t=3).\\
Druga linia w akapicie.

##### Głęboko

- jeden ([0:03](a.html#t=3))
- dwa

  1. pierwszy
  2. drugi

3. trzy
4. cztery

> Cytat
>
> z dwóch akapitów

---

    #let x = 1 <b>

<div onclick="x()">HTML</div> ![obraz](x.png) <https://example.org/a?b=c&d>
"""
DOCUMENT = read_document(SAMPLE, "bez tytułu", "https://s.example/")
MARKS = st.sampled_from(
    [*"*_`[]()<>&|~#+-=!\\.:;\"'{}$@/%^ \n\t", "1.", "2)", "<b>", "</p>", "&amp;", "&#x202e;",
     "](javascript:1)", "[a](x)", "```", "    ", "\u202e", "\x00", "ą", "słowo", "#import", "]]>"]
)  # fmt: skip
WORDS = st.lists(MARKS, max_size=12).map("".join)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def words_of(document: Document) -> list[str]:
    """All text of a note, block by block."""

    def walk(blocks: tuple[Block, ...]) -> list[str]:
        found: list[str] = []
        for block in blocks:
            if isinstance(block, Heading | Paragraph):
                found.append(squeezed(plain(block.children)))
            elif isinstance(block, Verbatim):
                found.append(squeezed(block.text))
            elif isinstance(block, Quote):
                found += walk(block.blocks)
            elif isinstance(block, Listing):
                found += [each for item in block.items for each in walk(item)]
        return [each for each in found if each]

    return [squeezed(document.title), *walk(document.blocks)]


def test_markdown_is_read_as_it_is_meant() -> None:
    assert DOCUMENT.title == "Narada o mostach"
    assert words_of(DOCUMENT)[1:] == [
        "O czym", "Zdanie z mocą, naciskiem, kodem i odnośnikiem. Druga linia w akapicie.",
        "Głęboko", "jeden (0:03)", "dwa", "pierwszy", "drugi", "trzy", "cztery", "Cytat",
        "z dwóch akapitów", "#let x = 1 <b>",
        '<div onclick="x()">HTML</div> obraz https://example.org/a?b=c&d',
    ]  # fmt: skip


def test_headings_begin_below_the_title_and_skip_no_level() -> None:
    levels = [block.level for block in DOCUMENT.blocks if isinstance(block, Heading)]
    assert levels == [1, 2]


def test_html_is_a_fragment_of_plain_tags_that_a_strict_parser_takes() -> None:
    text = html_fragment(DOCUMENT)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(text)
    tags = {each.tag for each in tree.iter() if isinstance(each.tag, str)}
    assert tags <= {
        "DOCUMENT_FRAGMENT", "h2", "h3", "p", "ul", "ol", "li", "a", "em", "strong", "code", "pre",
        "br", "hr", "blockquote",
    }  # fmt: skip
    assert {name for each in tree.iter() for name in each.attrib} == {"href", "start"}
    assert text.startswith("<h2>")


def test_html_of_the_whole_note_is_strict_too() -> None:
    notes = Notes(TEMPLATES, RenderOptions(address="https://s.example/"))
    text = html_fragment(notes.document(select(told(), "public"), automatic=False, draft=False))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(text)
    assert {name for each in tree.iter() for name in each.attrib} == {"href"}
    assert "h2" in {each.tag for each in tree.iter()}
    assert "h1" not in {each.tag for each in tree.iter()}


def test_markdown_written_and_read_again_is_the_same_note() -> None:
    again = read_document(markdown_note(DOCUMENT), "", "")
    assert again == DOCUMENT


def test_plain_text_numbers_its_links_and_tells_them_at_the_end() -> None:
    text = plain_note(DOCUMENT, "Odnośniki")
    assert "odnośnikiem [1].\nDruga linia" in text
    assert "- jeden (0:03 [1])\n- dwa\n  1. pierwszy\n  2. drugi\n\n3. trzy\n4. cztery" in text
    assert text.endswith("[1] https://s.example/a.html#t=3\n")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "/etc/passwd", "file:///x",
     "vbscript:x", "a b", "mailto:a@b.pl\nBcc: x", "x\u202ey", "\\\\host\\x", "http://[", "HTTP:x"],
)  # fmt: skip
def test_nobody_is_led_where_nobody_should_be(address: str) -> None:
    assert followed(address, "https://s.example/") == ""


def test_where_one_may_be_led_one_is() -> None:
    assert followed("a/b.html#t=3", "../") == "../a/b.html#t=3"
    assert followed("https://example.org/x", "../") == "https://example.org/x"
    assert followed("mailto:biuro@example.org", "../") == "mailto:biuro@example.org"


def as_html(text: str) -> str:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(
        html_fragment(shown(text))
    )
    assert {each.tag for each in tree.iter()} <= {"DOCUMENT_FRAGMENT", "h2", "p", "ul", "li"}
    return " ".join("".join(tree.itertext()).split())


def as_markdown(text: str) -> str:
    again = read_document(markdown_note(shown(text)), "", "")
    assert not list(links(again.blocks))
    return " ".join(words_of(again)[1:])


def as_text(text: str) -> str:
    _, heading, paragraph, item = plain_note(shown(text), "").split("\n\n")
    return " ".join([heading.split("\n")[0], paragraph, item.removeprefix("- ")])


def as_word(text: str) -> str:
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(word_note(shown(text), text, "pl")))
    return squeezed(" ".join(each.text for each in document.paragraphs[1:]))


def shown(text: str) -> Document:
    """A note whose every place holds a text, as a template would print it."""
    printed = str(_escaped(text)).strip() or "x"
    return read_document(f"# {printed}\n\n## {printed}\n\n{printed}\n\n- {printed}\n", "x", "")


@pytest.mark.parametrize("form", [as_html, as_markdown, as_text, as_word])
@settings(max_examples=60, deadline=None)
@given(text=WORDS)
@example(text="* #")
@example(text="C ##")
def test_what_was_said_comes_out_as_text_in_every_format(
    form: Callable[[str], str], text: str
) -> None:
    from pipeline.stages.render.hostile import clean, line

    expected = line(clean(text)) or "x"
    assert form(text).split() == " ".join([expected] * 3).split()


@settings(max_examples=200, deadline=None)
@given(text=st.lists(MARKS, max_size=25).map("".join))
def test_any_markdown_of_an_editor_stays_the_same_words_when_it_is_written_again(text: str) -> None:
    document = read_document(text, "x", "")
    again = read_document(markdown_note(document), "x", "")
    assert words_of(again) == words_of(document)
    assert [each.address for each in links(again.blocks)] == [
        each.address for each in links(document.blocks)
    ]


@settings(max_examples=200, deadline=None)
@given(text=st.lists(MARKS, max_size=25).map("".join))
def test_any_markdown_of_an_editor_is_harmless_html(text: str) -> None:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(
        html_fragment(read_document(text, "x", "../"))
    )
    for each in tree.iter():
        assert not set(each.attrib) - {"href", "start"}
        assert each.attrib.get("href", "../").startswith(("../", "http", "mailto:"))


def test_word_has_styles_a_title_a_language_and_links_that_lead_somewhere() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(word_note(DOCUMENT, "Gmina", "pl")))
    styles = [(each.style.name, each.text) for each in document.paragraphs]
    assert styles[0] == ("Title", "Narada o\u00a0mostach")
    assert styles[1] == ("Heading 1", "O\u00a0czym")
    assert ("Heading 2", "Głęboko") in styles
    assert ("List Bullet", "jeden (0:03)") in styles
    assert ("List Number 2", "pierwszy") in styles
    assert ("List Number", "trzy") in styles
    assert ("Quote", "Cytat") in styles
    about = document.core_properties
    assert (about.title, about.language, about.author) == ("Narada o mostach", "pl-PL", "Gmina")
    found = [link.address for each in document.paragraphs for link in each.hyperlinks]
    assert found == [
        "https://s.example/a.html#t=3", "https://s.example/a.html#t=3",
        "https://example.org/a?b=c&d",
    ]  # fmt: skip
    assert document.sections[0].page_height.mm == pytest.approx(297, abs=0.1)


def test_numbers_of_a_second_list_begin_where_they_should() -> None:
    docx = pytest.importorskip("docx")
    text = "1. a\n\nZdanie.\n\n1. b\n\n7) c"
    written = word_note(read_document(text, "x", ""), "", "pl")
    document = docx.Document(io.BytesIO(written))
    numbers = [
        p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"
    ]
    assert len(set(numbers)) == 3
    numbering = document.part.numbering_part.numbering_definitions._numbering
    starts = [
        numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val
        for number in numbers
    ]
    assert starts == [1, 1, 7]


def test_the_same_note_is_the_same_word_document() -> None:
    pytest.importorskip("docx")
    assert word_note(DOCUMENT, "Gmina", "pl") == word_note(DOCUMENT, "Gmina", "pl")


def as_pdf(document: Document, organiser: str = "Gmina") -> bytes:
    pytest.importorskip("typst")
    data, _ = pdf_bytes(pdf_template(TEMPLATES), pdf_data(document, organiser, "pl"))
    return data


def pdf_text(data: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    return squeezed(" ".join(pages).replace("\ufffe", "").replace("\r\n", " "))


def test_pdf_is_tagged_has_title_and_language_and_claims_pdf_ua() -> None:
    data = as_pdf(DOCUMENT)
    assert data.startswith(b"%PDF-1.7")
    for mark in (b"/MarkInfo", b"/Markedtrue", b"/StructTreeRoot", b"/Lang(pl)"):
        assert mark in data.replace(b" ", b"")
    assert b"pdfuaid:part>1<" in data.replace(b" ", b"")
    assert "Narada o\u00a0mostach".encode() in data or "Narada" in pdf_text(data)
    assert b"https://s.example/a.html#t=3" in data


def test_the_same_note_is_the_same_pdf_and_takes_no_font_of_this_computer() -> None:
    data = as_pdf(DOCUMENT)
    assert data == as_pdf(DOCUMENT)
    assert b"Libertinus" in data


def test_nothing_that_was_said_is_read_as_typst() -> None:
    evil = '#import "/etc/passwd": * #read("/etc/passwd") $x$ @ref <label> *b* _e_ = h \\ // x'
    text = pdf_text(as_pdf(shown(evil), evil))
    assert text.count('#read("/etc/passwd") $x$ @ref <label>') >= 2
    assert "root:" not in text


@settings(max_examples=25, deadline=None)
@given(text=st.one_of(st.lists(MARKS, max_size=25).map("".join), st.text(max_size=40)))
def test_any_markdown_of_an_editor_makes_a_pdf(text: str) -> None:
    assert as_pdf(read_document(text, "x", "../"), text).startswith(b"%PDF-1.7")


def test_letters_that_typst_has_no_font_for_cost_the_claim_and_not_the_pdf() -> None:
    pytest.importorskip("typst")
    document = read_document("Słowo \U00013000 \U000e0fff", "x", "")
    data, accessible = pdf_bytes(pdf_template(TEMPLATES), pdf_data(document, "", "pl"))
    assert not accessible
    assert b"pdfuaid" not in data
    assert b"/StructTreeRoot" in data


def test_hostile_text_makes_a_pdf_and_a_word_document() -> None:
    document = shown(EVIL)
    assert "<script>alert(1)</script>" in pdf_text(as_pdf(document, EVIL))
    assert "<script>alert(1)</script>" in as_word(EVIL)


def test_a_link_around_nothing_is_left_out() -> None:
    document = read_document("[](x.html) [ ](y.html) a", "x", "")
    assert not list(links(document.blocks))
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert squeezed(plain(paragraph.children)) == "a"


def test_a_text_without_a_title_gets_that_of_its_seminar() -> None:
    document = read_document("## Nie tytuł\n\nTekst.", seminar().info.title, "")
    assert document.title == "Narada o mostach"
    assert document.blocks[0] == Heading(1, (Text("Nie tytuł"),))


def test_deep_nesting_ends_somewhere() -> None:
    document = read_document("> " * 500 + "a\n\n" + "- " * 500 + "b\n\n" + "*" * 5000, "x", "")
    assert html_fragment(document)
    assert isinstance(Link("x", ()), Link)
