"""A request as it arrives: waitress's parser, with what RFC 9112 leaves no choice about refused."""

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error

from api.serve.feed import Feed
from api.serve.limits import MOST_BODY_BYTES


class LateError(Error):  # type: ignore[misc]
    """The request did not arrive in time."""

    code, reason = 408, "Request Timeout"


class CrowdedError(Error):  # type: ignore[misc]
    """More arrives than the service holds."""

    code, reason = 503, "Service Unavailable"


class StrictRequest(HTTPRequestParser):  # type: ignore[misc]
    """One request; a body beyond `MOST_BODY_BYTES` is not gathered but fed to who reads it.

    So the gate can refuse it before it has arrived, and it never lies in memory or on the disk.
    """

    feed: Feed | None = None
    content_length: int
    body_bytes_received: int

    @property
    def taken(self) -> int:
        """How many bytes of it have arrived."""
        return int(self.header_bytes_received + self.body_bytes_received)

    @property
    def is_large(self) -> bool:
        """Whether its body is, or will be, more than is gathered."""
        return max(self.content_length, self.body_bytes_received) > MOST_BODY_BYTES

    def feed_from(self, feed: Feed) -> None:
        """Give what arrives of the body to a thread that reads it meanwhile."""
        gathered = self.body_rcv.getbuf()
        feed.append(gathered.get(len(gathered)))
        gathered.close()
        self.feed = self.body_rcv.buf = feed
        self.empty = True  # Whole, it is not to be handed over again.

    def received(self, data: bytes) -> int:
        """Take in what has arrived; return how much of it was the request's."""
        consumed = int(super().received(data))
        if self.feed is not None and self.completed:
            # A body that went wrong on its way has no lawful end.
            (self.feed.close if self.error else self.feed.finish)()
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head.

        Errors: `ParsingError`.
        """
        super().parse_header(header_plus)
        fault = self._fault()
        if fault:
            raise ParsingError(fault)

    def _fault(self) -> str:
        """Say what makes the head unlawful; empty if nothing does."""
        if self.version not in ("1.0", "1.1"):
            return "version"
        host = self.headers.get("HOST")
        if self.version == "1.1" and (not host or "," in host):
            return "host"
        # Two framings, or one that this version does not know: somebody before us may read another.
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            return "framing"
        if "TRANSFER_ENCODING" in self.headers:
            return "framing"
        return ""
