"""Workspaces with words of our own making, an editor that serves them, and requests to it."""

import http.client
import json
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.artefacts import LedgerEntry, Recording, Transcript, Word
from pipeline.corrections import entry_lines
from pipeline.editing import (
    Desk,
    Editor,
    EditorPages,
    EditServer,
    Gate,
    Remaking,
    Terms,
    desks_of,
)
from pipeline.seminar import read_seminar
from pipeline.stages import download, repair
from pipeline.store import Provenance
from tests.demo import CHECKOUT

SAID = (
    "Dzień dobry państwu. Dane z poltaksu są nowe. Mówimy o budżecie miasta i o dochodach. "
    "Drugi raz dane z poltaksu są stare. Pytania proszę pisać. Dziękuję bardzo państwu."
)
_SEMINAR = """\
title = "Narada <o> mostach"
glossary = ["Poltax"]

[[recordings]]
id = "dzien"
title = "Dzień & noc"
file = "dzien.mp4"

[[programme]]
title = "Otwarcie"
speakers = ["Halszka Wiatraczna"]
"""


def said(text: str = SAID) -> tuple[Word, ...]:
    """Words, two in a second; the doubtful ones are those with `k`."""
    return tuple(
        Word(at / 2, at / 2 + 0.4, word, 0.3 if "k" in word else 0.95, 0.8 if "k" in word else 0.05)
        for at, word in enumerate(text.split())
    )


def transcript(words: Sequence[Word] | None = None) -> Transcript:
    """A transcript; behind its words lies text that was rejected."""
    there = said() if words is None else tuple(words)
    end = there[-1].end
    ledger = (
        LedgerEntry(0.0, end, "transcribed"),
        LedgerEntry(end, end + 2.0, "rejected", "repetition", "do widzenia wszystkim"),
    )
    return Transcript("pl", end + 2.0, there, ledger)


def workspace(root: Path, spoken: Transcript | None = None) -> Path:
    """A workspace with one recording whose words are there, and nothing else."""
    seminar = root / "seminars" / "narada"
    seminar.mkdir(parents=True)
    (root / "stenogram.toml").write_text("")
    (seminar / "seminar.toml").write_text(_SEMINAR)
    (seminar / "dzien.mp4").write_bytes(bytes(range(100)))
    write(root, transcript() if spoken is None else spoken)
    return root


def write(root: Path, spoken: Transcript) -> None:
    """Make these the words that the machine has heard."""
    folder = desk(root).owner.folder
    folder.path.mkdir(parents=True, exist_ok=True)
    (folder.path / "media.mp4").write_bytes(bytes(range(100)))
    media = "narada/recordings/dzien/media.mp4"
    recording = Recording(media, "0", 100, spoken.duration, None, has_picture=False)
    for stage, artefact in ((download.RECORDING, recording), (repair.STAGE, spoken)):
        folder.write(artefact, Provenance(stage.name, 1, None, "", "", "recipe"))


def desk(root: Path) -> Desk:
    """The desk of the recording."""
    return desks_of(read_seminar(root / "seminars" / "narada"), root / "outputs")["dzien"]


@dataclass
class Client:
    """Asks an editor as its page does."""

    port: int
    token: str
    file: Path
    host: str = "127.0.0.1"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    def lines(self) -> tuple[str, ...]:
        return entry_lines(self.file)

    def ask(
        self, path: str, body: bytes | None = None, method: str = "", **headers: str
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """`path` from the root of the server; names of headers with `_` for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        verb = method or ("GET" if body is None else "POST")
        connection.request(verb, path, body=body, headers=named)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data, answer.headers

    def get(self, name: str) -> Any:  # noqa: ANN401 - JSON
        status, data, _ = self.ask(f"/{self.token}/dzien/{name}")
        assert status == 200, (status, data)
        return json.loads(data)

    def texts(self) -> str:
        return " ".join(word[0] for word in self.get("desk")["words"])

    def post(self, version: str, *changes: dict[str, Any]) -> tuple[int, Any]:
        body = json.dumps({"version": version, "changes": changes}).encode()
        status, data, _ = self.ask(
            f"/{self.token}/dzien/changes", body, Content_Type="application/json"
        )
        return status, json.loads(data) if data else None


def text(first: int, end: int, new: str, verb: str = "text", **rest: object) -> dict[str, Any]:
    """A change of the words `[first, end)`."""
    return {"verb": verb, "first_word": first, "end_word": end, "new": new, **rest}


@contextmanager
def editing(root: Path, gate: Gate | None = None) -> Iterator[Client]:
    """A running editor of a workspace; its public pages are not made."""
    gate = gate or Gate()
    remaking = Remaking((sys.executable, "-c", ""), root, quiet=0.01)
    pages = EditorPages((CHECKOUT / "templates",), "pl", "Narada <o> mostach")
    there = desk(root)
    terms = Terms(root / "seminars" / "narada", root / "outputs")
    running = EditServer(Editor({"dzien": there}, pages, gate, remaking, terms), 0)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Client(running.server_address[1], gate.token, there.file)
    finally:
        running.shutdown()
        running.server_close()
        remaking.close()
