"""Answers that stay the same until the service is renewed: sent packed, and once to each caller."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property

from flask import Request, Response

# What is shorter fits into one packet as it is.
WORTH_COMPRESSING = 1024


@dataclass(frozen=True)
class SteadyAnswer:
    """The bytes of an answer, its type, and its two spellings with their own entity tags."""

    content: bytes
    content_type: str

    def to(self, request: Request) -> Response:
        """Return the answer, or 304 where the caller has it already."""
        packed = len(self.content) > WORTH_COMPRESSING and request.accept_encodings["gzip"] > 0
        answer = Response(self._packed if packed else self.content, content_type=self.content_type)
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
        answer.set_etag(self._digest + ("-gzip" if packed else ""))
        answer.headers["Vary"] = "Accept-Encoding"
        answer.headers["Cache-Control"] = "no-cache"  # Keep it, and ask whether it still holds.
        answer.make_conditional(request)
        return answer

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def _packed(self) -> bytes:
        return gzip.compress(self.content, mtime=0)
