"""One server and one browser for each half of the tests of the pages; signed-in pages to ask for.

`browse("officer")` gives a page that is signed in; what the browser complains about on it fails
the test, unless the test says with `watch_of(page).expect(...)` that it meant to.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from docgen import Settings
from docgen.register.actor import Role
from tests.browser.axe import assert_accessible
from tests.browser.furnish import PEOPLE
from tests.browser.office import PROGRAM, Office, serving
from tests.browser.pictures import Pictures
from tests.browser.watch import Watch
from tests.docgen.register.accounts import PASSWORD

HERE = Path(__file__).parent
PATIENCE = 15_000
DESK = {"width": 1366, "height": 768}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

# The modules of the second of the two groups; it takes about as long as the first.
SECOND = ("test_form.py",)

Browse = Callable[..., Page]
Axe = Callable[..., None]
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have two workers run everything here, each with one server, one browser; pictures come first.

    What a page shows depends on what others did before; a picture wants the office as furnished.
    Tests of one module stay together, those of single kinds take turns.
    """
    ours = [item for item in items if HERE in item.path.parents]
    kinds = 0
    for item in ours:
        group = item.path.name in SECOND
        if "kind" in getattr(getattr(item, "callspec", None), "params", {}):
            group, kinds = bool(kinds % 2), kinds + 1
        item.add_marker(pytest.mark.xdist_group(f"browser {1 + group}"))
    places = [place for place, item in enumerate(items) if item in ours]
    ours.sort(key=lambda item: "pictures" not in getattr(item, "fixturenames", ()))
    for place, item in zip(places, ours, strict=True):
        items[place] = item


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium without a window, which costs less than half of one that could have one.

    Its sandbox needs what a container may lack, and sees our pages only.
    """
    program = shutil.which(PROGRAM)
    assert program, f"no {PROGRAM}: run sh tools/system.sh tests"
    return {"executable_path": program, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def office(
    settings: Settings, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The invented office with its people and papers, its server running."""
    with serving(settings, furnished, tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="session")
def cookies(office: Office, browser: Browser) -> dict[Role, Any]:
    """What a browser keeps once each of the office's people has signed in."""
    kept = {}
    for role, name in PEOPLE.items():
        context = browser.new_context(base_url=office.url)
        form = {"name": name, "password": PASSWORD}
        answer = context.request.post("/sign-in", form=form, max_redirects=0)
        assert answer.status == 303
        kept[role] = context.storage_state()
        context.close()
    return kept


@pytest.fixture
def browse(office: Office, browser: Browser, cookies: dict[Role, Any]) -> Iterator[Browse]:
    """Give pages: `browse("drafter", color_scheme="dark")`, `browse()` for nobody in particular."""
    pages: list[Page] = []

    def open_page(role: str = "", **options: Any) -> Page:
        state = cookies[Role(role)] if role else None
        usual = {"base_url": office.url, "viewport": DESK, "locale": "zh-CN"}
        # A colour on its way to another would be seen half-way on a busy machine.
        options = usual | {"reduced_motion": "reduce"} | options
        context = browser.new_context(storage_state=state, **options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.watch = Watch(page)  # type: ignore[attr-defined]
        pages.append(page)
        return page

    yield open_page
    complaints = [each for page in pages for each in watch_of(page).complaints]
    for page in pages:
        page.context.close()
    assert not complaints, "\n".join(complaints)


def watch_of(page: Page) -> Watch:
    """Return who listens to a page that `browse` gave."""
    watch: Watch = page.watch  # type: ignore[attr-defined]
    return watch


@pytest.fixture
def drafter_page(browse: Browse) -> Page:
    return browse("drafter")


@pytest.fixture
def officer_page(browse: Browse) -> Page:
    return browse("officer")


@pytest.fixture
def archivist_page(browse: Browse) -> Page:
    return browse("archivist")


@pytest.fixture
def admin_page(browse: Browse) -> Page:
    return browse("admin")


@pytest.fixture
def axe() -> Axe:
    """Refuse a page on which axe-core finds anything amiss: `axe(page)`."""
    return assert_accessible


@pytest.fixture(scope="session")
def pictures(browser: Browser) -> Pictures:
    """Compare with a kept picture: `pictures.assert_like(page, "start")`."""
    return Pictures(browser)
