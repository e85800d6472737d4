"""Who may ask the editor: only its own page, by its own name, with the token."""

import base64
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.editing import Gate
from pipeline.errors import UsageError
from tests.editing.desks import Client, editing, text, workspace


def _body(client: Client) -> bytes:
    version = client.get("version")["version"]
    return json.dumps({"version": version, "changes": [text(5, 6, "Poltaxu")]}).encode()


def _refused(client: Client, **headers: str) -> set[int]:
    """How reading and writing with such headers are answered; nothing may be told or written."""
    body = _body(client)
    codes = set()
    for path in ("", "dzien/", "dzien/desk", "dzien/media", "assets/editor.js"):
        status, data, _ = client.ask(f"/{client.token}/{path}", None, "", **headers)
        assert data == b""
        codes.add(status)
    headers = {"Content_Type": "application/json", **headers}
    codes.add(client.ask(f"/{client.token}/dzien/changes", body, **headers)[0])
    assert client.lines() == ()
    return codes


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:PORT", "127.0.0.1.evil.example:PORT", "127.0.0.1", "localhost",
     "127.0.0.1:1", "", "127.0.0.2:PORT", "127.0.0.1:PORT, evil.example", "0.0.0.0:PORT"],
)  # fmt: skip
def test_another_name_that_leads_here_is_refused(client: Client, host: str) -> None:
    assert _refused(client, Host=host.replace("PORT", str(client.port))) == {421}


def test_two_names_or_none_are_refused(client: Client) -> None:
    path = f"/{client.token}/dzien/desk"
    for lines in (f"Host: 127.0.0.1:{client.port}\r\nHost: evil.example\r\n", ""):
        with socket.create_connection(("127.0.0.1", client.port), timeout=5) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
            assert line.recv(200).split(b" ")[1] == b"421"


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "https://127.0.0.1:PORT", "http://127.0.0.1:1", "http://127.0.0.1",
     "null", "", "http://localhost.evil.example:PORT", "http://127.0.0.1:PORT.evil.example"],
)  # fmt: skip
def test_a_page_of_another_origin_is_refused(client: Client, origin: str) -> None:
    assert _refused(client, Origin=origin.replace("PORT", str(client.port))) == {403}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense", ""])
def test_what_a_browser_asks_for_another_site_is_refused(client: Client, site: str) -> None:
    assert _refused(client, Sec_Fetch_Site=site) == {403}


def test_our_own_page_and_a_typed_address_are_let_in(client: Client) -> None:
    own = f"http://127.0.0.1:{client.port}"
    path = f"/{client.token}/dzien/changes"
    answer = client.ask(
        path, _body(client), Origin=own, Sec_Fetch_Site="same-origin",
        Content_Type="application/json; charset=utf-8",
    )  # fmt: skip
    assert answer[0] == 200
    assert client.ask(f"/{client.token}/", Sec_Fetch_Site="none")[0] == 200
    assert client.ask(f"/{client.token}/", Host=f"localhost:{client.port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/", "", "/dzien/desk", "/TOKENx/dzien/desk", "/TOKE/dzien/desk", "//dzien/desk",
     "/x/dzien/desk", "/token/dzien/desk", "/%2e/dzien/desk", "/null/dzien/media",
     "/favicon.ico", "*"],
)  # fmt: skip
def test_nothing_is_told_without_the_token(client: Client, path: str) -> None:
    asked = path.replace("TOKENx", f"{client.token}x").replace("TOKE/", f"{client.token[:-1]}/")
    status, data, _ = client.ask(asked)
    assert (status, data) in [(404, b""), (400, data)]
    status, _, _ = client.ask(asked, _body(client), Content_Type="application/json")
    assert status in (404, 400)
    assert client.lines() == ()


@pytest.mark.parametrize(
    "path",
    ["/../stenogram.toml", "/dzien/../../stenogram.toml", "/assets/../../../stenogram.toml",
     "/assets/%2e%2e/%2e%2e/stenogram.toml", "/assets/..%2f..%2fstenogram.toml",
     "/assets/..\\..\\stenogram.toml", "/assets/....//stenogram.toml", "/..%5c/dzien/desk",
     "/dzien/%2e%2e/dzien/desk", "/dzien/./desk", "/dzien//desk", "/dzien/desk/", "/dzien/desk%00",
     "/dzien/desk?x=../", "/../TOKEN/dzien/desk", "/dzien/../dzien/desk", "/assets/frame.html",
     "/assets/strings.py", "/assets/", "/assets/.env", "/inne/desk", "/dzien/seminar.toml",
     "/dzien/offers?first=5&end=6&first=7", "/dzien/offers?first=-1&end=6", "/dzien/offers"],
)  # fmt: skip
def test_no_way_of_writing_leads_out_of_what_is_served(client: Client, path: str) -> None:
    asked = f"/{client.token}{path}".replace("TOKEN", client.token)
    assert client.ask(asked)[:2] == (404, b"")
    assert client.ask(asked, b"{}", Content_Type="application/json")[:2] == (404, b"")


