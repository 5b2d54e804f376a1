"""Draw docs/pages.png: the first page of every kind's example, side by side."""

from pathlib import Path

import pypdfium2
from PIL import Image

from docgen import open_engine

HEIGHT, GAP = 760, 18
TARGET = Path(__file__).parent.parent / "docs" / "pages.png"


def first_page(pdf: bytes) -> Image.Image:
    """Return a PDF's first page, HEIGHT pixels high."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.render(scale=HEIGHT / page.get_height()).to_pil().convert("L")


def main() -> None:
    """Render the examples and set their first pages side by side on grey."""
    engine = open_engine()
    pages = [
        first_page(engine.render(name, kind.schema.example).content)
        for name, kind in engine.catalogue.items()
    ]
    width = sum(page.width + GAP for page in pages) + GAP
    sheet = Image.new("L", (width, HEIGHT + 2 * GAP), 200)
    left = GAP
    for page in pages:
        sheet.paste(page, (left, GAP))
        left += page.width + GAP
    TARGET.parent.mkdir(exist_ok=True)
    sheet.quantize(32).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
