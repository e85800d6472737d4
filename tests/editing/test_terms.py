"""What was corrected gets into the glossary from the list of recordings."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.editing.desks import Client, text
from tests.editing.visiting import Tab


def _glossary(client: Client) -> list[str]:
    declared = client.file.parents[1] / "seminar.toml"
    found: list[str] = tomllib.loads(declared.read_text(encoding="utf-8"))["glossary"]
    return found


def _post(client: Client, body: object) -> tuple[int, bytes]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    path = f"/{client.token}/glossary"
    status, answer, _ = client.ask(path, data, Content_Type="application/json")
    return status, answer


def _index(client: Client) -> str:
    return client.ask(f"/{client.token}/")[1].decode()


def test_a_corrected_name_is_offered_until_it_is_added(client: Client) -> None:
    assert 'id="terms"' not in _index(client)
    client.post(client.get("version")["version"], text(5, 6, "Zyxolanu"))
    assert 'value="Zyxolanu"' in _index(client)
    assert _post(client, {"terms": ["Zyxolanu"]}) == (200, b'{"added":["Zyxolanu"]}')
    assert _glossary(client) == ["Poltax", "Zyxolanu"]
    assert 'id="terms"' not in _index(client)
    assert _post(client, {"terms": ["Zyxolanu"]}) == (200, b'{"added":[]}')


@pytest.mark.parametrize(
    "body",
    [
        b"x",
        {"terms": []},
        {"terms": ["a"] * 51},
        {"terms": [""]},
        {"terms": ["x" * 201]},
        {"terms": ["a\u0000b"]},
        {"terms": "Zyxolan"},
        {"terms": ["Zyxolan"], "more": 1},
    ],
)
def test_what_is_no_term_is_refused_and_nothing_is_written(client: Client, body: object) -> None:
    assert _post(client, body)[0] == 422
    assert _glossary(client) == ["Poltax"]


def test_without_the_token_or_from_elsewhere_nothing_is_added(client: Client) -> None:
    body = json.dumps({"terms": ["Zyxolan"]}).encode()
    kind = {"Content_Type": "application/json"}
    assert client.ask("/glossary", body, **kind)[0] == 404
    assert client.ask(f"/{'x' * len(client.token)}/glossary", body, **kind)[0] == 404
    foreign = client.ask(f"/{client.token}/glossary", body, Origin="https://example.org", **kind)
    assert foreign[0] >= 400
    assert _glossary(client) == ["Poltax"]


def test_hostile_names_stay_text(client: Client) -> None:
    client.post(client.get("version")["version"], text(5, 6, 'Zyx"><script>alert(1)</script>'))
    assert "<script>alert" not in _index(client)


@pytest.mark.browser
def test_a_name_is_added_by_keyboard(client: Client, visit: Callable[..., Tab]) -> None:
    client.post(client.get("version")["version"], text(5, 6, "Zyxolanu"))
    tab = visit(client)
    tab.page.goto(client.address)
    tab.page.locator("#terms input").focus()
    tab.press("Control+A")
    tab.type("Zyxolan")
    tab.press("Enter")
    tab.until("document.getElementById('say').textContent === 'dodano: Zyxolan'")
    assert tab.page.evaluate("document.activeElement.id") == "nazwy"
    assert _glossary(client) == ["Poltax", "Zyxolan"]
    assert Path(client.file).exists()
