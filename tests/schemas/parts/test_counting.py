"""What counts as one completed 件 under the rule `count-1`: each clause and switch tried."""

from dataclasses import replace
from datetime import date

import pytest

from schemas.parts.counting import ITEMS, LEFT, CountingRule, Tally, Work, count, read_rules

RULE = read_rules()["count-1"]
JULY = (date(2026, 7, 1), date(2026, 7, 31))
COMPLAINT = Work("12345", "1", "complaint", date(2026, 7, 3), jd_related=False)
REPORT = replace(COMPLAINT, number="2", item="report")
VISIT = Work(
    "自建", "J-1", "daily_inspection", date(2026, 7, 6), task="R-1", party="91999900MA1XG6125M"
)
LOOK = replace(VISIT, number="J-2", item="remote_inspection")


def counted(*works: Work, rule: CountingRule = RULE, before: frozenset[str] = frozenset()) -> Tally:
    return count(works, rule, *JULY, before)


def pieces(tally: Tally) -> dict[str, int]:
    return {item: number for item, number in tally.quantities.items() if number}


@pytest.mark.parametrize("work", [COMPLAINT, REPORT, VISIT, LOOK])
def test_what_is_closed_in_the_period_counts_once_in_its_item(work: Work) -> None:
    tally = counted(work)
    assert pieces(tally) == {work.item: 1}
    assert [each.month for each in tally.rows] == ["2026-07"]
    assert tally.left == {}


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (replace(COMPLAINT, jd_related=True), "jd_related"),
        (replace(REPORT, jd_related=True), "jd_related"),
        (replace(COMPLAINT, outcome="returned"), "returned"),
        (replace(COMPLAINT, outcome="reassigned"), "reassigned"),
        (replace(REPORT, outcome="merged"), "merged"),
        (replace(REPORT, outcome="split"), "split"),
        (replace(REPORT, outcome="assisting"), "assisting"),
        (replace(REPORT, outcome="voided"), "voided"),
        (replace(VISIT, outcome="follow_up"), "follow_up"),
        (replace(VISIT, outcome="not_found"), "not_found"),
    ],
)
def test_what_is_closed_and_not_counted_says_why(work: Work, reason: str) -> None:
    tally = counted(work)
    assert pieces(tally) == {}
    assert tally.left == {reason: 1}
    assert [(each.reason, each.clause) for each in tally.rows] == [(reason, LEFT[reason][1])]


@pytest.mark.parametrize(
    ("switch", "work"),
    [
        ("split_counts", replace(REPORT, outcome="split")),
        ("returned_counts", replace(COMPLAINT, outcome="returned")),
        ("tied_inspection_counts", replace(LOOK, order="12345:2")),
    ],
)
def test_a_switch_turned_over_counts_what_the_rule_leaves_out(switch: str, work: Work) -> None:
    assert pieces(counted(work)) == {}
    turned = replace(RULE, **{switch: True})
    assert pieces(counted(work, rule=turned)) == {work.item: 1}


def test_refused_complaints_and_proved_failed_visits_count_until_the_switch_is_off() -> None:
    for switch, work in (
        ("refused_counts", replace(COMPLAINT, outcome="refused")),
        ("failed_visit_counts", replace(VISIT, outcome="not_found", proved=True)),
    ):
        assert pieces(counted(work)) == {work.item: 1}
        assert pieces(counted(work, rule=replace(RULE, **{switch: False}))) == {}


def test_what_is_open_or_closed_outside_the_period_is_no_row_of_it() -> None:
    tally = counted(replace(COMPLAINT, closed_on=None), replace(REPORT, closed_on=date(2026, 8, 1)))
    assert tally.rows == ()


def test_an_order_imported_twice_counts_once_whatever_order_rows_come_in() -> None:
    other = replace(COMPLAINT, closed_on=date(2026, 7, 9))
    assert counted(COMPLAINT, other) == counted(other, COMPLAINT)
    assert counted(COMPLAINT, other).left == {"imported_twice": 1}


def test_a_report_and_the_look_that_verifies_it_are_paid_once() -> None:
    tied = replace(LOOK, order=REPORT.key)
    tally = counted(tied, REPORT)
    assert pieces(tally) == {"report": 1}
    assert tally.left == {"of_an_order": 1}
    # The report may have been counted in June, or be closed later: it pays all the same.
    assert pieces(counted(tied, before=frozenset({REPORT.key}))) == {}
    # One of 京东 is never counted, and the contract leaves 京东 out of orders alone.
    of_jd = counted(tied, replace(REPORT, jd_related=True))
    assert pieces(of_jd) == {"remote_inspection": 1}


def test_one_object_visited_and_looked_at_on_one_day_counts_as_a_visit() -> None:
    tally = counted(LOOK, VISIT)
    assert pieces(tally) == {"daily_inspection": 1}
    assert tally.left == {"of_a_visit": 1}
    assert sum(counted(VISIT, replace(LOOK, task="R-2")).quantities.values()) == 2


def test_a_row_once_counted_keeps_its_month() -> None:
    tally = counted(COMPLAINT, before=frozenset({COMPLAINT.key}))
    assert pieces(tally) == {}
    assert tally.left == {"counted_before": 1}


def test_what_nobody_decided_about_is_told() -> None:
    undecided = counted(replace(COMPLAINT, jd_related=None), replace(VISIT, jd_related=None))
    assert undecided.undecided == 1
    assert undecided.left == {"jd_undecided": 1}
    assert pieces(undecided) == {"daily_inspection": 1}


def test_counted_and_left_are_all_closed_rows_and_any_change_shows_in_the_digest() -> None:
    rows = [
        Work("12345", str(n), ITEMS[n % 4], date(2026, 7, 1 + n % 30), jd_related=n % 7 == 0)
        for n in range(400)
    ]
    tally = counted(*rows, *rows[:5])
    assert sum(tally.quantities.values()) + sum(tally.left.values()) == len(tally.rows) == 405
    changed = [*rows[:-1], replace(rows[-1], number="1000")]
    assert counted(*rows).digest == counted(*reversed(rows)).digest
    assert counted(*changed).digest != counted(*rows).digest


def test_the_shipped_rule_says_eight_clauses_and_every_reason_names_one() -> None:
    assert len(RULE.clauses) == 8
    assert {clause for _, clause in LEFT.values()} <= set(range(1, 9))
