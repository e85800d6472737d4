"""Which addresses may be asked: the web's public ones, on every redirect and in every playlist.

The check is made where a connection is made, on the address that is connected to, by an audit hook
in the process that downloads; so no library, redirect or name that resolves anew gets around it.
"""

import contextlib
import ipaddress
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.errors import SourceError

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
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
    """Refuse, with `SourceError`, a connection to an address that is not public."""
    if not _guarding or event not in {"socket.connect", "socket.sendto"}:
        return
    address = arguments[1]
    if isinstance(address, tuple) and not is_public(str(address[0])):
        refusal = (
            f"{address[0]}: an address of a private network or of this computer is not asked; "
            "set [download] allow_private = true if it should be"
        )
        _refusals.append(refusal)
        raise SourceError(refusal)


@contextlib.contextmanager
def public_addresses_only(*, allow_private: bool) -> Iterator[list[str]]:
    """While this lasts, the process connects to public addresses only.

    Gives a list that refusals are added to: a library in between may turn them into other errors.
    """
    global _guarding, _installed  # noqa: PLW0603 - an audit hook is of the process and stays
    if not _installed:
        sys.addaudithook(audit)
        _installed = True
    before, _guarding = _guarding, not allow_private
    _refusals.clear()
    try:
        yield _refusals
    finally:
        _guarding = before
