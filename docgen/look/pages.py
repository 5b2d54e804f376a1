"""Draw the pages of a document as pictures: what a clerk sees beside the form is the PDF itself."""

import base64
import io
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pypdfium2
from PIL import Image, ImageChops

from docgen.engine import Engine

# Twice as many pixels as the page beside the form is wide, for sharp screens.
WIDTH = 900
QUALITY = 85
# The colour `docgen.look.preview` marks the lit field with.
LIT = (0xFF, 0xE3, 0x8A)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as a picture, and how far down its lit place is, from 0 to 1; None without one."""

    content: bytes = field(repr=False)
    lit: float | None

    @property
    def url(self) -> str:
        """The picture as a `data:` URL."""
        return "data:image/jpeg;base64," + base64.b64encode(self.content).decode()


def draw_sheets(engine: Engine, html: str) -> list[Sheet]:
    """Return the pages of a page that `preview` made; a job for the pool.

    Errors: `RenderError`, `UnprintableCharacterError`.
    """
    return drawn(laid_out(engine, html))


def laid_out(engine: Engine, html: str) -> bytes:
    """Return a page as a PDF that nobody keeps; the errors are those of `draw_sheets`."""
    # What prints costs half a second to import, and whoever lets a worker draw never does.
    from docgen.render.pdf import write_pdf  # noqa: PLC0415

    moment = datetime(2000, 1, 1, tzinfo=UTC)  # Its date is all the same.
    return write_pdf(html, engine.faces, moment=moment, strict=False)


def drawn(content: bytes) -> list[Sheet]:
    """Return the pages of a PDF of ours as pictures."""
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        return [_draw(page) for page in pdf]


def how_many(content: bytes) -> int:
    """Return how many pages a PDF of ours has."""
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        return len(pdf)


def _draw(page: pypdfium2.PdfPage) -> Sheet:
    picture: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return Sheet(buffer.getvalue(), _place_of_light(picture))


def _place_of_light(picture: Image.Image) -> float | None:
    difference = ImageChops.difference(picture, Image.new("RGB", picture.size, LIT))
    exact = difference.convert("L").point(lambda level: 0 if level else 255)
    box = exact.getbbox()
    return box[1] / picture.height if box else None
