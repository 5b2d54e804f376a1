"""From the list of a platform to an issued registration form, through the page alone."""

from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter
from playwright.sync_api import expect
from sqlalchemy import select

from docgen.register.tables import documents
from tests.browser.conftest import PHONE, Axe, Browse
from tests.browser.office import Office
from tests.browser.typist import fill

HEADINGS = (
    "工单编号", "工单类型", "标题", "诉求描述", "来电人", "来电号码", "被反映区", "被反映街乡镇",
    "来电时间", "企业名称", "办理期限",
)  # fmt: skip
FIRST = datetime(2026, 7, 16, 8)


def list_of_orders(path: Path, amount: int) -> None:
    """Write a list as a platform does: a merged line above the headings, days in words."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("导出")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "导出说明：本表由系统生成")
        sheet.write_row(2, 0, HEADINGS)
        for at in range(amount):
            received = FIRST + timedelta(minutes=20 * at)
            words = f"{received:%Y年%m月%d日} 上午{received.hour}点"
            sheet.write_row(3 + at, 0, (
                f"PT{at:012}", ("投诉", "举报", "咨询")[at % 3], "某健身房拒绝退还预付款",
                "2026年7月2日在该店预付3,000.00元，店家拒绝退款。", "舒望", f"1390000{at:04}",
                "示例区", "和平路", words if received.hour < 12 else f"{received:%Y-%m-%d %H:%M}",
                "示例市优康商贸有限公司", f"{received + timedelta(days=7):%Y-%m-%d %H:%M}",
            ))  # fmt: skip


def test_a_clerk_enters_a_list_of_two_hundred_and_issues_the_form_of_a_complaint(
    browse: Browse, axe: Axe, office: Office, tmp_path: Path
) -> None:
    """One column is put right; what the order says is typed nowhere again."""
    exported = tmp_path / "平台导出.xlsx"
    list_of_orders(exported, 200)
    page = browse("officer")
    page.goto("/orders")
    axe(page)
    page.get_by_role("link", name="导入工单表").click()
    axe(page)
    page.get_by_label("来源").select_option(label="全国12315平台")
    page.set_input_files("#list", exported)
    page.get_by_role("button", name="下一步").click()
    text = page.get_by_label("诉求描述")
    expect(text).to_have_value("")
    axe(page)
    text.select_option(label="主要内容")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("row", name="新登记")).to_contain_text("200 件")
    axe(page)
    page.get_by_role("link", name="看待处理的工单").click()
    expect(page.get_by_role("table")).to_contain_text("待处理 200 件")
    axe(page)
    page.set_viewport_size(PHONE["viewport"])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("link", name="PT000000000000").click()
    axe(page)
    page.get_by_label("案卷编号").fill("2026-12315-1")
    page.get_by_role("button", name="填写投诉登记表").click()
    asked = {
        "register_number": "TS-2026-0720-001", "channel": "other",
        "complainant": {"address": "示例市示例区文昌巷12号"},
        "requests": "退还预付款3,000.00元。",
    }  # fmt: skip
    fill(page, asked, at_once=True)
    page.get_by_role("button", name="出具…").click()
    page.get_by_role("button", name="确认出具").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("投诉登记表")
    column = documents.c
    with office.register.reading() as connection:
        said = connection.scalar(select(column.payload).where(column.case_ref == "2026-12315-1"))
    for typed_by_the_platform in ("PT000000000000", "舒望", "13900000000", "2026-07-16T08:00"):
        assert typed_by_the_platform in said
    # What the case holds is not offered again.
    page.goto("/orders/national_12315/PT000000000000")
    expect(page.get_by_role("link", name="投诉登记表")).to_be_visible()
    expect(page.get_by_role("button", name="填写投诉登记表")).to_have_count(0)
    # The same list once more doubles nothing, and its column is known.
    page.goto("/orders/lists")
    page.get_by_label("来源").select_option(label="全国12315平台")
    page.set_input_files("#list", exported)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("诉求描述")).to_have_value("text")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("row", name="没有变化")).to_contain_text("200 件")