def test_an_address_with_a_host_in_it_is_refused(client: Client) -> None:
    path = f"/{client.token}/dzien/desk"
    for start in ("http://evil.example", f"http://127.0.0.1:{client.port}", "//evil.example"):
        assert client.ask(f"{start}{path}")[0] in (404, 421)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert client.ask(f"/{client.token}/dzien/desk", method=method)[0] == 501


@pytest.mark.parametrize("name", ["", "desk", "media", "version"])
def test_a_change_is_taken_at_one_address_alone(client: Client, name: str) -> None:
    path = f"/{client.token}/dzien/{name}"
    assert client.ask(path, _body(client), Content_Type="application/json")[0] == 404
    assert client.lines() == ()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": "multipart/form-data"}, 415),
        ({"Content_Type": "application/json", "Content_Length": "-1"}, 411),
        ({"Content_Type": "application/json", "Content_Length": "1e3"}, 411),
        ({"Content_Type": "application/json", "Content_Length": "65537"}, 413),
        ({"Content_Type": "application/json", "Content_Length": "99999999999999"}, 411),
        ({"Content_Type": "application/json", "Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_only_json_of_a_bounded_length_is_read(
    client: Client, headers: dict[str, str], status: int
) -> None:
    body = _body(client)
    assert client.ask(f"/{client.token}/dzien/changes", body, **headers)[0] == status
    assert client.lines() == ()


def test_every_answer_carries_a_strict_policy_and_is_kept_by_nobody(client: Client) -> None:
    for path in (
        f"/{client.token}/",
        f"/{client.token}/dzien/",
        f"/{client.token}/dzien/media",
        "/",
    ):
        headers = client.ask(path)[2]
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_pages_have_nothing_inline_and_escape_what_a_seminar_is_called(client: Client) -> None:
    for path in ("", "dzien/"):
        page = client.ask(f"/{client.token}/{path}")[1].decode()
        assert "<o>" not in page
        assert "Narada &lt;o&gt; mostach" in page
        assert "<style" not in page
        assert " style=" not in page
        assert all(' src="' in part[:80] for part in page.split("<script")[1:])
        assert " on" not in page.replace(" on ", "").split("<main")[0]


def test_the_sound_can_be_sought(client: Client) -> None:
    path = f"/{client.token}/dzien/media"
    status, data, headers = client.ask(path, Range="bytes=10-19")
    assert (status, data) == (206, bytes(range(10, 20)))
    assert headers["Content-Range"] == "bytes 10-19/100"


def test_the_token_is_long_and_another_each_time_and_not_shown() -> None:
    tokens = {Gate().token for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 32
    gate = Gate()
    assert gate.token not in repr(gate)
    assert gate.opens(gate.token)
    assert not gate.opens("")
    assert not gate.opens("ą")


def test_nothing_is_logged(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    client.ask(f"/{client.token}/dzien/desk")
    client.ask("/wrong/dzien/desk")
    client.ask(f"/{client.token}/dzien/changes", b"{", Content_Type="application/json")
    told = capfd.readouterr()
    assert told.out + told.err == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "0"])  # noqa: S104 - refused
def test_an_address_that_stands_for_all_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match=r"name the address|needs a password"):
        Gate(host)
    if host != "0":
        with pytest.raises(UsageError, match="name the address"):
            Gate(host, "a password")


def test_others_need_a_password() -> None:
    with pytest.raises(UsageError, match="needs a password"):
        Gate("192.0.2.1")
    assert Gate("192.0.2.1", "a password").names(8010) == ("192.0.2.1:8010",)
    assert Gate("2001:DB8::1", "a password").names(80) == ("[2001:db8::1]:80", "[2001:db8::1]")
    assert "a password" not in repr(Gate("192.0.2.1", "a password"))


_SECRET = "hasło: z dwukropkiem"  # noqa: S105 - of a test


def _basic(password: str, name: str = "x") -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_the_password_is_asked_for_whatever_the_token(tmp_path: Path) -> None:
    with editing(workspace(tmp_path), Gate(password=_SECRET, patience=0.0)) as client:
        path = f"/{client.token}/dzien/desk"
        status, data, headers = client.ask(path)
        assert (status, data) == (401, b"")
        assert headers["WWW-Authenticate"].startswith("Basic ")
        assert client.ask(path, Authorization=_basic("wrong"))[0] == 401
        right = _basic(_SECRET)
        assert client.ask(path, Authorization=right)[0] == 200
        assert client.ask("/wrong/dzien/desk", Authorization=right)[0] == 404
        for odd in ("Basic", "Basic ===", right.replace("Basic", "Bearer"), _basic("")):
            assert client.ask(path, Authorization=odd)[0] == 401


def test_guessing_is_slow_by_however_many_at_once(tmp_path: Path) -> None:
    gate = Gate(password=_SECRET, patience=0.2)
    with editing(workspace(tmp_path), gate) as client, ThreadPoolExecutor(5) as guessers:
        path = f"/{client.token}/"
        wrong = [{"Authorization": _basic(f"{n}")} for n in range(5)]
        began = time.monotonic()
        answers = guessers.map(lambda each: client.ask(path, None, "", **each)[0], wrong)
        assert set(answers) == {401}
        assert time.monotonic() - began >= 1.0
