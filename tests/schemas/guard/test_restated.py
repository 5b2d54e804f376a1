"""What `restated` declares leads to fields, and law that is quoted has the words it is held by."""

from datetime import date
from pathlib import Path

import pytest

from schemas.ground.fields import Text
from schemas.ground.kind import KindSchema
from schemas.guard.restated import field_at
from schemas.guard.told_terms import terms_told
from schemas.law import load_law
from schemas.law.texts import without_marks, wordings
from tests.schemas.test_every_schema import SCHEMAS, every_schema

OFFICIAL = Path(__file__).parents[2] / "official"
CALENDAR = load_law().calendar


@every_schema
def test_every_text_and_field_that_is_compared_is_one_of_the_kind(
    schema: type[KindSchema],
) -> None:
    kind = schema()
    for each in schema.restated:
        for path in each.texts:
            field = field_at(kind, path)
            field = getattr(field, "each", field)
            assert isinstance(field, Text), path
        assert field_at(kind, each.of)
        assert not each.until or field_at(kind, each.until)


def test_many_kinds_declare_what_they_say_twice() -> None:
    assert sum(bool(schema.restated) for schema in SCHEMAS.values()) >= 30


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("order121", "order121_2026.txt"),
        ("penalty_procedure", "penalty_procedure_order61_2022.txt"),
    ],
)
def test_the_wording_that_is_quoted_is_the_official_one(name: str, file: str) -> None:
    assert wordings()[name].words == without_marks((OFFICIAL / file).read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("7月15日前办结", ["2026-07-15"]),
        ("最迟于2026年7月15日", ["2026-07-15"]),
        ("截止日期为7月15日", ["2026-07-15"]),
        ("五日内办结", ["2026-07-14"]),
        ("５日以内办结", ["2026-07-14"]),
        ("限期十日", ["2026-07-19"]),
        ("两周内办结", ["2026-07-23"]),
        ("三个工作日内办结", ["2026-07-14"]),
        ("自收到本通知书之日起七日内", ["2026-07-16"]),
        ("三日内停用，7月20日前送检", ["2026-07-20", "2026-07-12"]),
        ("7月15日检查", []),
        ("7月15日前的台账", []),
        ("最近三十日内的记录", []),
        ("检定合格后三日内使用", []),
        ("自交付之日起七日内", []),
        ("保质期十二个月内", []),
    ],
)
def test_terms_are_read_that_run_from_the_paper(text: str, ends: list[str]) -> None:
    start = date(2026, 7, 9)
    assert [str(each.ends(start, CALENDAR)) for each in terms_told(text, 2026)] == ends
