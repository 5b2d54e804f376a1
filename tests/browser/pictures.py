"""Compare how a page looks with how it looked; `DOCGEN_ACCEPT=1` takes the new look as right."""

import io
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page

FOLDER = Path(__file__).parent / "pictures"
DRAWN_WITH = FOLDER / "drawn_with.txt"
ACCEPT = bool(os.environ.get("DOCGEN_ACCEPT"))
# Pictures are kept at half their size in few colours: enough to see that something moved.
SCALE, COLOURS = 2, 32
# A pixel counts as different from this much of 255 on; so many of a thousand may be.
THRESHOLD, TOLERATED = 56, 4


class Pictures:
    """The reference pictures, good for one set of fonts and one drawing program."""

    def __init__(self, browser: Browser) -> None:
        families = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Mono CJK SC")
        pattern = "%{file|basename} %{fontversion}\n"
        fonts = [
            subprocess.run(
                ["fc-match", "-f", pattern, family], check=True, capture_output=True, text=True
            ).stdout
            for family in families
        ]
        self._drawn_with = f"chromium {browser.version.split('.')[0]}\n{''.join(fonts)}"

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
            DRAWN_WITH.write_text(self._drawn_with, "utf-8")
            seen.quantize(COLOURS).save(path, optimize=True)
        if DRAWN_WITH.read_text("utf-8") != self._drawn_with:
            pytest.skip("other fonts or another browser than those the pictures were made with")
        with Image.open(path) as kept:
            before = kept.convert("RGB")
        assert before.size == seen.size, f"{name} has another size: {before.size}, {seen.size}"
        difference = ImageChops.difference(before, seen).convert("L")
        changed = sum(difference.histogram()[THRESHOLD:])
        most = seen.width * seen.height * TOLERATED // 1000
        assert changed <= most, f"{name}: {changed} pixels look different, {most} may"


def _small(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").reduce(SCALE)
