"""概览: the page of the head of an office, for whoever may read and nobody else."""

import re
from datetime import timedelta

from sqlalchemy import insert

from docgen import Engine
from docgen.register import audit, cases
from docgen.register.about import Telling
from docgen.register.database import Register
from docgen.register.tables import orders
from tests.api.pages.conftest import Desk
from tests.browser.furnish import LATE_CASE, OFFICER
from tests.docgen.register.accounts import CONSOLE
from tests.doubles.july import START

# Types in the words of platforms; one order has none.
NUMBERS = {"投诉": "TS-1", "举报": "JB-1", "投诉举报": "TJ-1", None: "WZ-1"}


def import_late(register: Register) -> None:
    """Enter a complaint and what is or may be a report, each a day late."""
    late = START - timedelta(days=1)
    with register.writing_unsealed() as connection:
        for order_type, number in NUMBERS.items():
            connection.execute(insert(orders).values(
                system="hotline_12345", number=number, order_type=order_type, unit="和平路所",
                handler="周启明", received_at=late - timedelta(days=7), due_at=late,
                contacted_at=late - timedelta(days=6), imported_at=late,
            ))  # fmt: skip


def test_the_desk_says_what_is_late_with_charts_and_the_table_behind_each(
    desk: Desk, register: Register
) -> None:
    import_late(register)
    page = desk("officer").get("/desk").text
    assert re.search(r"未办结的工单</th><td[^>]*>4</td><td[^>]*>0</td>", page)
    assert re.search(r"周启明</th><td[^>]*>4</td>", page)
    assert re.search(r"响应率</th><td[^>]*>100.0%</td><td[^>]*>4/4</td>", page)
    charts = re.findall(
        r'<img class="chart" src="data:image/svg\+xml;base64,[^"]+" alt="([^"]+)"', page
    )
    assert len(charts) == 3
    assert "周启明 4件" in charts[0]
    assert "响应率 100.0%" in charts[2]
    assert all(number in page for number in NUMBERS.values())


def test_only_who_handles_reports_sees_the_number_of_one(desk: Desk, register: Register) -> None:
    import_late(register)
    page = desk("admin").get("/desk").text
    assert NUMBERS["投诉"] in page
    assert not [number for kind, number in NUMBERS.items() if kind != "投诉" and number in page]
    assert "举报或者没有写明类型的，编号不显示" in page
    assert desk("drafter").get("/desk").status_code == 403
    assert "/desk" not in desk("drafter").get("/").text


def test_what_falls_due_says_whom_it_is_about(
    desk: Desk, register: Register, engine: Engine
) -> None:
    known = {"complainant_name": "沈若棠", "complaint_subject": "某琴行拒绝退还学费"}
    with register.writing() as connection:
        cases.merge(connection, LATE_CASE, known | {"received_on": "2026-07-02"})
        audit.record(connection, register, CONSOLE, "open_case", None, {"case_ref": LATE_CASE})
    page = desk("officer").get("/desk").text
    about = Telling(engine.catalogue, OFFICER, "示例区").of_cases(register, [LATE_CASE])[LATE_CASE]
    assert about
    assert about in page.split('id="duties"')[1]
