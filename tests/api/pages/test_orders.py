"""工单: a list comes in, its columns put right once; an order becomes a case; masked or untold."""

import io
import time
from urllib.parse import quote

import openpyxl
import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from docgen.register import drafts as drafts_kept
from docgen.register.database import Register
from docgen.register.order_mappings import mapping_of
from docgen.register.tables import cases, drafts, orders
from tests.api.pages.conftest import Browser, Desk
from tests.browser.furnish import OFFICER

HEADINGS = (
    "单号", "来电时间", "工单类型", "标题", "主要内容", "客户", "联系电话", "联系电话", "被反映区",
    "企业名称", "办理期限",
)  # fmt: skip
ORDERS = (
    ("GD-1", "2026年7月16日 下午3点", "投诉", "某店拒退订金", "7月1日预付800元后店家拒退。",
     "纪安然",
     "13900002041", "", "示例区", "示例市优康商贸有限公司", "2026-07-22"),
    ("GD-2", "2026-07-17 09:00", "举报", "某超市售过期奶", "货架上有过期酸奶。", "柏以宁",
     "", "13900003021", "示例区", "示例市鲜客来食品超市", "2026-07-19"),
    ("GD-3", "2026-07-18 10:00", "咨询", "咨询发票", "怎样开票", "舒望"),
    ("GD-4", "昨天", "投诉", "日期不对", "内容", "舒望"),
)  # fmt: skip
LIST = "\n".join(("导出说明：系统生成", ",".join(HEADINGS), *(",".join(each) for each in ORDERS)))


def upload(
    browser: Browser, text: str, name: str = "工单.csv", system: str = "national_12315"
) -> str:
    sent = FileStorage(io.BytesIO(text.encode("gb18030")), name)
    answer = browser.send("/orders/lists", "/orders/lists", list=sent, system=system)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def columns(page: str) -> dict[str, str]:
    """Return what the page takes each heading for."""
    found = {}
    for row in page.split('name="heading" value="')[1:]:
        chosen = row.split("selected>", 1)
        own = row.split("</select>")[0]
        found[row.split('"')[0]] = chosen[1].split("<")[0] if "selected>" in own else ""
    return found


def confirm(browser: Browser, place: str, **meant: str) -> str:
    """Put headings right, enter the list, wait for its end; return the page."""
    headings = columns(browser.get(place).text)
    names = {words: code for code, words in _codes(browser.get(place).text).items()}
    chosen = [meant.get(name, names.get(words, "")) for name, words in headings.items()]
    answer = browser.forge(place, **browser.token(place), heading=[*headings], column=chosen)
    assert answer.status_code == 303, answer.text
    for _ in range(200):
        page = browser.get(place).text
        if "hx-trigger" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the list is not entered")


def _codes(page: str) -> dict[str, str]:
    whole = page.split("<select")[1].split("</select>", maxsplit=1)[0]
    options = whole.split('<option value="')[1:]
    return {each.split('"')[0]: each.split(">")[1].split("<")[0] for each in options}


@pytest.fixture
def imported(desk: Desk) -> Browser:
    """An archivist who has entered the list of a platform, one heading put right."""
    archivist = desk("archivist")
    confirm(archivist, upload(archivist, LIST), 客户="caller", 单号="number")
    return archivist


def test_a_list_is_looked_at_put_right_once_and_entered_with_its_faults_marked(
    desk: Desk, register: Register
) -> None:
    archivist = desk("archivist")
    place = upload(archivist, LIST)
    seen = archivist.get(place).text
    assert columns(seen)["单号"] == ""
    assert columns(seen)["来电时间"] == "来电时间"
    assert columns(seen)["联系电话（2）"] == columns(seen)["联系电话"] == "来电人电话/账号"
    assert "2026年7月16日 下午3点" in seen
    refused = archivist.forge(
        place, **archivist.token(place), heading=["单号", "标题"], column=["", "title"]
    )
    assert refused.status_code == 422
    assert "请说明哪一列是“工单编号”" in refused.text
    done = confirm(archivist, place, 客户="caller", 单号="number")
    assert '新登记</th><td role="cell">3 件' in done
    assert "第 6 行：“来电时间”看不出是哪一天、几点" in done
    book = openpyxl.load_workbook(io.BytesIO(archivist.get(f"{place}/errors.xlsx").data))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["单号", "来电时间"]
    faulty = sheet["B3"]
    assert faulty.value == "昨天"
    assert faulty.fill.fgColor.rgb == "FFFFC7CE"
    assert faulty.comment
    assert "看不出是哪一天" in faulty.comment.text
    assert sheet.max_row == 3
    # The next list of the same source is understood by itself; of another it is not.
    again = columns(archivist.get(upload(archivist, LIST)).text)
    assert (again["单号"], again["客户"]) == ("工单编号", "来电人")
    other = upload(archivist, LIST, system="mail")
    assert columns(archivist.get(other).text)["客户"] == ""
    assert mapping_of(register, "national_12315").encoding == "gb18030"
    with register.reading() as connection:
        row = connection.execute(select(orders).where(orders.c.number == "GD-2")).one()
    assert (row.caller, row.caller_phone) == ("柏以宁", "13900003021")


