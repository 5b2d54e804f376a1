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
    (fields.Money("甲"), "￥３，６８０．５０", Decimal("3680.50")),
    (fields.Money("甲"), "１２", Decimal("12.00")),
    (fields.Count("甲"), "12", 12),
    (fields.Count("甲"), "111,300", 111_300),
    (fields.Count("甲"), "１１１，３００", 111_300),
    (fields.Count("甲"), "1 234 567", 1_234_567),
    (fields.Day("甲"), "２０２６-０７-１０", date(2026, 7, 10)),
    (fields.Phone("甲"), "１３９００００１２３４", "13900001234"),
    (fields.Phone("甲"), "（0999）60012315", "0999-60012315"),
    (fields.Phone("甲"), "0999－60012315转838", "0999-60012315转838"),
    (fields.Phone("甲"), "0999—6001 2315", "0999-60012315"),
    (fields.CreditCode(), "９１９９９９００ＭＡＡＹ４ＣＬ１２０", "91999900MAAY4CL120"),
    (fields.CreditCode(), "9199 9900 MAAY 4CL1 20", "91999900MAAY4CL120"),
    (fields.CreditCode(excused=True), "91999900MAAY4CL121", "91999900MAAY4CL121"),
    (fields.IdNumber("甲"), "999999 19920512 002x", "99999919920512002X"),
    (fields.IdNumber("甲"), "Ｅ９００００－０１７", "E90000017"),
    (fields.RegistrationNumber(), "９９９９００６０００１２３４６", "999900600012346"),
    (fields.Code("甲"), "９９９９００１２０３５", "99990012035"),
    (fields.Text("甲"), "⽅⽂⼭", "方文山"),
    (fields.LongText("甲"), "⻓城路⾦店\n喝了\uf9d1杯", "长城路金店\n喝了六杯"),
    (fields.PersonName("甲"), "沈 若　棠", "沈若棠"),
    (fields.PersonName("甲"), "葛\U000e0100亮", "葛亮"),
    (fields.PersonName("甲"), "李\ufe00明", "李明"),
    (fields.PersonName("甲"), "John Smith", "John Smith"),
    (fields.PartyName("甲"), "示例 市 优康 商贸", "示例市优康商贸"),
    (fields.PartyName("甲"), "示例市 ABC 商贸", "示例市 ABC 商贸"),
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
    (fields.Money("甲"), "一千", "not_an_amount"),
    (fields.Count("甲"), "1,23", "not_a_count"),
    (fields.Count("甲"), "1.5", "not_a_count"),
    (fields.Text("甲"), "⺌", "radical"),
    (fields.PersonName("甲"), "⻀三", "radical"),
    (fields.RegistrationNumber(), "99990060001234", "registration_number_form"),
    (fields.RegistrationNumber(), "9999006000123AB", "registration_number_form"),
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
    assert finding.detail.startswith("「") or code in ("line_break", "radical")


def test_refusal_never_repeats_what_was_typed() -> None:
    typed = "林晓岚13900001234"
    for field, _, _ in REFUSED:
        with pytest.raises(marshmallow.ValidationError) as refusal:
            _load(field, {"x": typed})
        assert typed not in repr(refusal.value.messages)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-11-31", "2026年11月没有这一天"),
        ("2026年2月29日", "2026年2月没有这一天"),
        ("2026/13/01", "没有这个月份"),
        ("11月20日", "没有写年份"),
        ("11-20", "没有写年份"),
        ("26.11.20", "是不是 2026-11-20"),
        ("’26年11月20日", "是不是 2026-11-20"),
        ("二〇二六年十一月二十日", "请写成 2026-11-20"),
        ("二○二六年十一月三十日", "请写成 2026-11-30"),
        ("2026年11月20号", "请写成 2026-11-20"),
        ("2026/7/9", "请写成 2026-07-09"),
        ("20260709", "请写成 2026-07-09"),
        ("下周二", "不是日期"),
        ("二十日", "不是日期"),
    ],
)
def test_a_day_in_other_words_is_answered_with_its_reading(typed: str, words: str) -> None:
    with pytest.raises(marshmallow.ValidationError, match=words):
        _load(fields.Day("甲"), typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026年7月10日9时30分", "请写成 2026-07-10 09:30"),
        ("2026.7.10 9：30", "请写成 2026-07-10 09:30"),
        ("二〇二六年七月十日九时", "请写成 2026-07-10 09:00"),
        ("2026-07-10", "不是时间"),
        ("上午九点", "不是时间"),
    ],
)
def test_a_moment_in_other_words_is_answered_with_its_reading(typed: str, words: str) -> None:
    with pytest.raises(marshmallow.ValidationError, match=words):
        _load(fields.Moment("甲"), typed)


def test_a_registration_number_shows_its_check_digit() -> None:
    field = fields.RegistrationNumber()
    assert [code for code, _ in field.remarks("999900600012340")] == ["registration_number_check"]
    assert not list(field.remarks("999900600012346"))


def test_service_number_is_noticed_not_refused() -> None:
    phone = fields.Phone("甲")
    assert [code for code, _ in phone.remarks("12345")] == ["unusual_phone"]
    assert phone.remarked_by
    assert not list(phone.remarks("13900001234"))
