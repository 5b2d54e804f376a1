"""Orders of other systems: read from real headings, once each, every refused row named."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from docgen.clock import BEIJING
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.issued import NotAllowedError
from docgen.register.order_cells import CellError, moment, words
from docgen.register.order_headings import HEADINGS
from docgen.register.order_import import OrderFileError, import_orders
from docgen.register.order_mappings import keep_mapping
from docgen.register.orders import Taken, orders_between
from docgen.register.tables import orders
from docgen.spreadsheet.raw import SheetError
from tests.docgen.register.accounts import CONSOLE, trail

HOTLINE = (
    "工单编号", "工单类型", "问题分类", "标签", "标题", "主要内容", "工单状态", "来电人",
    "来电人电话/账号", "被反映区", "被反映街乡镇", "办理结果", "回复内容", "处理受理方式",
    "主办单位", "来电时间", "办结时间", "企业名称", "是否解决", "是否满意", "工单性质",
    "村/社区", "小区点位",
)  # fmt: skip


def put(path: Path, *rows: object, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(map(str, rows)), encoding)
    return path


def numbers(register: Register) -> list[str]:
    with register.reading() as connection:
        return [*connection.scalars(select(orders.c.number).order_by(orders.c.number))]


def beijing(*when: int) -> datetime:
    return datetime(*when, tzinfo=BEIJING)


def test_an_export_of_the_hotline_is_taken_in_below_a_line_of_explanation(
    register: Register, tmp_path: Path
) -> None:
    """A workbook as the platform writes it: title above, dates as cells and as words."""
    path = tmp_path / "导出.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("工单")
        sheet.write(0, 0, "导出说明：本表由系统生成")
        sheet.write_row(2, 0, HOTLINE)
        for at, received in enumerate(("2026年6月20日 下午3点", "2026-06-21 08:05:30"), start=3):
            row = dict.fromkeys(HOTLINE, "")
            row |= {
                "工单编号": f"20260620000{at}", "工单类型": "投诉", "来电时间": received,
                "问题分类": "消费->预付款->退款", "是否解决": "部分解决", "工单性质": "主办",
            }  # fmt: skip
            sheet.write_row(at, 0, [*row.values(), "多出来的一格"])
    done = import_orders(register, path, "hotline_12345", actor=CONSOLE)
    assert (done.taken, done.refused) == (Taken(added=2), [])
    first, second = orders_between(register, date(2026, 6, 1), date(2026, 6, 30))
    assert first.received_at == beijing(2026, 6, 20, 15)
    assert second.received_at == beijing(2026, 6, 21, 8, 5, 30)
    assert (first.topic, first.solved, first.title) == ("消费->预付款->退款", "部分解决", None)
    assert trail(register)[-1][1:] == (
        "import_orders",
        {"system": "hotline_12345", "added": 2, "changed": 0},
    )


def test_the_same_order_twice_is_one_and_a_later_export_adds_what_it_says(
    register: Register, tmp_path: Path
) -> None:
    export = put(tmp_path / "a.csv", "工单编号,来电时间,标题", "1,2026-06-01,甲", "1,2026-06-01,甲")
    assert import_orders(register, export, "hotline_12345", actor=CONSOLE).taken == Taken(1, 0, 1)
    assert import_orders(register, export, "hotline_12345", actor=CONSOLE).taken == Taken(
        0, 0, 1 + 1
    )
    # Another system's number is another order's.
    assert import_orders(register, export, "national_12315", actor=CONSOLE).taken == Taken(1, 0, 1)
    later = put(tmp_path / "b.csv", "工单编号,推送时间,标题", "1,2026-06-02 09:00,")
    assert import_orders(register, later, "hotline_12345", actor=CONSOLE).taken == Taken(0, 1, 0)
    with register.reading() as connection:
        row = connection.execute(select(orders).where(orders.c.system == "hotline_12345")).one()
    assert (row.title, row.dispatched_at) == ("甲", beijing(2026, 6, 2, 9))


def test_every_row_that_cannot_be_used_is_named_with_its_number_and_repeats_nothing(
    register: Register, tmp_path: Path
) -> None:
    head = "工单编号,来电时间,办结时间,是否满意,推送时间,标签,案卷编号"
    rows = {
        3: ",2026-06-01,,,,秘密甲,",
        4: "4,昨天秘密甲,,,,,",
        5: "5,,,,,秘密甲,",
        6: "6,2026-06-05,2026-06-04,,,秘密甲,",
        7: "7,2026-06-05,,很秘密甲,,,",
        8: "8,2026-06-05,,,2026-06-04 10:00,秘密甲,",
        9: "9,2036-06-05,,,,秘密甲,",
        10: "1.2E+17,2026-06-05,,,,秘密甲,",
        11: f"{'9' * 61},2026-06-05,,,,秘密甲,",
        12: "12,2026-06-05,,,,秘密甲,有 空格",
        13: "13,2026-13-45,,,,秘密甲,",
    }
    export = put(tmp_path / "a.csv", head, "2,2026-06-01,,,,,", *rows.values(), encoding="gb18030")
    done = import_orders(register, export, "hotline_12345", actor=CONSOLE)
    assert done.taken == Taken(added=1)
    assert sorted(each.row for each in done.refused) == [*rows]
    assert all(each.detail and "秘密甲" not in each.detail for each in done.refused)
    assert numbers(register) == ["2"]


def test_the_registration_desk_s_and_the_dispatch_export_have_headings_of_their_own(
    register: Register, tmp_path: Path
) -> None:
    desk = put(
        tmp_path / "desk.csv",
        "工单号,表单类型,标题,举报人姓名,来电号码,涉及主体名称,问题分类,案件接收日期,案件分派日期",
        "T1,举报,某店,,,示例市优康商贸有限公司,广告>虚假,2026.6.1,2026/6/2",
    )
    assert import_orders(register, desk, "hotline_12315", actor=CONSOLE).taken == Taken(1)
    dispatch = put(
        tmp_path / "dispatch.csv",
        "工单编号,工单标题,工单内容,推送时间,承办单位,问题分类,问题点位",
        "T1,某店,内容,2026-06-02 10:00,第一所,广告>虚假,",
        "T2,别的店,内容,2026-06-02 10:00,第一所,,",
    )
    done = import_orders(register, dispatch, "hotline_12315", actor=CONSOLE)
    assert (done.taken, [each.row for each in done.refused]) == (Taken(0, 1, 0), [3])


def test_what_is_no_export_is_refused_whole(register: Register, tmp_path: Path) -> None:
    export = put(tmp_path / "a.csv", "姓名,年龄", "甲,3")
    with pytest.raises(OrderFileError, match=HEADINGS["number"][0]):
        import_orders(register, export, "hotline_12345", actor=CONSOLE)
    with pytest.raises(OrderFileError):
        import_orders(register, tmp_path / "a.xls", "hotline_12345", actor=CONSOLE)
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(SheetError):
        import_orders(register, tmp_path / "broken.xlsx", "hotline_12345", actor=CONSOLE)
    with pytest.raises(NotAllowedError):
        import_orders(register, export, "hotline_12345", actor=Actor("苗雨", Role.drafter))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026年7月20日 下午3点", (2026, 7, 20, 15)),
        ("2026-07-20 15:04:05", (2026, 7, 20, 15, 4, 5)),
        ("2026/7/2", (2026, 7, 2)),
        ("２０２６年７月２日晚上９时５分", (2026, 7, 2, 21, 5)),
        ("20260720 0930", None),
        ("20260720 9:30", (2026, 7, 20, 9, 30)),
        ("2026-07-20T09:30:00.123", (2026, 7, 20, 9, 30)),
        ("7月20日", None),
        ("2026-02-30", None),
    ],
)
def test_moments_are_read_as_platforms_write_them(
    written: str, read: tuple[int, ...] | None
) -> None:
    if read is None:
        with pytest.raises(CellError):
            moment(written)
    else:
        assert moment(written) == beijing(*read)


def test_words_lose_what_nobody_sees() -> None:
    assert words(" 甲\u202e乙\x07 ") == "甲乙"
    assert words(123456.0) == "123456"
    with pytest.raises(CellError):
        words(1234567890123456)


def test_a_list_of_a_foreign_hand_is_read_as_it_is_meant(
    register: Register, tmp_path: Path
) -> None:
    """Merged lines and headings in two rows above, a heading twice, cells merged downwards."""
    path = tmp_path / "导出.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("七月")
        sheet.merge_range(0, 0, 1, 5, "说明：工单编号不得改动")
        sheet.merge_range(2, 0, 3, 0, "工单编号*")
        sheet.merge_range(2, 1, 2, 3, "诉求人")
        sheet.merge_range(2, 4, 3, 4, "企业名称")
        sheet.write_row(3, 1, ("来电人", "联系电话", "联系电话"))
        sheet.write_string(3, 5, "来电时间")
        for at, phones in enumerate((("13900000001", ""), ("", "13900000002")), start=4):
            sheet.write_row(at, 0, (f"A{at}", "舒望", *phones))
            sheet.write_string(at, 5, "2026年6月20日 下午3点")
        sheet.merge_range(4, 4, 5, 4, "示例市优康商贸有限公司")
    done = import_orders(register, path, "mail", actor=CONSOLE)
    assert (done.taken, done.refused) == (Taken(added=2), [])
    first, second = orders_between(register, date(2026, 6, 1), date(2026, 6, 30))
    assert (first.caller_phone, second.caller_phone) == ("13900000001", "13900000002")
    assert first.enterprise == second.enterprise == "示例市优康商贸有限公司"
    assert second.received_at == beijing(2026, 6, 20, 15)


def test_what_somebody_said_of_a_heading_counts_before_its_usual_meaning(
    register: Register, tmp_path: Path
) -> None:
    export = put(
        tmp_path / "a.csv",
        "工单编号,来电时间,登记时间,联系方式,客户",
        "1,2026-06-03,2026-06-01,甲,乙",
    )
    keep_mapping(
        register, "mail", {"登记时间": "received_at", "来电时间": "", "客户": "caller_phone",
                           "工单编号": "number", "没有": "无此列"},
        "utf-8-sig", actor=CONSOLE,
    )  # fmt: skip
    assert import_orders(register, export, "mail", actor=CONSOLE).taken == Taken(added=1)
    (row,) = orders_between(register, date(2026, 6, 1), date(2026, 6, 30))
    assert (row.received_at, row.caller_phone) == (beijing(2026, 6, 1), "乙")
    # Of another source nobody said anything.
    import_orders(register, export, "counter", actor=CONSOLE)
    assert [
        row.caller_phone
        for row in orders_between(register, date(2026, 6, 3), date(2026, 6, 30))
        if row.system == "counter"
    ] == ["甲"]
    with pytest.raises(NotAllowedError):
        keep_mapping(register, "mail", {}, "utf-8-sig", actor=Actor("苗雨", Role.drafter))
