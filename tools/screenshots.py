"""Take pictures of the main pages of an invented office in every way they are looked at.

The ones for the README go to docs/, all of them to out/screenshots/ to be looked at.
"""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from docgen import Settings, open_engine
from docgen.register import ledger
from docgen.register.database import Register
from docgen.register.ledger import LedgerFilter
from tests.browser.furnish import BUSY_CASE, LATE_CASE, NEW_CASE, PEOPLE, furnished_office
from tests.browser.office import PROGRAM, Office, serving
from tests.docgen.register.accounts import PASSWORD

ROOT = Path(__file__).parent.parent
ALL, SHOWN = ROOT / "out" / "screenshots", ROOT / "docs"
COLOURS = 128

DESK = {"width": 1366, "height": 768}
WAYS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "desk": {"viewport": DESK},
        "dark": {"viewport": DESK, "color_scheme": "dark"},
        "forced": {"viewport": DESK, "forced_colors": "active"},
        "zoom": {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2},
        "phone": {
            "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2,
            "is_mobile": True, "has_touch": True,
        },
        "print": {"viewport": {"width": 794, "height": 1123}},
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as somebody sees it; `shown` are the ways in which it stands in the README.

    `press` is a button under 更多 to press before looking.
    """

    name: str
    role: str
    path: str
    shown: tuple[str, ...] = ()
    press: str = ""


def shots(register: Register) -> Iterator[Shot]:
    """Yield what is worth looking at."""

    def document(kind: str) -> str:
        return f"/documents/{next(ledger.entries(register, LedgerFilter(kind=kind))).id}"

    yield Shot("sign-in", "", "/sign-in")
    yield Shot("start", "officer", "/", ("desk",))
    yield Shot("cases", "drafter", "/cases")
    yield Shot("case", "drafter", f"/cases/{NEW_CASE}")
    yield Shot("case-late", "officer", f"/cases/{LATE_CASE}")
    yield Shot("case-busy", "officer", f"/cases/{BUSY_CASE}")
    yield Shot("ledger", "archivist", "/documents", ("desk",))
    yield Shot("document", "officer", document("mediation_agreement"), ("desk",))
    yield Shot("document-void", "officer", document("referral_letter"))
    yield Shot("batches", "archivist", "/batches")
    yield Shot("verify", "officer", "/verify")
    yield Shot("overview", "officer", "/desk")
    yield Shot("admin", "admin", "/admin")
    yield Shot("people", "admin", "/admin/people")
    yield Shot("keys", "admin", "/admin/keys")
    yield Shot("house", "admin", "/admin/house")
    yield Shot("calendars", "admin", "/admin/calendars")
    yield Shot("account", "drafter", "/account")
    yield Shot("not-found", "drafter", "/nowhere")
    yield Shot("form-empty", "drafter", "/new/non_acceptance_notice")
    for kind in ("mediation_agreement", "site_inspection_record", "settlement_invoice"):
        shown = ("desk", "dark") if kind == "mediation_agreement" else ()
        name = "form" if shown else f"form-{kind}"
        yield Shot(name, "drafter", f"/new/{kind}", shown, press="看一份填好的示例")


def take(browser: Browser, office: Office, way: str) -> None:
    """Take every picture in one way of looking."""
    states: dict[str, Any] = {"": None}
    for role, person in PEOPLE.items():
        with browser.new_context(base_url=office.url) as context:
            context.request.post("/sign-in", form={"name": person, "password": PASSWORD})
            states[role.value] = context.storage_state()
    for shot in shots(office.register):
        with browser.new_context(
            base_url=office.url, locale="zh-CN", storage_state=states[shot.role], **WAYS[way]
        ) as context:
            page = context.new_page()
            page.goto(shot.path)
            if shot.press:
                page.get_by_text("更多", exact=True).click()
                page.get_by_role("button", name=shot.press).click()
            if way == "print":  # Buttons are not on paper, so they are pressed before.
                page.emulate_media(media="print")
            page.wait_for_load_state("networkidle")
            whole = way in ("phone", "zoom", "print")
            _keep(page.screenshot(full_page=whole), ALL / way / f"{shot.name}.png")
            if way in shot.shown:
                name = f"page-{shot.name}" + ("" if way == "desk" else f"-{way}")
                _keep(page.screenshot(scale="css"), SHOWN / f"{name}.png")


def _keep(content: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Serve, look, and put the pictures away; the ways to take may be named, one a word."""
    settings = Settings.from_env(os.environ | {"DOCGEN_DEMO": "1"})
    with (
        tempfile.TemporaryDirectory() as home,
        tempfile.TemporaryDirectory() as shared,
        serving(
            settings, furnished_office(settings, open_engine(settings), Path(shared)), Path(home)
        ) as office,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which(PROGRAM), args=["--no-sandbox", "--lang=zh-CN"]
        )
        for way in sys.argv[1:] or WAYS:
            take(browser, office, way)
        browser.close()


if __name__ == "__main__":
    main()
