"""Each field as a table: what it accepts and becomes, what it refuses and with which code."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import marshmallow
import pytest

from schemas.ground import fields
from schemas.ground.base import Part

ACCEPTED = [
    (fields.Text("甲"), "  一行  文字\t好 ", "一行 文字 好"),
    (fields.Text("甲"), "　全角空格　保留", "全角空格　保留"),
    (fields.LongText("甲"), "第一段\r\n\r\n 第二段", "第一段\n第二段"),
    (fields.PersonName("甲"), "阿依古丽·买买提", "阿依古丽·买买提"),
    (fields.Phone("甲"), "139 0000 1234", "13900001234"),
    (fields.Phone("甲"), "0999-60012315-838", "0999-60012315-838"),
    (fields.Phone("甲"), "12345", "12345"),
    (fields.CreditCode(), "91999900maay4cl120", "91999900MAAY4CL120"),
    (fields.Day("甲"), "2028-02-29", date(2028, 2, 29)),
    (fields.Day("甲"), date(2026, 7, 10), date(2026, 7, 10)),
    (fields.Moment("甲"), "2026-07-10T09:30", datetime(2026, 7, 10, 9, 30)),
    (fields.Moment("甲"), "2026-07-10 23:59", datetime(2026, 7, 10, 23, 59)),
    (fields.Money("甲"), "3,680.5", Decimal("3680.50")),
    (fields.Money("甲"), "¥0.01", Decimal("0.01")),
    (fields.Money("甲"), 20, Decimal("20.00")),
    (fields.Money("甲"), Decimal("20.10"), Decimal("20.10")),
    (fields.Count("甲"), "12", 12),
    (fields.Flag("甲"), False, False),
    (fields.Choice("甲", {"a": "第一种"}), "第一种", "a"),
    (fields.Choice("甲", {"a": "第一种"}), "a", "a"),
    (fields.Rows("甲", fields.Text("乙")), ["一", "二"], ["一", "二"]),
    (fields.Text("甲", optional=True), "", None),
    (fields.Rows("甲", fields.Text("乙"), optional=True), None, []),
]

REFUSED = [
    (fields.Text("甲"), "两\n行", "line_break"),
    (fields.Text("甲", longest=3), "四个汉字", "too_long"),
    (fields.Text("甲"), 5, "not_text"),
    (fields.Text("甲"), "", "required"),
    (fields.Text("甲"), None, "required"),
    (fields.PersonName("甲"), "张", "not_a_name"),
    (fields.PersonName("甲"), "张3", "not_a_name"),
    (fields.Phone("甲"), "打我手机", "not_a_phone"),
    (fields.CreditCode(), "91999900MAAY4CL121", "credit_code_check"),
    (fields.CreditCode(), "91999900MAAY4CL12I", "credit_code_check"),
    (fields.Day("甲"), "2026-02-29", "not_a_date"),
    (fields.Day("甲"), "2026/7/10", "not_a_date"),
    (fields.Day("甲"), "2026-7-1", "not_a_date"),
    (fields.Day("甲"), 20260710, "not_a_date"),
    (fields.Moment("甲"), "2026-07-10T24:00", "not_a_moment"),
    (fields.Moment("甲"), "2026-07-10", "not_a_moment"),
    (fields.Moment("甲"), "2026-07-10T09:30+08:00", "not_a_moment"),
    (fields.Money("甲"), 3680.5, "not_an_amount"),
    (fields.Money("甲"), True, "not_an_amount"),
    (fields.Money("甲"), "-1", "not_an_amount"),
    (fields.Money("甲"), "1.234", "not_an_amount"),
    (fields.Money("甲"), "1,23.00", "not_an_amount"),
    (fields.Money("甲"), Decimal("NaN"), "not_an_amount"),
    (fields.Money("甲"), Decimal("1E+5"), "not_an_amount"),
    (fields.Money("甲"), "１２", "not_an_amount"),
    (fields.Count("甲", most=7), 8, "out_of_range"),
    (fields.Count("甲"), True, "not_a_count"),
    (fields.Count("甲"), 1.0, "not_a_count"),
    (fields.Flag("甲"), "true", "not_a_flag"),
    (fields.Flag("甲"), 1, "not_a_flag"),
    (fields.Choice("甲", {"a": "第一种"}), "第二种", "not_an_option"),
    (fields.Choice("甲", {"a": "第一种"}), ["a"], "not_an_option"),
    (fields.Rows("甲", fields.Text("乙"), least=2), ["一"], "too_few"),
    (fields.Rows("甲", fields.Text("乙"), most=1), ["一", "二"], "too_many"),
    (fields.Rows("甲", fields.Text("乙")), "一", "not_a_list"),
    (fields.File("甲"), "../x.jpg", "not_a_file"),
    (fields.File("甲"), ".hidden", "not_a_file"),
    (fields.File("甲"), "data:text/html;base64,PGI+", "not_a_file"),
    (fields.File("甲"), "data:image/png;base64,A", "not_a_file"),
]


def _load(field: Any, value: Any) -> Any:
    return Part.from_dict({"it": field})().load({"it": value})["it"]


@pytest.mark.parametrize(("field", "given", "kept"), ACCEPTED)
def test_field_accepts(field: Any, given: Any, kept: Any) -> None:
    assert _load(field, given) == kept


@pytest.mark.parametrize(("field", "given", "code"), REFUSED)
def test_field_refuses(field: Any, given: Any, code: str) -> None:
    with pytest.raises(marshmallow.ValidationError) as refusal:
        _load(field, given)
    finding = refusal.value.messages["it"][0]
    assert finding.code == code
    assert finding.detail.endswith("。")
    assert finding.detail.startswith("「") or code in ("line_break",)


def test_refusal_never_repeats_what_was_typed() -> None:
    typed = "林晓岚13900001234"
    for field, _, _ in REFUSED:
        with pytest.raises(marshmallow.ValidationError) as refusal:
            _load(field, {"x": typed})
        assert typed not in repr(refusal.value.messages)


def test_service_number_is_noticed_not_refused() -> None:
    phone = fields.Phone("甲")
    assert [code for code, _ in phone.remarks("12345")] == ["unusual_phone"]
    assert not list(phone.remarks("13900001234"))
