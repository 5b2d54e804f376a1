"""Ask axe-core what of WCAG 2.2 AA a page misses: the answer has to be nothing."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
# Of two schemes of one page only the colours differ.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


def assert_accessible(page: Page, *, colours_only: bool = False) -> None:
    """Refuse a page on which axe finds anything, naming what and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = COLOURS if colours_only else OPTIONS
    found = page.evaluate("options => axe.run(options).then(each => each.violations)", options)
    told = [
        f"{each['id']}: {each['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]
    assert not told, "\n".join(told)
