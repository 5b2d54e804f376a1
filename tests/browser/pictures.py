"""Compare how a page looks with how it looked; `DOCGEN_ACCEPT=1` takes the new look as right."""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

from docgen import Engine

FOLDER = Path(__file__).parent / "pictures"
FACES = FOLDER / "faces.txt"
ACCEPT = bool(os.environ.get("DOCGEN_ACCEPT"))
# Pictures are kept at half their size in few colours: enough to see that something moved.
SCALE, COLOURS = 2, 32
# A pixel counts as different from this much of 255 on; so many of a thousand may be.
THRESHOLD, TOLERATED = 56, 4


class Pictures:
    """The reference pictures, good for one set of fonts."""

    def __init__(self, engine: Engine) -> None:
        self._digest = engine.faces.digest

    def assert_like(
        self, page: Page, name: str, *, mask: Sequence[Locator] = (), whole: bool = False
    ) -> None:
        """Compare a window, or the `whole` page, with the picture `name`; leave out `mask`."""
        shot = page.screenshot(
            animations="disabled", caret="hide", full_page=whole, mask=list(mask), scale="css"
        )
        seen = _small(Image.open(io.BytesIO(shot)))
        path = FOLDER / f"{name}.png"
        if ACCEPT:
            FOLDER.mkdir(exist_ok=True)
            FACES.write_text(self._digest + "\n", "ascii")
            seen.quantize(COLOURS).save(path, optimize=True)
        if FACES.read_text("ascii").strip() != self._digest:
            pytest.skip("other font packages than those the pictures were made with")
        with Image.open(path) as kept:
            before = kept.convert("RGB")
        assert before.size == seen.size, f"{name} has another size: {before.size}, {seen.size}"
        difference = ImageChops.difference(before, seen).convert("L")
        changed = sum(difference.histogram()[THRESHOLD:])
        most = seen.width * seen.height * TOLERATED // 1000
        assert changed <= most, f"{name}: {changed} pixels look different, {most} may"


def _small(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").reduce(SCALE)
