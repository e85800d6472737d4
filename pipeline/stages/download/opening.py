"""Asking an address of the web for its bytes, and what its refusals mean."""

import http.client
import http.cookiejar
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from pipeline import __version__
from pipeline.errors import SourceError
from pipeline.stages.download.guard import check_url
from pipeline.stages.download.options import DownloadOptions
from pipeline.stages.download.patience import (
    ADVICE,
    TOO_SLOW,
    Passing,
    Patience,
    polite,
    retry_after,
)

_PASSING = frozenset({408, 425, 429})
_HEADERS = {"User-Agent": f"stenogram/{__version__}", "Accept-Encoding": "identity"}


@contextmanager
def opened(
    request: urllib.request.Request, options: DownloadOptions, patience: Patience
) -> Iterator[http.client.HTTPResponse]:
    """The answer to a request, redirects followed; in the process's guard.

    Raises `Passing` or `SourceError` without the address, and `HTTPError` of 304 and 416.
    """
    for name, value in _HEADERS.items():
        request.add_header(name, value)
    polite(urlsplit(request.full_url).netloc, options.pause, patience)
    opener = urllib.request.build_opener(
        _WebOnly(), urllib.request.HTTPCookieProcessor(cookies_of(options))
    )
    try:
        with opener.open(request, timeout=patience.timeout) as answer:
            yield answer
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {304, 416}:
            raise
        raise refusal(error.code, error.headers.get("Retry-After"), str(error)) from error
    except (OSError, http.client.HTTPException) as error:
        raise broken(error) from error


def broken(error: Exception) -> Passing | SourceError:
    """What it means that a connection did not come about, or ended."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return SourceError(f"its certificate is not valid ({reason.verify_message}); {ADVICE}")
    if isinstance(reason, TimeoutError):
        return Passing(str(reason) if TOO_SLOW in str(reason) else "nothing comes any more")
    if isinstance(error, urllib.error.URLError):
        return Passing(f"no connection ({reason})")
    return Passing(f"the connection broke off ({type(reason).__name__})")


def refusal(status: int, after: str | None, told: str = "") -> Passing | SourceError:
    """What an HTTP status means, and what to do; `after` is its Retry-After."""
    if status in _PASSING or status >= 500:
        return Passing(f"the server is busy (HTTP {status})", after=retry_after(after))
    if status in {401, 403}:
        return SourceError(
            f"the site refuses it (HTTP {status}) and may want a login; set [download] cookies, "
            f"or {ADVICE}"
        )
    if status in {404, 410}:
        return SourceError(f"there is nothing at this address (HTTP {status}); correct the address")
    if "infinite loop" in told or "redirect error" in told:
        return SourceError(f"its redirects go in a circle; correct the address, or {ADVICE}")
    if status in range(300, 400):
        return SourceError(f"it leads to what is no address of the web; {ADVICE}")
    return SourceError(f"HTTP {status}; correct the address, or {ADVICE}")


def cookies_of(options: DownloadOptions) -> http.cookiejar.CookieJar:
    """The cookies of a file that a person set, if one did. Raises `SourceError`."""
    if not options.cookies:
        return http.cookiejar.CookieJar()
    path = Path(options.cookies).expanduser()
    if not path.is_file():
        raise SourceError(f"{path}: [download] cookies: no such file; export it from a browser")
    jar = http.cookiejar.MozillaCookieJar(path)
    try:
        jar.load(ignore_discard=True, ignore_expires=True)
    except (OSError, UnicodeDecodeError) as error:  # a LoadError is an OSError
        raise SourceError(
            f"{path}: [download] cookies: is not in the Netscape format; export it from a browser"
        ) from error
    for cookie in jar:
        cookie.expires = cookie.expires or None  # browsers write 0 for one of a session
    return jar


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Redirects to the web's own addresses only."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the base's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request, if its address may be asked."""
        try:
            check_url(newurl)
        except SourceError as error:
            raise SourceError(f"it leads to {error}; {ADVICE}") from error
        return super().redirect_request(req, fp, code, msg, headers, newurl)