def test_an_order_begins_a_form_that_holds_all_it_says_in_a_case_of_its_own(
    imported: Browser, desk: Desk, register: Register
) -> None:
    officer = desk("officer")
    waiting = officer.get("/orders").text
    assert waiting.index("GD-2") < waiting.index("GD-1") < waiting.index("GD-3")
    assert "已逾期 1 天" in waiting
    place = "/orders/national_12315/GD-1"
    assert 'value="complaint_registration_form" class="primary"' in officer.get(place).text
    begun = officer.send(place, kind="complaint_registration_form", case_ref="2026-0801")
    assert begun.status_code == 303
    form = officer.get(begun.headers["Location"]).text
    for value in ("纪安然", "13900002041", "示例市优康商贸有限公司", "GD-1", "2026-07-16 15:00",
                  "某店拒退订金", "7月1日预付800元后店家拒退。"):  # fmt: skip
        assert value in form
    assert "工单上的内容已经填好" in form
    with register.reading() as connection:
        known = connection.scalar(select(cases.c.fields).where(cases.c.case_ref == "2026-0801"))
        draft = connection.execute(select(drafts)).one()
    assert known["received_on"] == "2026-07-16"
    assert known["order_references"] == [{"system": "national_12315", "number": "GD-1"}]
    assert (draft.kind, draft.case_ref) == ("complaint_registration_form", "2026-0801")
    # A second press finds the draft; the order waits no more and stays in its case.
    again = officer.send(place, kind="complaint_registration_form", case_ref="2026-0801")
    assert again.headers["Location"] == begun.headers["Location"]
    elsewhere = officer.send(place, kind="order_return_application", case_ref="2026-0999")
    assert elsewhere.status_code == 422
    assert "已归入案卷 2026-0801" in elsewhere.text
    assert "GD-1" not in officer.get("/orders").text
    assert "GD-1" in officer.get("/orders", view="begun").text
    assert "余" in officer.get("/cases").text


def test_an_order_put_into_the_wrong_case_waits_again_and_leaves_nothing_there(
    imported: Browser, desk: Desk, register: Register
) -> None:
    officer, place = desk("officer"), "/orders/national_12315/GD-1"
    begun = officer.send(place, kind="complaint_registration_form", case_ref="2026-0802")
    refused = officer.send(place, act="release")
    assert refused.status_code == 422
    assert "写错的草稿请先删除" in refused.text
    draft = begun.headers["Location"].split("?")[0]
    drafts_kept.remove(register, draft.split("/")[-1], actor=OFFICER)
    assert "退回待处理" in officer.get(place).text
    assert officer.send(place, act="release").status_code == 303
    assert "GD-1" in officer.get("/orders").text
    with register.reading() as connection:
        left = select(cases.c.case_ref).where(cases.c.case_ref == "2026-0802")
        assert connection.scalar(left) is None
    assert officer.get(draft).status_code == 404


def test_who_may_not_know_a_reporter_is_told_nothing_and_names_are_masked_for_drafters(
    imported: Browser, desk: Desk
) -> None:
    drafter = desk("drafter")
    assert "导入工单表" not in drafter.get("/orders").text
    assert drafter.get("/orders/lists").status_code == 403
    untold = drafter.get("/orders/national_12315/GD-2").text
    assert not [each for each in ("柏以宁", "过期奶", "13900003021", "鲜客来") if each in untold]
    assert "由办理举报的人员登记" in untold
    forced = drafter.forge(
        "/orders/national_12315/GD-2", **drafter.token("/orders/national_12315/GD-1"),
        kind="complaint_registration_form", case_ref="X-1",
    )  # fmt: skip
    assert forced.status_code == 403
    masked = drafter.get("/orders/national_12315/GD-1").text
    assert "纪安然" not in masked
    assert "13900002041" not in masked
    assert "填写举报登记表" not in masked
    assert "GD-2" not in drafter.get("/orders", q="鲜客来").text
    assert "GD-2" in desk("officer").get("/orders", q="鲜客来").text
    assert "GD-1" not in drafter.get("/orders", q="纪安然").text
    assert desk("officer").get("/orders/national_12315/" + quote("没有")).status_code == 404


def test_what_is_no_list_is_refused_with_a_way_on(desk: Desk) -> None:
    archivist = desk("archivist")
    for content, name, words in (
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "导出.xls", "另存为"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "导出.xlsx", "另存为"),
        (b"PK no workbook", "导出.xlsx", "工单表.xlsx"),
        ("只有一列\n甲\n".encode(), "导出.csv", "没有找到"),
    ):
        sent = FileStorage(io.BytesIO(content), name)
        answer = archivist.send("/orders/lists", "/orders/lists", list=sent, system="mail")
        assert answer.status_code == 422
        assert words in answer.text
    assert archivist.send("/orders/lists", "/orders/lists", system="mail").status_code == 422
    # A new workbook by the old name is one all the same.
    book = openpyxl.Workbook()
    for at, heading in enumerate(("工单编号", "来电时间"), start=1):
        book.active.cell(1, at, heading)  # type: ignore[union-attr]
    content = io.BytesIO()
    book.save(content)
    sent = FileStorage(io.BytesIO(content.getvalue()), "导出.xls")
    answer = archivist.send("/orders/lists", "/orders/lists", list=sent, system="mail")
    assert answer.status_code == 303
    assert archivist.get("/orders/lists/" + "0" * 32).status_code == 404
