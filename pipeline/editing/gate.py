"""Who may ask the editor: nobody by another name, from another page, or without the token."""

import base64
import binascii
import hmac
import ipaddress
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus

from pipeline.errors import UsageError

_OURS = ("same-origin", "none")
"""What a browser says of requests of our own pages, and of an address that a person typed."""


@dataclass(frozen=True)
class Gate:
    """What a request must bring."""

    host: str = "127.0.0.1"
    """Where the server is bound."""
    password: str = field(default="", repr=False)
    """Asked for where others can reach it."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    patience: float = 1.0
    """Seconds that a wrong password waits for its answer, one after the other."""
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def __post_init__(self) -> None:
        if is_everywhere(self.host):
            raise UsageError(
                f"--host {self.host}: name the address at which others reach this computer, so that"
                " requests by any other name can be refused"
            )
        if not is_loopback(self.host) and not self.password:
            raise UsageError(f"--host {self.host}: others can reach it, so it needs a password")

    def names(self, port: int) -> tuple[str, ...]:
        """What a request may call this server."""
        own = ("127.0.0.1", "localhost", "[::1]") if is_loopback(self.host) else (self.shown,)
        return tuple(f"{name}:{port}" for name in own) + (own if port == 80 else ())

    @property
    def shown(self) -> str:
        """The host as it stands in an address."""
        host = self.host.lower()
        return f"[{host}]" if ":" in host else host

    def refusal(self, headers: Message, port: int) -> HTTPStatus | None:
        """Why a request is refused before anything of it is looked at; `None` where it is not."""
        names = self.names(port)
        if [host.lower() for host in headers.get_all("Host", [])] not in [[name] for name in names]:
            return HTTPStatus.MISDIRECTED_REQUEST
        origins = headers.get_all("Origin", [])
        host = headers["Host"].lower()
        if any(origin.lower() != f"http://{host}" for origin in origins):
            return HTTPStatus.FORBIDDEN
        if any(site not in _OURS for site in headers.get_all("Sec-Fetch-Site", [])):
            return HTTPStatus.FORBIDDEN
        if self.password and not self._knows(headers.get_all("Authorization", [])):
            return HTTPStatus.UNAUTHORIZED
        return None

    def opens(self, token: str) -> bool:
        """Whether a token is ours."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def wait(self) -> None:
        """Makes guessing slow, by however many at once."""
        with self._turn:
            time.sleep(self.patience)

    def _knows(self, given: Sequence[str]) -> bool:
        """Whether the password is right; the name beside it says nothing."""
        scheme, _, coded = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        try:
            plain = base64.b64decode(coded, validate=True)
        except (binascii.Error, ValueError):
            plain = b""
        _, _, password = plain.partition(b":")
        right = hmac.compare_digest(password, self.password.encode())
        return right and scheme.lower() == "basic"


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches it."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_everywhere(host: str) -> bool:
    """Whether it stands for every address of this computer."""
    if not host:
        return True
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
