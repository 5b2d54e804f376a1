"""What comes out: one rendered document, a value nobody can change."""

import hashlib
import io
import json
from dataclasses import dataclass, field

from schemas.ground.base import Finding

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page: left, bottom, right, top, in points from the page's lower left corner.

    `name` is what the PDF calls it as a destination: `seal-1`, or `riding-1-2` for what falls on
    the second page of the riding seal (骑缝章) that goes with it. `page` counts from 1.
    """

    name: str
    page: int
    box: tuple[float, float, float, float]

    def as_record(self) -> dict[str, object]:
        """Return the place as the manifest names it."""
        return {"name": self.name, "page": self.page, "box": list(self.box)}


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

    @property
    def seals(self) -> tuple[Place, ...]:
        """Where seals go, on a PDF: read from its manifest, which a blank edition lacks."""
        if self.format != "pdf" or self.copy == "blank":
            return ()
        # Few ask for it, and a Word file must not wait for the library.
        import pikepdf  # noqa: PLC0415

        with pikepdf.open(io.BytesIO(self.content)) as pdf:
            manifest = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
        return tuple(
            Place(each["name"], each["page"], tuple(each["box"])) for each in manifest["seals"]
        )
