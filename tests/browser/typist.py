"""Type a case into a form as a person does: field by field, row by row, key by key, or at once."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

# Milliseconds between two keys: a quick hand; 0 puts texts in at once, as pasting does.
DELAY = 8
# Puts every value in that its fields show for, within the page; returns those that are left.
AT_ONCE = Path(__file__).with_name("at_once.js").read_text("utf-8")
# Milliseconds from one character of a text to the next.
Pace = Callable[[str], float]


def fill(
    page: Page,
    payload: Mapping[str, Any],
    *,
    photos: Path | None = None,
    delay: float | Pace = DELAY,
    at_once: bool = False,
    saved: bool = True,
) -> None:
    """Fill the form on `page` with a payload, its photos taken from the folder `photos`.

    What only shows once something else is chosen is filled when it shows; the document number is
    the register's to give. `at_once` spares the hand: the same events, fired within the page.
    Waits until the draft is `saved`. Fails on a value that no field of the form takes.
    """
    waiting = [(name, value) for name, value in leaves(payload) if name != "document_number"]
    pace: Pace = delay if callable(delay) else lambda _: delay
    _add_photos(page, payload, photos)
    while waiting:
        left: list[tuple[str, Any]]
        if at_once:
            left = [(name, value) for name, value in page.evaluate(AT_ONCE, waiting)]
        else:
            left = [(name, value) for name, value in waiting if not _enter(page, name, value, pace)]
        assert len(left) < len(waiting), f"no field shows for {[name for name, _ in left]}"
        waiting = left
    if saved:
        expect(page.locator("#saved")).to_contain_text("草稿已保存")


def begin(page: Page, kind: str) -> str:
    """Begin a draft with the example of a kind and open it."""
    page.goto(f"/new/{kind}")
    token = page.locator('input[name="csrf"]').first.get_attribute("value")
    form = {"csrf": token or ""}
    answer = page.context.request.post(f"/new/{kind}/example", form=form, max_redirects=0)
    page.goto(answer.headers["location"])
    return page.url


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every single value of a payload with its dotted name; lists of choices come whole."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from leaves(below, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple) and name:
        if any(isinstance(each, Mapping) for each in value):
            for index, below in enumerate(value):
                yield from leaves(below, f"{name}.{index}")
        else:
            yield name, list(value)
    elif value is not None:
        yield name, value


def _enter(page: Page, name: str, value: Any, pace: Pace) -> bool:
    """Fill one field if it shows; a list is ticked where it can be, else typed row by row."""
    if isinstance(value, list):
        ticked = page.locator(f'input[type="checkbox"][name="{name}"]').count() > 0
        done = [
            _tick(page, name, str(each)) if ticked else _enter(page, f"{name}.{index}", each, pace)
            for index, each in enumerate(value)
        ]
        return all(done)
    _make_rows(page, name)
    field = page.locator(f'[name="{name}"]')
    if not field.count():
        return False
    _unfold(field.first)
    kind = field.first.get_attribute("type")
    if kind == "hidden":
        return True  # The name of a photo, which its file has brought.
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "radio":
        return _tick(page, name, text)
    shown = field.is_visible()
    if shown and kind == "checkbox":
        field.set_checked(bool(value))
    elif shown:
        _write(field, text, pace(text))
    return shown


def _write(field: Locator, value: str, delay: float) -> None:
    if field.evaluate("each => each.tagName") == "SELECT":
        codes = field.locator("option").evaluate_all("all => all.map(each => each.value)")
        if value in codes:
            field.select_option(value)
        else:
            field.select_option(label=value)
    elif field.input_value() != value:
        field.fill("" if delay else value)
        if delay:
            field.press_sequentially(value, delay=delay)


def _tick(page: Page, name: str, code: str) -> bool:
    box = page.locator(f'[name="{name}"][value="{code}"]')
    if not box.count() or not box.is_visible():
        return False
    box.check()
    return True


def _make_rows(page: Page, name: str) -> None:
    """Add rows until the one a name lies in is there."""
    steps = name.split(".")
    for place, step in enumerate(steps):
        if not step.isdigit():
            continue
        rows = ".".join(steps[:place])
        box = page.locator(f'[data-rows="{rows}"]')
        if not box.count():
            return
        add = box.locator(f'button[value="add:{rows}"]')
        while box.locator(":scope > .rows-list > li").count() <= int(step):
            if not add.is_visible():
                return
            add.click()


def _unfold(field: Locator) -> None:
    for part in field.locator("xpath=ancestor::details[not(@open)]").all():
        if part.is_visible():
            part.locator("> summary").click()


def _add_photos(page: Page, payload: Mapping[str, Any], folder: Path | None) -> None:
    for name, rows in payload.items():
        field = page.locator(f'input[type="file"][name="{name}.files"]')
        if folder is None or not field.count():
            continue
        files = [folder / row["file"] for row in rows]
        field.set_input_files(files)
        expect(page.locator(f'[data-rows="{name}"] .rows-list > li')).to_have_count(len(files))
