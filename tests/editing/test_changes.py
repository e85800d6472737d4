"""What a page changes is on the disk before it is told so, or it is told what is in the way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.artefacts import Word
from tests.editing.desks import SAID, Client, editing, said, text, transcript, workspace, write


def test_the_page_is_told_all_words_in_paragraphs_and_what_is_doubtful(client: Client) -> None:
    desk = client.get("desk")
    assert " ".join(word[0] for word in desk["words"]) == SAID
    borders = [0, *(end for _, end, _ in desk["paragraphs"])]
    assert [first for first, _, _ in desk["paragraphs"]] == borders[:-1]
    assert borders[-1] == len(desk["words"])
    assert "poltaksu" in [desk["words"][first][0] for first, *_ in desk["doubts"][:3]]
    assert desk["minutes"] > 0
    assert desk["checked_words"] == 0


def test_a_change_is_on_the_disk_when_the_page_is_told(client: Client) -> None:
    desk = client.get("desk")
    status, answer = client.post(desk["version"], text(5, 6, "Poltaxu"))
    assert status == 200
    (line,) = client.lines()
    assert "[poltaksu]" in line
    assert line.endswith("| Poltaxu")
    after = client.get("desk")
    assert after["version"] == answer["version"] != desk["version"]
    assert after["words"][5][0] == "Poltaxu"
    assert [5, 6] not in [doubt[:2] for doubt in after["doubts"]]


@pytest.mark.parametrize(
    ("change", "reads"),
    [
        (text(5, 6, "Poltaxu"), "z Poltaxu są"),
        (text(5, 6, "podatków i opłat"), "z podatków i opłat są"),
        (text(4, 6, "spoltaksu"), "Dane spoltaksu są"),
        (text(6, 6, "zawsze"), "poltaksu zawsze są"),
        (text(5, 6, ""), "z są nowe."),
        (text(0, 2, ""), ""),
        (text(0, 0, "Halo."), "Halo. Dzień"),
    ],
)
def test_what_was_changed_is_taken_back_to_the_letter(
    client: Client, change: dict[str, object], reads: str
) -> None:
    status, answer = client.post(client.get("version")["version"], change)
    assert status == 200
    assert reads in client.texts()
    assert client.texts() != SAID
    status, _ = client.post(answer["version"], *answer["undo"])
    assert status == 200
    assert client.texts() == SAID
    assert len(client.lines()) == 2, "undo is an entry, too"


def test_speaker_picture_and_check_are_taken_back(client: Client) -> None:
    first = client.get("desk")
    kept = ("paragraphs", "descriptions", "checked_words", "checked_to")
    for change in (
        text(3, 8, "Halszka Wiatraczna", "speaker"),
        text(3, 4, "slajd: wykres", "picture"),
        text(0, 8, "", "checked"),
    ):
        before = client.get("desk")
        status, answer = client.post(before["version"], change)
        assert status == 200, answer
        after = client.get("desk")
        assert [after[key] for key in kept] != [first[key] for key in kept]
        assert client.post(answer["version"], *answer["undo"])[0] == 200
        again = client.get("desk")
        assert [again[key] for key in kept] == [first[key] for key in kept]


def test_a_speaker_in_the_midst_of_anothers_words_is_taken_back_to_the_other(
    client: Client,
) -> None:
    client.post(client.get("version")["version"], text(0, 20, "Anna Nowak", "speaker"))
    before = client.get("desk")["paragraphs"]
    _, answer = client.post(
        client.get("version")["version"], text(3, 8, "Halszka Wiatraczna", "speaker")
    )
    names = [name for *_, name in client.get("desk")["paragraphs"]]
    assert names[:3] == ["Anna Nowak", "Halszka Wiatraczna", "Anna Nowak"]
    client.post(answer["version"], *answer["undo"])
    assert client.get("desk")["paragraphs"] == before


def test_an_older_change_is_taken_back_though_others_came_after_it(client: Client) -> None:
    _, first = client.post(client.get("version")["version"], text(5, 6, "podatków i opłat"))
    client.post(first["version"], text(1, 2, "wieczór miły"))
    client.post(client.get("version")["version"], text(20, 21, "raz jeszcze"))
    assert client.post(first["version"], *first["undo"])[0] == 200
    assert client.texts().startswith("Dzień wieczór miły państwu. Dane z poltaksu są")


def test_words_that_others_changed_meanwhile_are_shown_and_not_overwritten(
    client: Client,
) -> None:
    seen = client.get("version")["version"]
    assert client.post(seen, text(5, 6, "Poltaxu"))[0] == 200
    status, clash = client.post(seen, text(5, 6, "POLTAX-u"))
    assert status == 409
    assert clash["text"] == "Poltaxu"
    assert clash["when"] == client.lines()[0].split(" | ")[0]
    assert len(client.lines()) == 1
    mine = text(clash["first_word"], clash["end_word"], "POLTAX-u")
    assert client.post(clash["version"], mine)[0] == 200
    assert "z POLTAX-u są" in client.texts()


def test_other_words_of_the_same_sentence_are_added_though_the_page_is_behind(
    client: Client,
) -> None:
    seen = client.get("version")["version"]
    assert client.post(seen, text(5, 6, "systemu Poltax"))[0] == 200
    assert client.post(seen, text(7, 8, "świeże."))[0] == 200
    assert client.post(seen, text(6, 7, "bywają"))[0] == 200
    assert "Dane z systemu Poltax bywają świeże. Mówimy" in client.texts()


def test_a_batch_is_written_whole_or_not_at_all(client: Client) -> None:
    desk = client.get("desk")
    assert client.post(desk["version"], text(17, 18, "inaczej"))[0] == 200
    status, _ = client.post(desk["version"], text(5, 6, "Poltaxu"), text(17, 18, "Poltaxu"))
    assert status == 409
    assert len(client.lines()) == 1
    assert client.texts() == SAID.replace("raz dane", "raz inaczej", 1)


def test_the_same_mistake_elsewhere_is_told_and_corrected_at_once(client: Client) -> None:
    desk = client.get("desk")
    _, answer = client.post(desk["version"], text(5, 6, "systemu Poltax"))
    (place,) = answer["same"]
    assert place["old"] == "poltaksu"
    assert place["before"].endswith("dane z")
    there = client.get("desk")["words"][place["first"]]
    assert there[0] == "poltaksu", "places are those of the words as they are now"
    status, all_ = client.post(answer["version"], text(place["first"], place["end"], place["new"]))
    assert status == 200
    assert "poltaksu" not in client.texts()
    client.post(all_["version"], *all_["undo"])
    assert client.texts().count("poltaksu") == 1


def test_what_was_accepted_leaves_the_queue_for_every_tab_and_comes_back(client: Client) -> None:
    desk = client.get("desk")
    change = text(5, 6, "poltaksu")
    _, answer = client.post(desk["version"], change)
    after = client.get("desk")
    assert [5, 6] not in [doubt[:2] for doubt in after["doubts"]]
    assert len(after["doubts"]) == len(desk["doubts"]) - 1
    assert after["minutes"] < desk["minutes"] or desk["minutes"] < 0.2
    assert client.post(desk["version"], change)[0] == 200, "another tab finds the same"
    assert len(client.get("desk")["doubts"]) == len(after["doubts"])
    client.post(answer["version"], *answer["undo"])
    assert len(client.get("desk")["doubts"]) == len(desk["doubts"])
    assert client.texts() == SAID


def test_rejected_text_is_brought_back_at_its_sound_and_taken_out_again(client: Client) -> None:
    desk = client.get("desk")
    (thrown,) = desk["rejected"]
    assert (thrown["text"], thrown["back"]) == ("do widzenia wszystkim", False)
    place = thrown["word"]
    stretch = [thrown["start"], thrown["end"]]
    change = text(place, place, "do widzenia", "restore", stretch=stretch)
    status, answer = client.post(desk["version"], change)
    assert status == 200
    after = client.get("desk")
    assert [word[0] for word in after["words"][place:]] == ["do", "widzenia"]
    assert [after["words"][place][1], after["words"][-1][2]] == pytest.approx(stretch, abs=0.02)
    assert after["rejected"][0]["back"]
    assert client.post(answer["version"], *answer["undo"])[0] == 200
    assert client.texts() == SAID
    assert not client.get("desk")["rejected"][0]["back"]
    wrong = text(place, place, "nic", "restore", stretch=[0.0, 1.0])
    assert client.post(client.get("version")["version"], wrong)[0] == 422


def test_another_transcript_below_is_told_and_its_conflict_is_decided(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    with editing(root) as client:
        seen = client.get("version")["version"]
        assert client.post(seen, text(5, 6, "Poltaxu"))[0] == 200
        behind = client.get("version")["version"]
        new = "zupełnie inne słowa tu teraz stoją i nic z tamtych nie zostało więcej"
        others = new.split()
        words = [
            replace(word, text=others[at]) if at < len(others) else word
            for at, word in enumerate(said())
        ]
        write(root, transcript(words))
        status, clash = client.post(behind, text(12, 13, "planie"))
        assert (status, clash["end_word"], clash["when"]) == (409, 0, "")
        desk = client.get("desk")
        (conflict,) = desk["conflicts"]
        assert (conflict["was"], conflict["wanted"]) == ("poltaksu", "Poltaxu")
        assert conflict["old"]
        assert client.texts().startswith("zupełnie inne"), "the old text stands until it is decided"
        mine = [
            text(conflict["first"], conflict["end"], conflict["wanted"]),
            text(conflict["first"], conflict["first"], conflict["id"], "settle"),
        ]
        assert client.post(desk["version"], *mine)[0] == 200
        after = client.get("desk")
        assert after["conflicts"] == []
        assert after["words"][conflict["first"]][0] == "Poltaxu"


def test_checking_goes_on_from_what_is_checked(client: Client) -> None:
    desk = client.get("desk")
    assert client.post(desk["version"], text(4, 8, "", "checked"))[0] == 422
    assert client.post(desk["version"], text(0, 8, "", "checked"))[0] == 200
    half = client.get("desk")
    assert half["checked_words"] == 8
    assert half["checked_to"] == pytest.approx(3.9)
    assert all(first >= 8 for first, *_ in half["doubts"])
    many = len(half["words"])
    assert client.post(half["version"], text(8, many, "", "checked"))[0] == 200
    assert client.get("desk")["checked_words"] == many
    assert client.get("desk")["doubts"] == []


def test_words_changed_by_others_are_not_checked_unseen(client: Client) -> None:
    seen = client.get("version")["version"]
    assert client.post(seen, text(2, 3, "wszystkim."))[0] == 200
    status, _ = client.post(seen, text(0, 8, "", "checked"))
    assert status == 409
    assert client.get("desk")["checked_words"] == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 60_000,
        {"version": "VERSION"},
        {"version": "VERSION", "changes": []},
        {"version": 1, "changes": [text(5, 6, "a")]},
        {"version": "VERSION", "changes": [text(5, 6, "a")], "more": 1},
        {"version": "VERSION", "changes": [text(5, 6, "a", more=1)]},
        {"version": "VERSION", "changes": [text(5, 6, "a", verb="rm")]},
        {"version": "VERSION", "changes": [{**text(5, 6, "a"), "first_word": True}]},
        {"version": "VERSION", "changes": [{**text(5, 6, "a"), "first_word": "5"}]},
        {"version": "VERSION", "changes": [{**text(5, 6, "a"), "first_word": 5.0}]},
        {"version": "VERSION", "changes": [{**text(5, 6, "a"), "new": None}]},
        {"version": "VERSION", "changes": [text(6, 5, "a")]},
        {"version": "VERSION", "changes": [text(-1, 5, "a")]},
        {"version": "VERSION", "changes": [text(5, 6000, "a")]},
        {"version": "VERSION", "changes": [text(5, 7, "a"), text(6, 8, "b")]},
        {"version": "VERSION", "changes": [text(5, 6, "a " * 2000)]},
        {"version": "VERSION", "changes": [text(5, 6, "a")] * 201},
        {"version": "VERSION", "changes": [text(5, 6, "a", "restore")]},
        {"version": "VERSION", "changes": [text(5, 5, "a", "restore", stretch=[1e308, "2"])]},
    ],
)
def test_what_no_page_sends_changes_nothing(client: Client, body: object) -> None:
    if not isinstance(body, bytes):
        version = client.get("version")["version"]
        body = json.dumps(body).replace("VERSION", version).encode()
    path = f"/{client.token}/dzien/changes"
    status, _, _ = client.ask(path, body, Content_Type="application/json")
    assert status == 422
    assert client.lines() == ()


@pytest.mark.parametrize(
    "version", ["", "0", "-1", "7-0000000000000000", "0-0000000000000000", "٣-a", "999999999999"]
)
def test_a_version_that_never_was_is_answered_with_what_is_there(
    client: Client, version: str
) -> None:
    status, clash = client.post(version, text(5, 6, "a"))
    assert (status, clash["version"]) == (409, client.get("version")["version"])
    assert client.lines() == ()


def test_odd_characters_become_one_line_of_plain_text(client: Client) -> None:
    new = "a\u202eb\x00 | [c]\n2020-04-27T09:14:03.120Z | text \\ \ud800"
    assert client.post(client.get("version")["version"], text(5, 6, new))[0] in (200, 422)
    assert len(client.lines()) <= 1
    new = new.replace("\ud800", "")
    assert client.post(client.get("version")["version"], text(7, 8, new))[0] == 200
    assert "ab | [c] 2020-04-27T09:14:03.120Z | text \\" in client.texts()
    assert all("\u202e" not in line for line in client.lines())


def test_names_are_offered_for_what_is_written_like_them(client: Client) -> None:
    assert any("Poltax" in name for name in client.get("offers?first=5&end=6"))
    assert client.get("offers?first=5&end=99999") == []


def test_nothing_is_told_as_saved_where_the_disk_refuses(client: Client) -> None:
    version = client.get("version")["version"]
    client.file.parent.mkdir(exist_ok=True)
    client.file.mkdir()  # nothing can be written there, whoever runs the test
    path = f"/{client.token}/dzien/changes"
    body = json.dumps({"version": version, "changes": [text(5, 6, "a")]}).encode()
    status, data, _ = client.ask(path, body, Content_Type="application/json")
    assert status == 500
    assert "fault" in json.loads(data)


def test_a_word_without_length_can_be_corrected(tmp_path: Path) -> None:
    words = [*said(), Word(99.0, 99.0, "koniec", 0.5, 0.5)]
    with editing(workspace(tmp_path, transcript(words))) as client:
        last = len(words) - 1
        status, _ = client.post(client.get("version")["version"], text(last, last + 1, "Koniec."))
        assert status == 200
        assert client.texts().endswith("Koniec.")
