"""A complaint and a report from the first call to the closed file, in the hands of one officer.

What each paper says beside its kind's example is told where both journeys go without a browser, too
(`tests/api/test_complaint_journeys.py`); here it is typed. Into a form goes only what the page of
the case has not brought along: whatever papers share is typed once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from docgen import Engine
from docgen.register.case_file import start_from_case
from tests.api.test_complaint_journeys import (
    ACCEPTED,
    AGREEMENT,
    COMPLAINANT,
    REGISTERED,
    SUMMONED,
    Step,
    fed_back,
    payload_for,
)
from tests.browser.furnish import OFFICER
from tests.browser.office import Office
from tests.browser.test_journeys import PACE
from tests.browser.typist import fill, leaves

# What every control of a form holds, by its name; a box that is not ticked holds nothing.
SHOWN = """all => Object.fromEntries(Object.entries(Object.groupBy(
  all.filter((each) => !["radio", "checkbox"].includes(each.type) || each.checked),
  (each) => each.name,
)).map(([name, controls]) => [name, controls.map((each) => each.value)]))"""

AGREED = (
    REGISTERED, ACCEPTED, *SUMMONED, AGREEMENT,
    fed_back("2026-07-06", "agreed", "双方达成调解协议，被投诉人于2026年7月20日前退还预付款。"),
)  # fmt: skip
REPORTER = "柏以宁"
PARTY = {
    "party_type": "enterprise", "business_name": "示例市鲜客来食品超市", "representative": "祝怀瑾",
    "credit_code": "91999900MAK7R2BX4N", "address": "示例市示例区文化路12号",
}  # fmt: skip
NOT_FILED = (
    Step("report_registration_form", "2026-06-16", {}),
    Step("case_filing_approval_form", "2026-07-01", {}, {"party": PARTY}),
    Step("report_result_notice", "2026-07-02", {}, reached=(REPORTER,)),
)
# What a clerk would have to type again and again if papers took nothing over.
OF_THE_COMPLAINT = (
    COMPLAINANT, "13900002041", "示例市示例区文昌巷12号4单元602室", "1999900002026061000204",
    "示例市优康商贸有限公司拒绝退还按摩椅预付款",
)  # fmt: skip
OF_THE_REPORT = (REPORTER, "示例市鲜客来食品超市涉嫌销售超过保质期的酸牛奶", "91999900MAK7R2BX4N")


@dataclass
class Clerk:
    """An officer at the pages of one case, and every value that was typed so far."""

    page: Page
    office: Office
    engine: Engine
    case_ref: str
    typed: list[str] = field(default_factory=list)

    def begin(self, event: str, on: str) -> None:
        """Enter a new case with the day its periods run from."""
        page = self.page
        page.goto("/cases")
        page.get_by_text("登记新来的案件").click()
        new = page.locator('form[action="/cases"]')
        new.locator('[name="case_ref"]').fill(self.case_ref)
        new.locator('[name="event"]').select_option(event)
        new.locator('[name="on"]').fill(on)
        new.get_by_role("button", name="登记").click()
        expect(page.get_by_role("heading", name=self.case_ref)).to_be_visible()

    def make(self, step: Step) -> None:
        """Follow the link of the case, type what its form lacks, issue it, tell whom it reached."""
        page = self.page
        # What comes next is among all other papers again.
        link = page.locator(f'a[href^="/new/{step.kind}?"]').first
        if not link.is_visible():
            page.get_by_text("其他文书").click()
        with page.expect_navigation():
            link.click()
        known = start_from_case(
            self.office.register, self.engine.catalogue, step.kind, self.case_ref, actor=OFFICER
        )
        shown = page.locator(".form :is(input, textarea, select)").evaluate_all(SHOWN)
        left = {
            name: value
            for name, value in leaves(payload_for(self.engine, step, known))
            if not stands(shown, name, value)
        }
        self.typed += [str(value) for value in left.values()]
        fill(page, left, delay=PACE, saved=False)
        with page.expect_navigation():
            page.get_by_role("button", name="出具…").click()
        assert not page.locator("#summary li").count(), page.locator("#summary").inner_text()
        page.get_by_role("button", name="确认出具").click()
        page.wait_for_url(re.compile("/documents/"))
        for name in step.reached:
            # Open by itself while somebody has not got it; who must have it is there to be ticked.
            if page.locator("#deliver").get_attribute("open") is None:
                page.locator("summary", has_text="登记送达").click()
            page.locator('[name="method"]').select_option("post")
            ticked = page.locator("#deliver").get_by_label(name, exact=True)
            if ticked.count():
                ticked.check()
            else:
                page.locator('#deliver :is([name="other"], [name="recipient"])').fill(name)
            page.locator('[name="delivered_on"]').fill(step.on)
            with page.expect_navigation():
                page.get_by_role("button", name="登记", exact=True).click()
            expect(page.locator(".done")).to_contain_text("已登记送达")
        page.get_by_role("link", name=self.case_ref).click()
        for day in {*step.due.values()}:
            expect(page.get_by_role("region", name="期限")).to_contain_text(f"法定 {day}")

    def close(self) -> None:
        """Close the file, in which nothing is left to do."""
        expect(self.page.get_by_text("没有未办结的期限")).to_be_visible()
        self.page.get_by_role("button", name="结案").click()
        expect(self.page.get_by_text("已经结案，不再计算期限")).to_be_visible()


def stands(shown: Mapping[str, list[str]], name: str, value: Any) -> bool:
    """Tell whether a form shows a value already, a list as boxes that are ticked or as rows."""
    if isinstance(value, list):
        rows = [each for index in range(len(value)) for each in shown.get(f"{name}.{index}", [])]
        return [str(each) for each in value] in (shown.get(name), rows)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return shown.get(name, [])[-1:] == [text]


def test_a_complaint_that_is_agreed_on_is_typed_once_and_its_file_closed(
    officer_page: Page, office: Office, engine: Engine
) -> None:
    clerk = Clerk(officer_page, office, engine, "2026-0610-B01")
    clerk.begin("received_on", REGISTERED.on)
    for step in AGREED:
        clerk.make(step)
    clerk.close()
    assert {each: clerk.typed.count(each) for each in OF_THE_COMPLAINT} == dict.fromkeys(
        OF_THE_COMPLAINT, 1
    )


def test_a_report_that_is_not_filed_is_typed_once_and_its_result_told(
    officer_page: Page, office: Office, engine: Engine
) -> None:
    clerk = Clerk(officer_page, office, engine, "2026-0616-B02")
    clerk.begin("report_received_on", "2026-06-16")
    for step in NOT_FILED:
        clerk.make(step)
    clerk.close()
    assert {each: clerk.typed.count(each) for each in OF_THE_REPORT} == dict.fromkeys(
        OF_THE_REPORT, 1
    )
