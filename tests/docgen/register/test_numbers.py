"""Numbers: one series each for authority, class and year, and a reason for every one not borne."""

import pytest
from sqlalchemy import delete, select, update

from docgen import Engine
from docgen.register import numbers
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.gaps import gaps
from docgen.register.numbers import NumberTakenError, ReasonMissingError, Series, UnknownNumberError
from docgen.register.tables import audit as audit_rows
from docgen.register.tables import documents
from docgen.register.tables import numbers as rows
from tests.docgen.register.test_issue import issue_one


@pytest.fixture
def series(engine: Engine) -> Series:
    """甲市监案移〔2026〕: a series of the penalty forms."""
    return Series("甲市监", engine.law.number_class("penalty_form", "案移"), 2026)


def take(register: Register, series: Series) -> numbers.Reservation:
    with register.writing_unsealed() as connection:
        return numbers.reserve(connection, series, register.now())


def settle(register: Register, number_id: str, state: str) -> None:
    with register.writing_unsealed() as connection:
        numbers.settle(connection, number_id, state)


def give_back(register: Register, number_id: str) -> None:
    with register.writing_unsealed() as connection:
        numbers.give_back(connection, number_id)


def details(register: Register) -> list[tuple[int, str]]:
    return [(gap.serial, gap.detail) for gap in gaps(register)]


def test_a_series_counts_from_one(register: Register, series: Series) -> None:
    assert [take(register, series).text for _ in range(3)] == [
        "甲市监案移〔2026〕1号",
        "甲市监案移〔2026〕2号",
        "甲市监案移〔2026〕3号",
    ]


def test_prefix_class_and_year_each_make_a_series(
    register: Register, engine: Engine, series: Series
) -> None:
    take(register, series)
    law = engine.law
    others = [
        Series("乙市监", series.number_class, 2026),
        Series("甲市监", law.number_class("penalty_form", "责改"), 2026),
        Series("甲市监", series.number_class, 2027),
    ]
    assert [take(register, each).text for each in others] == [
        "乙市监案移〔2026〕1号",
        "甲市监责改〔2026〕1号",
        "甲市监案移〔2027〕1号",
    ]
    # Two styles without a class code share their serials, each written in its own brackets.
    form = Series("甲市监", law.number_class("complaint_form"), 2026)
    letter = Series("甲市监", law.number_class("gbt9704"), 2026)
    assert [take(register, form).text, take(register, letter).text] == [
        "甲市监﹝2026﹞第1号",
        "甲市监〔2026〕2号",
    ]


def test_free_numbers_after_the_last_are_used_again_lowest_first(
    register: Register, series: Series
) -> None:
    taken = [take(register, series) for _ in range(4)]
    for index in (3, 0, 2):
        give_back(register, taken[index].id)
    assert [take(register, series).text for _ in range(3)] == [
        "甲市监案移〔2026〕3号",
        "甲市监案移〔2026〕4号",
        "甲市监案移〔2026〕5号",
    ]


def test_a_number_left_behind_is_void_once_a_later_one_is_used(
    register: Register, series: Series
) -> None:
    taken = [take(register, series) for _ in range(4)]
    give_back(register, taken[0].id)
    with register.writing_unsealed() as connection:
        assert numbers.use(connection, taken[2].id) == ["甲市监案移〔2026〕1号"]
    # The second comes to nothing afterwards, the fourth is the last of all.
    for index in (1, 3):
        give_back(register, taken[index].id)
    with register.reading() as connection:
        kept = connection.execute(select(rows.c.state, rows.c.reason).order_by(rows.c.serial)).all()
    void = ("void", numbers.CAME_TO_NOTHING)
    assert [tuple(row) for row in kept] == [void, void, ("used", None), ("free", None)]
    assert take(register, series).text == "甲市监案移〔2026〕4号"


def test_a_number_goes_from_state_to_state_in_order(register: Register, series: Series) -> None:
    number = take(register, series)
    settle(register, number.id, "used")
    with pytest.raises(NumberTakenError):
        settle(register, number.id, "free")
    with pytest.raises(NumberTakenError):
        settle(register, number.id, "used")
    settle(register, number.id, "void")
    with pytest.raises(NumberTakenError):
        settle(register, number.id, "void")


def test_gaps_names_what_is_missing_or_free_or_out_of_step(
    register: Register, engine: Engine, officer: Actor
) -> None:
    for _ in range(5):
        issue_one(register, engine, officer)
    assert gaps(register) == []
    with register.writing_unsealed() as connection:
        number_of = dict(tuple(row) for row in connection.execute(select(rows.c.serial, rows.c.id)))
        for serial in (2, 3):
            connection.execute(
                update(documents)
                .where(documents.c.number_id == number_of[serial])
                .values(number_id=None)
            )
        connection.execute(delete(rows).where(rows.c.serial == 2))
        connection.execute(update(rows).where(rows.c.serial == 3).values(state="free"))
        connection.execute(update(rows).where(rows.c.serial == 4).values(state="void"))
    assert [serial for serial, _ in details(register)] == [2, 3, 4]
    assert [detail[:6] for _, detail in details(register)] == [
        "没有这个序号",
        "文号空出，后",
        "文号的状态与",
    ]


def test_free_numbers_at_the_end_are_no_gap(register: Register, series: Series) -> None:
    for number in [take(register, series) for _ in range(2)]:
        settle(register, number.id, "free")
    assert gaps(register) == []


def test_a_free_number_can_be_closed_with_a_reason(
    register: Register, engine: Engine, officer: Actor
) -> None:
    first = issue_one(register, engine, officer)
    series = Series("示市监", engine.law.number_class("complaint_form"), 2026)
    freed = take(register, series)
    issue_one(register, engine, officer)
    settle(register, freed.id, "free")
    assert details(register) != []
    for reason in ("", " 　", "错", "错" * 501):
        with pytest.raises(ReasonMissingError):
            numbers.close_free(register, freed.text, reason, actor=officer)
    numbers.close_free(register, freed.text, "年末清理，不再使用", actor=officer)
    assert details(register) == []
    with pytest.raises(NumberTakenError):
        numbers.close_free(register, first.document_number or "", "年末清理", actor=officer)
    with pytest.raises(UnknownNumberError):
        numbers.close_free(register, "示市监﹝2026﹞第99号", "年末清理", actor=officer)
    with register.reading() as connection:
        acts = connection.scalars(select(audit_rows.c.act)).all()
    assert acts == ["begin", "issue", "begin", "issue", "close_number"]
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第4号"


def test_an_office_goes_on_where_its_paper_register_ended(
    register: Register, engine: Engine, officer: Actor
) -> None:
    series = Series("示市监", engine.law.number_class("complaint_form"), 2026)
    numbers.take_over(register, series, 117, "启用本登记簿前编发", actor=officer)
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第118号"
    assert gaps(register) == []
    with pytest.raises(NumberTakenError):
        numbers.take_over(register, series, 200, "启用本登记簿前编发", actor=officer)
