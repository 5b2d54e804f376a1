"""Draw the pictures of the guide to templates: `python -m tools.template_pictures`.

A shipped Word template is changed as the guide says, laid out by LibreOffice before and after, and
tried; the report of the trial is looked at in a browser. Needs LibreOffice and Chromium.
"""

import io
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from docgen import Settings
from docgen.engine import assemble
from docgen.look.trial import touched, try_kind
from docgen.look.trial_report import report_of
from docgen.proof.given import with_folder
from docgen.settings import shipped
from tests.browser.office import PROGRAM

KIND, PLACE = "settlement_invoice", "{0}/contract/settlement_invoice.{0}"
OLD, NEW = "二、结算金额", "二、本期结算金额"
DOCS = Path(__file__).parent.parent / "docs"
WIDTH, GAP, COLOURS = 620, 16, 64


def change(folder: Path) -> Path:
    """Copy both templates of the kind into a folder and change the same words in each."""
    for form in ("docx", "html"):
        path = folder / PLACE.format(form)
        path.parent.mkdir(parents=True)
        shutil.copy(shipped("templates") / PLACE.format(form), path)
    page, word = (folder / PLACE.format(form) for form in ("html", "docx"))
    page.write_text(page.read_text("utf-8").replace(OLD, NEW), "utf-8")
    document = docx.Document(str(word))
    cells = (each for table in document.tables for each in table._cells)
    for paragraph in (
        *document.paragraphs,
        *(each for cell in cells for each in cell.paragraphs),
    ):
        for run in paragraph.runs:
            run.text = run.text.replace(OLD, NEW) if OLD in run.text else run.text
    document.save(str(word))
    return word


def pages_of(word: Path, folder: Path) -> list[Image.Image]:
    """Return the pages of a Word file as LibreOffice lays them out."""
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
    pdf = pypdfium2.PdfDocument((folder / word.name).with_suffix(".pdf").read_bytes())
    return [page.render(scale=WIDTH / page.get_width()).to_pil().convert("L") for page in pdf]


def side_by_side(name: str, pages: list[Image.Image], part: tuple[float, float]) -> None:
    """Set the same part of pages side by side on grey."""
    cut = [
        page.crop((0, int(page.height * part[0]), page.width, int(page.height * part[1])))
        for page in pages
    ]
    height = max(page.height for page in cut)
    sheet = Image.new("L", (sum(page.width + GAP for page in cut) + GAP, height + 2 * GAP), 190)
    for at, page in enumerate(cut):
        sheet.paste(page, (GAP + at * (page.width + GAP), GAP))
    write(name, sheet)


def write(name: str, picture: Image.Image) -> None:
    """Write a picture into `docs`, small."""
    picture.quantize(COLOURS).save(DOCS / name, optimize=True)


def main() -> None:
    """Draw all pictures."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        changed = change(folder / "changed")
        before = pages_of(shipped("templates") / PLACE.format("docx"), folder)
        after = pages_of(changed, folder)
        at = next(at for at, pair in enumerate(zip(before, after, strict=True)) if differ(*pair))
        side_by_side("template-word.png", [before[at], after[at]], (0.05, 0.6))
        report = folder / "report.html"
        engine = assemble(Settings.from_env({"HOME": str(Path.home())}))
        with with_folder(engine, folder / "changed") as then:
            trials = [try_kind(engine, then, name) for name in touched(engine, then)]
        report.write_text(report_of(trials), "utf-8")
        with sync_playwright() as player:
            browser = player.chromium.launch(
                executable_path=shutil.which(PROGRAM), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1100, "height": 900})
            page.goto(report.as_uri())
            write("template-try.png", Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
            browser.close()


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether two pages are not the same."""
    return one.tobytes() != other.tobytes()


if __name__ == "__main__":
    main()
