"""A server that speaks the protocol of language models on loopback, and says what it is told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[dict[str, object], BaseHTTPRequestHandler], None]


def says(content: str) -> Answer:
    """An answer whose message is `content`."""

    def answer(_: dict[str, object], handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, json.dumps({"choices": [{"message": {"content": content}}]}).encode())

    return answer


def points(*told: tuple[str, list[int]]) -> Answer:
    """An answer with points and the numbers of the sentences they rest on."""
    listed = [{"text": text, "ids": ids} for text, ids in told]
    return says(json.dumps({"points": listed}, ensure_ascii=False))


def status(code: int, body: bytes = b"no", **headers: str) -> Answer:
    """An answer that is none."""
    return lambda _, handler: send(handler, code, body, **headers)


def drip(question: dict[str, object], handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, without an end within any patience."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)
    del question


def drip_headers(_: dict[str, object], handler: BaseHTTPRequestHandler) -> None:
    """A byte of the headers now and then: each in time, all of them never."""
    for _byte in range(40):
        try:
            handler.wfile.write(b"X")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def send(handler: BaseHTTPRequestHandler, code: int, body: bytes, **headers: str) -> None:
    """A whole answer."""
    handler.send_response(code)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The server's address, and the questions it is asked."""
    asked: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            question = json.loads(self.rfile.read(length))
            question["path"], question["key"] = self.path, self.headers.get("Authorization")
            asked.append(question)
            answer(question, self)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
