"""What comes out: one rendered document, a value nobody can change."""

import hashlib
from dataclasses import dataclass, field

from schemas.ground.base import Finding

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one document and what a caller needs to hand them on.

    `name` is the Chinese file name people see; `notices` what needs a person's eyes.
    """

    kind: str
    format: str
    copy: str
    content: bytes = field(repr=False)
    name: str
    notices: tuple[Finding, ...] = ()

    @property
    def media_type(self) -> str:
        """The IANA media type of the content."""
        return MEDIA_TYPES[self.format]

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, in hex."""
        return hashlib.sha256(self.content).hexdigest()
