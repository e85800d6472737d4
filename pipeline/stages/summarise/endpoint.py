"""One question to an OpenAI-compatible server: bounded, timed, and sent nowhere else.

Of the protocol only `POST /chat/completions` is used. No redirect is followed and no proxy asked,
so that what was said goes to the address in `stenogram.toml` and to no other.
"""

import http.client
import ipaddress
import json
import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.errors import ModelError

KEY = "STENOGRAM_API_KEY"
"""The variable of the environment that holds the server's key, if it wants one."""
_MOST_BYTES = 1 << 20
_NOT_KNOWN = frozenset({http.client.BAD_REQUEST, http.client.UNPROCESSABLE_ENTITY})
_CHUNK = 1 << 14
_TOLD = 200


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server of language models, such as `http://127.0.0.1:11434/v1`, and which model to ask."""

    address: str
    model: str
    timeout: float
    """Seconds that one answer may take in all."""

    def answer(self, instruction: str, text: str, most_tokens: int) -> str:
        """What the model says. Raises `ModelError` when there is no answer, with what to do."""
        question = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": instruction},
                {"role": "user", "content": text},
            ],
            "temperature": 0,
            "seed": 0,
            "max_tokens": most_tokens,
            "response_format": {"type": "json_object"},
        }
        status, body = self._post(question)
        if status in _NOT_KNOWN:  # a server that knows no response_format
            del question["response_format"]
            status, body = self._post(question)
        if status != http.client.OK:
            raise self._error(f"answered {status}: {body[:_TOLD].decode('utf-8', 'replace')!r}")
        try:
            said = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            said = None
        if not isinstance(said, str):
            raise self._error("gave no answer of the protocol (/chat/completions)")
        return said

    def _post(self, question: dict[str, object]) -> tuple[int, bytes]:
        parts = urlsplit(self.address)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        headers = self._headers()
        connection = kind(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            connection.connect()
            with _cut_off(connection.sock, self.timeout) as late:
                try:
                    path = f"{parts.path.rstrip('/')}/chat/completions"
                    connection.request("POST", path, json.dumps(question).encode(), headers)
                    response = connection.getresponse()
                    return response.status, _read(response)
                finally:
                    if late.is_set():
                        raise TimeoutError(f"no whole answer within {self.timeout:g} s") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._error(str(error) or type(error).__name__) from None
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        key = os.environ.get(KEY, "").strip()
        if not (key.isascii() and key.isprintable()):  # http.client would show it in its error
            raise ModelError(f"{KEY}: a key has letters, digits and marks only; set it anew")
        named = {"Content-Type": "application/json", "Accept": "application/json"}
        return {**named, "Authorization": f"Bearer {key}"} if key else named

    def _error(self, reason: str) -> ModelError:
        return ModelError(
            f"[summarise] endpoint {self.address}: {reason[:_TOLD]}; look whether the server"
            f" runs and has the model {self.model!r}, or take `endpoint` out of stenogram.toml"
        )


def _read(response: http.client.HTTPResponse) -> bytes:
    """The answer. Raises `ValueError` when it has more than 1 MiB."""
    found = b""
    while piece := response.read1(_CHUNK):
        found += piece
        if len(found) > _MOST_BYTES:
            raise ValueError("an answer of more than 1 MiB")
    return found


@contextmanager
def _cut_off(connected: socket.socket, after: float) -> Iterator[threading.Event]:
    """Ends a connection after so many seconds, wherever the answer is by then.

    A time limit of the socket begins anew with every byte; one that drips headers would go on.
    """
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(after, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()


def faults(address: str) -> str:
    """Why an address cannot be an endpoint; empty where it can."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
        parts = urlsplit("")
    if not named or parts.scheme not in {"http", "https"} or parts.username or parts.query:
        return "must be an address like http://127.0.0.1:11434/v1, without name, key or query"
    if parts.scheme == "http" and not _is_near(parts.hostname or ""):
        return "must begin with https:// unless the server is on this computer or network"
    return ""


def _is_near(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:  # „2130706433" and „0x7f000001" are addresses to some, and of anywhere
        numeric = re.fullmatch(r"[0-9.]+|0x[0-9a-f]+", host) is not None
        return not numeric and (host.endswith(".local") or "." not in host)
    return address.is_private or address.is_loopback
