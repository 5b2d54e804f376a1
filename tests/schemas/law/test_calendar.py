"""Working days, holiday blocks and the office's own calendar files."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from schemas.law import (
    CalendarFileError,
    CalendarMissingError,
    Law,
    YearCalendar,
    load_law,
    read_calendar,
)

SHIPPED = files("schemas.law").joinpath("calendars")
TEXT_2026 = SHIPPED.joinpath("2026.toml").read_text(encoding="utf-8")
TEXT_2027 = SHIPPED.joinpath("2027.toml").read_text(encoding="utf-8")
# Invented: what an official arrangement of 2027 could look like.
OFFICIAL_2027 = (
    TEXT_2027.replace('"provisional"', '"official"')
    .replace("last = 2027-01-01", "last = 2027-01-03")
    .replace("last = 2027-10-05", "last = 2027-10-07\nwork = [2027-09-26, 2027-10-09]")
)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    return [first + timedelta(days=n) for n in range(length)]


@pytest.mark.parametrize("year", [2026, *range(2004, 2026)])
def test_every_day_agrees_with_chinesecalendar(law: Law, year: int) -> None:
    ours = [law.calendar.is_working_day(day) for day in days_of(year)]
    assert ours == [chinese_calendar.is_workday(day) for day in days_of(year)]


def test_the_dated_file_of_2026_alone_names_the_published_holidays(law: Law) -> None:
    published = {day for day in days_of(2026) if chinese_calendar.get_holiday_detail(day)[1]}
    worked = {day for day in days_of(2026) if day.weekday() >= 5} & {
        day for day in days_of(2026) if chinese_calendar.is_workday(day)
    }
    ours = read_calendar(TEXT_2026)
    listed = {day for block in ours.blocks for day in block.days}
    assert {day for day in published if not chinese_calendar.is_workday(day)} == listed
    assert ours.worked == worked


def test_2027_is_provisional_and_has_the_statutory_days_and_their_exchange(law: Law) -> None:
    calendar = law.calendar
    off = [day for day in days_of(2027) if day.weekday() < 5 and not calendar.is_working_day(day)]
    assert [f"{day.month}.{day.day}" for day in off] == [
        *("1.1", "2.5", "2.8", "2.9", "2.10", "4.5", "5.3", "5.4", "6.9", "9.15"),
        *("10.1", "10.4", "10.5"),
    ]
    assert calendar.is_provisional(date(2027, 6, 30))
    assert not calendar.is_provisional(date(2026, 12, 31))


def test_a_block_has_a_name_and_both_ends_and_plain_weekends_have_none(law: Law) -> None:
    block = law.calendar.holiday_block(date(2026, 10, 3))
    assert block is not None
    assert (block.name, block.first, block.last) == (
        "国庆节",
        date(2026, 10, 1),
        date(2026, 10, 7),
    )
    assert law.calendar.holiday_block(date(2026, 10, 11)) is None


@pytest.mark.parametrize("year", [2003, 2028])
def test_a_year_without_arrangement_is_refused_and_never_guessed(law: Law, year: int) -> None:
    # Wednesdays and the like: a fallback by weekday would answer happily.
    for ask in (law.calendar.is_working_day, law.calendar.is_provisional):
        with pytest.raises(CalendarMissingError, match=f"没有{year}年的放假安排.*{year}.toml"):
            ask(date(year, 6, 11))


def test_an_official_file_of_the_office_replaces_the_provisional_one(
    tmp_path: Path, law: Law
) -> None:
    (tmp_path / "2027.toml").write_text(OFFICIAL_2027, encoding="utf-8")
    calendar = load_law(tmp_path).calendar
    assert not calendar.is_provisional(date(2027, 3, 1))
    assert calendar.is_working_day(date(2027, 9, 26))
    assert calendar.version.startswith("2026-official+2027-official-")
    assert law.calendar.version.startswith("2026-official+2027-provisional-")


def test_a_provisional_file_never_replaces_an_official_one(tmp_path: Path, law: Law) -> None:
    (tmp_path / "2026.toml").write_text(
        TEXT_2026.replace('"official"', '"provisional"'), encoding="utf-8"
    )
    (tmp_path / "a.toml").write_text(TEXT_2027, encoding="utf-8")
    (tmp_path / "b.toml").write_text(OFFICIAL_2027, encoding="utf-8")
    labels = load_law(tmp_path).calendar.version.rsplit("-", 1)[0]
    assert labels == "2026-official+2027-official"


def test_two_equal_claims_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(OFFICIAL_2027, encoding="utf-8")
    with pytest.raises(CalendarFileError, match=r"b\.toml：2027年已有另一份同类日历"):
        load_law(tmp_path)
    with pytest.raises(CalendarFileError, match="不存在"):
        load_law(tmp_path / "nowhere")


def test_the_version_follows_the_days_and_nothing_else() -> None:
    plain = read_calendar(OFFICIAL_2027)
    assert read_calendar("# remark\n" + OFFICIAL_2027).version == plain.version
    moved = OFFICIAL_2027.replace("2027-09-26", "2027-09-25")
    assert read_calendar(moved).version != plain.version


def test_new_year_days_in_december_belong_to_the_next_years_notice(tmp_path: Path) -> None:
    text = OFFICIAL_2027.replace("first = 2027-01-01", "first = 2026-12-31\nwork = [2026-12-26]")
    (tmp_path / "2027.toml").write_text(text, encoding="utf-8")
    calendar = load_law(tmp_path).calendar
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert calendar.is_working_day(date(2026, 12, 26))
    assert calendar.is_working_day(date(2026, 12, 30))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("year = 2027", "year = ", r"第4行第\d+列不符合 TOML 写法"),
        ("year = 2027", 'year = "2027"', "第4行，缺少年份"),
        ('"official"', '"final"', "第5行，status 请写 official"),
        ("notice = ", "remark = ", "缺少 notice"),
        ('"端午节" = [2027-06-09]', "", "statutory.*须恰好列出元旦"),
        (
            ", 2027-02-07, 2027-02-08]",
            ", 2027-02-07]",
            "春节法定放假4天，文件列了3天",
        ),
        (", 2027-02-08]", ", 2027-02-09]", "2027年2月9日春节的法定放假日不连续"),
        ("[2027-09-15]", "[2027-11-15]", "2027年11月15日不可能是中秋节"),
        ("[2027-04-05]", "[2027-04-06]", "第11行，2027年4月6日是清明节法定放假日，但没有列入"),
        ("first = 2027-06-09", "first = 2028-06-09", "2028年6月9日不属于2027年的放假安排"),
        ("first = 2027-06-09", 'first = "6.9"', "端午节的 first请写成日期"),
        ("first = 2027-06-09", "first = 2027-06-10", "放假末日早于首日"),
        ("first = 2027-06-09", "first = 2027-05-04", "端午节与劳动节的放假日期重叠"),
        ("2027-10-09]", "2027-10-08]", "2027年10月8日不是周六、周日，不能列为调休上班日"),
        ("2027-10-09]", "2027-10-03]", "2027年10月3日既列为放假又列为上班"),
        (", 2027-10-09]", "]", "应为13天，现为14天"),
        ("[[holiday]]", "[[vacation]]", r"缺少 \[\[holiday\]\]"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_by_line_and_day(
    old: str, new: str, message: str
) -> None:
    assert old in OFFICIAL_2027
    with pytest.raises(CalendarFileError, match=message):
        read_calendar(OFFICIAL_2027.replace(old, new))


def test_days_the_state_council_adds_must_be_declared() -> None:
    added = OFFICIAL_2027.replace(", 2027-10-09]", "]")
    assert isinstance(read_calendar("extra_days = 1\n" + added), YearCalendar)
