"""Packed answers, unpacked as they are read: a few bytes may stand for more than fits in memory."""

import urllib.request
import urllib.response
import zlib
from http.client import HTTPResponse

from pipeline.stages.download.patience import Body

_EITHER = zlib.MAX_WBITS | 32  # gzip or zlib, as its first bytes say


class Unpacking(urllib.request.BaseHandler):
    """Unpacks what an opener is given, before any other of its handlers would do so at once."""

    handler_order = 400

    def http_response(
        self,
        request: urllib.request.Request,  # noqa: ARG002 - the signature of urllib
        answer: HTTPResponse,
    ) -> HTTPResponse | urllib.response.addinfourl:
        """The answer, its body unpacked where it was packed in a way that is known."""
        packed = answer.headers.get("Content-Encoding", "").strip().lower()
        if packed not in {"gzip", "x-gzip", "deflate"}:
            return answer
        del answer.headers["Content-Encoding"], answer.headers["Content-Length"]
        body = _Unpacked(answer)
        plain = urllib.response.addinfourl(body, answer.headers, answer.url, answer.status)  # type: ignore[arg-type]  # as much of a file as is used
        plain.msg = answer.msg  # type: ignore[attr-defined]  # what urllib asks for
        return plain

    https_response = http_response


class _Unpacked:
    """A packed body, read as if it were not."""

    def __init__(self, packed: Body) -> None:
        self._packed = packed
        self._unpacker = zlib.decompressobj(_EITHER)
        self._rest = b""
        self._begun = False

    def read1(self, size_bytes: int) -> bytes:
        """Some of it, at most so much; nothing where it has ended. Raises `OSError`."""
        while not self._unpacker.eof:
            packed = self._rest or self._packed.read1(size_bytes)
            if not packed:
                return b""
            try:
                data = self._unpacked(packed, size_bytes)
            except zlib.error as error:
                raise OSError(f"damaged on its way ({error})") from error
            if data:
                return data
        return b""

    read = read1

    def _unpacked(self, packed: bytes, size_bytes: int) -> bytes:
        try:
            data = self._unpacker.decompress(packed, size_bytes)
        except zlib.error:
            if self._begun:
                raise
            self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)  # some leave the head out
            data = self._unpacker.decompress(packed, size_bytes)
        self._begun = True
        self._rest = self._unpacker.unconsumed_tail
        return data

    def readable(self) -> bool:
        """It is."""
        return True

    @property
    def closed(self) -> bool:
        """Whether nothing can be read any more."""
        return self._packed.closed

    def close(self) -> None:
        """Let the connection go."""
        self._packed.close()
