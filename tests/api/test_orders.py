"""Orders come in over HTTP as platforms export them."""

import pytest
from flask import Flask

from docgen.register.actor import Role
from docgen.register.database import Register
from tests.api.desks import Desk, open_desk
from tests.docgen.register.test_compiling import asked

EXPORT = (
    "工单编号,来电时间,工单类型\n99000000000001,2026-06-02 09:00,投诉\n99000000000002,昨天,投诉\n"
).encode()


@pytest.fixture
def archivist(office_app: Flask, office: Register) -> Desk:
    return open_desk(office_app, office, Role.archivist)


def test_an_export_is_entered_once_and_says_which_rows_it_lacks(
    archivist: Desk, office: Register
) -> None:
    place = "/v1/orders?system=national_12315"
    first = archivist.post(place, data=EXPORT, content_type="text/csv")
    assert first.status_code == 200, first.text
    told = first.json
    assert told is not None
    assert (told["added"], [each["row"] for each in told["refused"]]) == (1, [3])
    again = archivist.post(place, data=EXPORT, content_type="text/csv").json
    assert again is not None
    assert (again["added"], again["unchanged"]) == (0, 1)
    assert [tuple(row) for row in asked(office, "SELECT system, number FROM orders")] == [
        ("national_12315", "99000000000001")
    ]


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"{}", "application/json", 415),
        (b"no workbook", "application/vnd.oasis.opendocument.spreadsheet", 422),
        ("姓名\n甲\n".encode(), "text/csv", 422),
    ],
)
def test_what_holds_no_orders_is_refused(
    archivist: Desk, content: bytes, media: str, status: int
) -> None:
    answer = archivist.post("/v1/orders", data=content, content_type=media)
    assert answer.status_code == status, answer.text


def test_what_platforms_want_back_comes_as_a_sheet_of_their_columns(archivist: Desk) -> None:
    answer = archivist.get("/v1/orders/replies?system=national_12315&format=csv")
    assert answer.status_code == 200, answer.text
    head = answer.data.decode("utf-8-sig")
    assert head == "工单编号,办理结果,回复内容,办结时间,是否解决,是否满意\r\n"
    workbook = archivist.get("/v1/orders/replies?received_from=2026-06-01")
    assert workbook.data.startswith(b"PK")
    assert archivist.get("/v1/orders/replies?format=pdf").status_code == 400
