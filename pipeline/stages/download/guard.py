"""Which addresses may be asked: the web's public ones, on every redirect and in every playlist.

The check is made where a request and a connection are made, on the address that is connected to, by
an audit hook in the process that downloads; so no library, redirect, playlist or name that resolves
anew gets around it. Other programs are not watched, so none is started with an address.
"""

import contextlib
import ipaddress
import sys
from collections.abc import Iterator
from typing import NoReturn
from urllib.parse import urlsplit

from pipeline.errors import SourceError

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CONNECTIONS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_watching = False
_guarding = False
_installed = False
_refusals: list[str] = []


def check_url(url: str) -> None:
    """Raise `SourceError` unless `url` is one of the web's: http or https, and names a host."""
    try:
        parts = urlsplit(url)
        right = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        right = False
    if not right:
        raise SourceError(f"{url[:200]}: only addresses that start with http:// or https:// work")


def is_public(host: str) -> bool:
    """Whether a numeric address is one of the public internet, whichever way it is written."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            address = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        elif address.is_reserved or address.is_site_local:
            inner = address.ipv4_mapped
            return inner is not None and is_public(str(inner))
        else:
            address = address.sixtofour or address
    return address.is_global and not address.is_multicast


def audit(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse, with `SourceError`, what is no address of the web, or not a public one."""
    if not _watching:
        return
    if event == "urllib.Request":
        url = str(arguments[0])
        try:
            check_url(url)
        except SourceError as error:
            _refuse(str(error))
        host = str(urlsplit(url).hostname)
        if _guarding and _is_numeric(host) and not is_public(host):  # a proxy would connect to it
            _refuse_private(host)
    elif event in _CONNECTIONS and _guarding:
        address = arguments[1]
        if isinstance(address, tuple) and not is_public(str(address[0])):
            _refuse_private(str(address[0]))
    elif event == "subprocess.Popen" and any("://" in word for word in _words(arguments[1])):
        _refuse("it can only be had with another program, which would not be watched")


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _words(command: object) -> list[str]:
    words = command if isinstance(command, (list, tuple)) else [command]
    return [str(word) for word in words]


def _refuse_private(host: str) -> NoReturn:
    _refuse(
        f"{host}: an address of a private network or of this computer is not asked; "
        "set [download] allow_private = true if it should be"
    )


def _refuse(told: str) -> NoReturn:
    _refusals.append(told)
    raise SourceError(told)


@contextlib.contextmanager
def public_addresses_only(*, allow_private: bool) -> Iterator[list[str]]:
    """While this lasts, the process asks addresses of the web only, and public ones.

    Gives a list that refusals are added to: a library in between may turn them into other errors.
    """
    global _watching, _guarding, _installed  # noqa: PLW0603 - an audit hook is of the process and stays
    if not _installed:
        sys.addaudithook(audit)
        _installed = True
    before = _watching, _guarding
    _watching, _guarding = True, not allow_private
    _refusals.clear()
    try:
        yield _refusals
    finally:
        _watching, _guarding = before
