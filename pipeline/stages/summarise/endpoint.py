"""One question to an OpenAI-compatible server: bounded, timed, and sent nowhere else.

Of the protocol only `POST /chat/completions` is used. No redirect is followed and no proxy asked,
so that what was said goes to the address in `stenogram.toml` and to no other.
"""

import http.client
import ipaddress
import json
import os
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.errors import ModelError

KEY = "STENOGRAM_API_KEY"
"""The variable of the environment that holds the server's key, if it wants one."""
_MOST_BYTES = 1 << 20
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
        if status == http.client.BAD_REQUEST:  # a server that knows no response_format
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
        until = time.monotonic() + self.timeout
        connection = kind(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            path = f"{parts.path.rstrip('/')}/chat/completions"
            connection.request("POST", path, json.dumps(question).encode(), self._headers())
            response = connection.getresponse()
            return response.status, self._read(response, connection, until)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._error(str(error) or type(error).__name__) from None
        finally:
            connection.close()

    def _read(
        self,
        response: http.client.HTTPResponse,
        connection: http.client.HTTPConnection,
        until: float,
    ) -> bytes:
        """The answer, at most 1 MiB of it, and no byte after the time is over."""
        found = b""
        while len(found) <= _MOST_BYTES:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no whole answer within {self.timeout:.0f} s")
            if isinstance(connection.sock, socket.socket):
                connection.sock.settimeout(left)
            piece = response.read1(_CHUNK)
            if not piece:
                return found
            found += piece
        raise ValueError("an answer of more than 1 MiB")

    def _headers(self) -> dict[str, str]:
        key = os.environ.get(KEY, "")
        named = {"Content-Type": "application/json", "Accept": "application/json"}
        return {**named, "Authorization": f"Bearer {key}"} if key else named

    def _error(self, reason: str) -> ModelError:
        return ModelError(
            f"[summarise] endpoint {self.address}: {reason[:_TOLD]}; look whether the server"
            f" runs and has the model {self.model!r}, or take `endpoint` out of stenogram.toml"
        )


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
    if host == "localhost" or host.endswith(".local") or "." not in host.strip("[]"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback
