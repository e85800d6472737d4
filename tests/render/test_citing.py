import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.stages.render import RenderOptions, render_site
from pipeline.stages.render.citing import Citing, citing
from pipeline.stages.render.strings import strings
from tests.render.invented import TEMPLATES, entry, lay_media, recording, seminar

PLACED = RenderOptions(address="https://zapisy.example/", contact="a@b.example")


def _citing(options: RenderOptions, title: str = "Dzień 1", *, draft: bool = False) -> Citing:
    view = seminar()
    info = replace(view.recordings[0].info, title=title)
    return citing(view.info, info, options, strings("pl"), draft=draft)


def test_a_public_page_with_an_address_offers_it_the_player_and_a_mail() -> None:
    found = _citing(PLACED)
    assert found.address == "https://zapisy.example/narada/dzien-1.html"
    assert found.embed.startswith('<iframe src="https://zapisy.example/narada/dzien-1.embed.html" ')
    assert unquote(found.report) == (
        "mailto:a@b.example?subject=Błąd w zapisie: Dzień 1 (Narada o mostach)"
        f"&body=Dzień 1 (Narada o mostach)\r\n{found.address}\r\n"
    )


@pytest.mark.parametrize(
    "options", [RenderOptions(), RenderOptions(address="https://zapisy.example/", media="none")]
)
def test_no_player_is_offered_where_there_is_none_to_lead_to(options: RenderOptions) -> None:
    assert _citing(options).embed == _citing(options).report == ""


def test_a_draft_has_no_address_and_no_player_for_others(tmp_path: Path) -> None:
    assert _citing(PLACED, draft=True).address == _citing(PLACED, draft=True).embed == ""
    views = [recording("jawne"), recording("tajne", public=False)]
    view = seminar(recordings=views)
    lay_media(tmp_path, view)
    render_site([entry(view)], tmp_path, TEMPLATES, PLACED)
    players = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.embed.html")}
    assert players == {"site/narada/jawne.embed.html"}


def test_a_mail_has_one_subject_and_one_body_whatever_they_say() -> None:
    options = RenderOptions(contact="a@b.example?bcc=x@y.example&body=<b>\"'")
    letter = _citing(options, "x&bcc=z@y.example\r\n\r\n?subject=<b>").report
    part = r"[\w%.~-]*"
    assert re.fullmatch(rf"mailto:a@b\.example%3F[\w%@.-]*\?subject={part}&body={part}", letter)
