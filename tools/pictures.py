"""Draw the pictures of the documents: every kind's first page, and what an archive gets."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from docgen import Engine, open_engine
from docgen.archive.bag import seal
from docgen.archive.bag_verify import verify_bag
from docgen.archive.entry import Entry, count_pages, document_path, facts_of, file_entry
from docgen.archive.report import write_report
from docgen.archive.volumes import Merge

HEIGHT, GAP = 760, 18
DOCS = Path(__file__).parent.parent / "docs"
DAY = date(2026, 12, 31)


def page_of(pdf: bytes, number: int = 0) -> Image.Image:
    """Return one page of a PDF, HEIGHT pixels high."""
    page = pypdfium2.PdfDocument(pdf)[number]
    return page.render(scale=HEIGHT / page.get_height()).to_pil().convert("L")


def draw(name: str, pages: list[Image.Image]) -> None:
    """Set pages side by side on grey and write them into `docs`."""
    width = sum(page.width + GAP for page in pages) + GAP
    sheet = Image.new("L", (width, HEIGHT + 2 * GAP), 200)
    left = GAP
    for page in pages:
        sheet.paste(page, (left, GAP))
        left += page.width + GAP
    DOCS.mkdir(exist_ok=True)
    sheet.quantize(32).save(DOCS / name, optimize=True)


def archive(engine: Engine, folder: Path) -> list[Image.Image]:
    """Seal the examples as a bag; return its report, and cover, contents and a page of a volume."""
    bag, entries = folder / "2026年度" / "bag", []
    for number, (name, kind) in enumerate(engine.catalogue.items(), start=1):
        content = engine.render(name, kind.schema.example, copy="archive").content
        facts = facts_of(engine.check(name, kind.schema.example, copy="archive"))
        path = document_path(f"{number:07d}", facts["dated_on"], "pdf")
        (bag / path).parent.mkdir(parents=True, exist_ok=True)
        (bag / path).write_bytes(content)
        file, pages = file_entry("pdf", path, content), count_pages(content)
        entries.append(
            Entry(
                number,
                f"{number:07d}",
                files=(file,),
                input_sha256=file.sha256,
                pages=pages,
                retention="30年",
                **facts,
            )
        )
    seal(bag, entries, engine, bagged_on=DAY, merge=Merge())
    report = write_report(engine, verify_bag(engine, bag), "2026年度/bag", DAY)
    volume = (bag / "data/volumes/000001.pdf").read_bytes()
    return [page_of(report), *(page_of(volume, number) for number in range(3))]


def main() -> None:
    """Draw all pictures."""
    engine = open_engine()
    examples = (engine.render(name, kind.schema.example) for name, kind in engine.catalogue.items())
    draw("pages.png", [page_of(example.content) for example in examples])
    with TemporaryDirectory() as folder:
        draw("archive.png", archive(engine, Path(folder)))


if __name__ == "__main__":
    main()
