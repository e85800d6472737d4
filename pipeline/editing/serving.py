"""The editor's server: each request passes the gate, then is one of few, or nothing.

Addresses are `/TOKEN/`, `/TOKEN/assets/FILE`, `/TOKEN/RECORDING/` and what belongs to it. They are
compared as they are sent, so that no way of writing `..` means anything.
"""

import json
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from io import BytesIO
from typing import IO, Any, BinaryIO, cast
from urllib.parse import parse_qs

from pipeline.editing.asking import MOST_BYTES, NotAskable, Wanted, wanted
from pipeline.editing.changes import Clash, save
from pipeline.editing.desk import Desk
from pipeline.editing.gate import Gate
from pipeline.editing.pages import EditorPages
from pipeline.editing.remaking import Remaking
from pipeline.editing.telling import offered, same, told
from pipeline.editing.terms import Terms, wanted_terms
from pipeline.errors import Busy, StenogramError
from pipeline.server import HEADERS, Answering

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ADDRESS = re.compile(r"/([\w-]{1,80})/(?:([a-z0-9-]{1,80})/)?([a-z-]{0,40}(?:\.[a-z]{1,4})?)")
_QUERY = re.compile(r"first=\d{1,8}&end=\d{1,8}")
_HTML, _JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"


@dataclass(frozen=True)
class Editor:
    """What the server gives."""

    desks: Mapping[str, Desk]
    pages: EditorPages
    gate: Gate
    remaking: Remaking
    terms: Terms


class _Handler(Answering):
    sent = _HEADERS
    timeout = 30

    def __init__(self, editor: Editor, *arguments: Any) -> None:  # noqa: ANN401 - passed on
        self._editor = editor
        super().__init__(*arguments)

    def send_head(self) -> BinaryIO | None:
        """Answer a request for something to look at."""
        place = self._place()
        if place is None:
            return None
        recording, name, query = place
        pages = self._editor.pages
        if recording == "assets":
            found = pages.asset(name)
            return self.send_file(found) if found else self._nothing()
        if not recording and not name:
            return self._send(
                pages.index(self._editor.desks, self._editor.terms.suggested()), _HTML
            )
        desk = self._editor.desks.get(recording)
        if desk is None:
            return self._nothing()
        return self._guarded(lambda: self._shown(desk, name, query))

    def do_POST(self) -> None:  # noqa: N802 - the base calls it so
        """Answer a request for changes."""
        place = self._place()
        if place is None:
            return
        recording, name, query = place
        desk = self._editor.desks.get(recording)
        is_term = not recording and name == "glossary"
        if query or not (is_term or (desk and name == "changes")):
            self._nothing()
            return
        body = self._body()
        if body is None:
            return
        if desk is None:
            answer = self._guarded(lambda: self._added(wanted_terms(body)))
        else:
            answer = self._guarded(lambda: self._changed(desk, wanted(body)))
        if answer is not None:
            self.copyfile(answer, cast("IO[bytes]", self.wfile))

    def _place(self) -> tuple[str, str, str] | None:
        """What is asked for, after the gate; `None` where that was refused, which is answered."""
        gate = self._editor.gate
        refusal = gate.refusal(self.headers, self.connection.getsockname()[1])
        if refusal is not None:
            self._refuse(refusal)
            return None
        path, _, query = self.path.partition("?")
        found = _ADDRESS.fullmatch(path)
        token, recording, name = found.groups("") if found else ("", "", "")
        if not gate.opens(token) or (query and not _QUERY.fullmatch(query)):
            self._nothing()
            return None
        return recording, name, query

    def _shown(self, desk: Desk, name: str, query: str) -> BinaryIO | None:
        if name == "":
            return self._send(self._editor.pages.recording(desk), _HTML)
        if name == "desk":
            return self._send_json(told(desk, desk.now()))
        if name == "version":
            progress, why = self._editor.remaking.state
            return self._send_json({"version": desk.version(), "site": progress, "why": why})
        if name == "offers" and query:
            words = {key: int(values[0]) for key, values in parse_qs(query).items()}
            return self._send_json(offered(desk, desk.now(), words["first"], words["end"]))
        if name == "media" and (media := desk.media()):
            return self.send_file(media[0])
        return self._nothing()

    def _changed(self, desk: Desk, request: Wanted) -> BinaryIO | None:
        saved = save(desk, request)
        if isinstance(saved, Clash):
            return self._send_json(asdict(saved), HTTPStatus.CONFLICT)
        self._editor.remaking.ask()
        elsewhere: list[dict[str, object]] = []
        only = request.changes[0]
        if len(request.changes) == 1 and only.verb == "text":
            seen, after = desk.at(request.version), desk.at(saved.version)
            if seen and after and len(after.lines) == len(seen.lines) + 1:
                elsewhere = same(seen, after, only.asked)
        answer = {"version": saved.version, "undo": [asdict(each) for each in saved.undo]}
        return self._send_json({**answer, "same": elsewhere})

    def _added(self, terms: tuple[str, ...]) -> BinaryIO | None:
        added = self._editor.terms.add(terms)
        self._editor.remaking.ask()
        return self._send_json({"added": added})

    def _guarded(self, answer: Callable[[], BinaryIO | None]) -> BinaryIO | None:
        """The answer, or what is in its way."""
        try:
            return answer()
        except NotAskable as error:
            return self._send_json({"fault": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except Busy as error:
            return self._send_json({"fault": str(error)}, HTTPStatus.SERVICE_UNAVAILABLE)
        except StenogramError as error:
            return self._send_json({"fault": str(error)}, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _body(self) -> bytes | None:
        """What was sent, if it is JSON of a bounded length; else that is answered."""
        length = self.headers.get("Content-Length", "")
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if self.headers.get("Transfer-Encoding") or not re.fullmatch(r"\d{1,9}", length):
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
        elif int(length) > MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif kind != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                return body
            self._refuse(HTTPStatus.BAD_REQUEST)
        return None

    def _send_json(self, data: object, status: HTTPStatus = HTTPStatus.OK) -> BinaryIO:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return self._send(text.encode(errors="replace"), _JSON, status)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> BinaryIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def _nothing(self) -> BinaryIO | None:
        self._refuse(HTTPStatus.NOT_FOUND)
        return None

    def _refuse(self, status: HTTPStatus) -> None:
        """An answer that says nothing of what is here."""
        if status is HTTPStatus.UNAUTHORIZED and "Authorization" in self.headers:
            self._editor.gate.wait()
        self.close_connection = True
        self.send_response(status)
        if status is HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", 'Basic realm="stenogram", charset="UTF-8"')
        self.send_header("Content-Length", "0")
        self.end_headers()


class EditServer(ThreadingHTTPServer):
    """Serves an editor; port 0 takes a free one. Raises `OSError`."""

    daemon_threads = True

    def __init__(self, editor: Editor, port: int) -> None:
        self._editor = editor
        host = editor.gate.host
        self.address_family = socket.getaddrinfo(host, port)[0][0]

        def handler(*arguments: Any) -> _Handler:  # noqa: ANN401 - passed on
            return _Handler(editor, *arguments)

        super().__init__((host, port), handler)

    @property
    def address(self) -> str:
        """Where to begin; who has it may change everything."""
        gate = self._editor.gate
        return f"http://{gate.shown}:{self.server_address[1]}/{gate.token}/"

    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that has left: only `cli` prints."""
