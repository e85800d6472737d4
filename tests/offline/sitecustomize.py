"""No packet leaves this computer: held in every Python process that the tests start.

Python imports a module of this name from PYTHONPATH when it starts, so that the hook is there
before any line of ours. It refuses before the system is asked, and writes each try to a file that
the session looks at in its end: code that catches the refusal does not hide it. Sockets that other
programs open (a browser, Node) are not seen.
"""

import contextlib
import ipaddress
import json
import os
import socket
import sys

RECORD = "STENOGRAM_TESTS_OFF_LOOPBACK"
"""The variable with the name of the file that tries are written to; without it nothing is held."""
_ADDRESSES = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getnameinfo": 0}
_NAMES = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class OffLoopbackError(OSError):
    """A test has tried to reach something that is not this computer."""


def stays_here(host: object) -> bool:
    """Whether a numeric address, however written, or `localhost` is this computer."""
    if host is None:
        return True
    name = (host.decode("latin-1") if isinstance(host, bytes) else str(host)).partition("%")[0]
    if name in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        with contextlib.suppress(OSError, ValueError):
            address = ipaddress.ip_address(socket.inet_aton(name))  # `0`, `127.1`, `2130706433`
            return address.is_loopback or address.is_unspecified
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified


def _is_numeric(host: object) -> bool:
    name = (host.decode("latin-1") if isinstance(host, bytes) else str(host)).partition("%")[0]
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(name)
        return True
    with contextlib.suppress(OSError, ValueError):
        socket.inet_aton(name)
        return True
    return False


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event in _ADDRESSES:
        target = arguments[_ADDRESSES[event]]
        # A path is a socket of this computer; no address, that of a socket which is connected.
        if isinstance(target, tuple) and target and not stays_here(target[0]):
            _refuse(event, target)
    elif event in _NAMES:
        host = arguments[0]
        asks_nobody = event == "socket.getaddrinfo" and _is_numeric(host)
        if not asks_nobody and not stays_here(host):
            _refuse(event, host)


def _refuse(event: str, target: object) -> None:
    told = {
        "event": event,
        "target": str(target),
        "test": os.environ.get("PYTEST_CURRENT_TEST", ""),
        "process": sys.argv[:4],
    }
    line = json.dumps(told).encode() + b"\n"
    handle = os.open(_record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)
    raise OffLoopbackError(f"{event} to {target}: tests talk to loopback only")


def hold(record: str) -> None:
    """Hold this process to loopback from now on, and to its end."""
    global _record  # noqa: PLW0603 - an audit hook is of the process and stays
    if not _record:
        sys.addaudithook(_audit)
    _record = record


_record = ""
if os.environ.get(RECORD):
    hold(os.environ[RECORD])
