"""The figures of a month's problem analysis; ranks, problems and advice are people's."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from schemas.ground.compiling import Found, Order
from schemas.kinds.hotline.making.figures import (
    LONGEST_LIST,
    compared,
    counted_in,
    district_of,
    heading,
    rates,
    subjects,
    topic_of,
)
from schemas.kinds.hotline.making.returns import owner_of
from schemas.parts.kpi import agreed

MOST_OWNERS = 30


def payload_of(found: Found) -> dict[str, Any]:
    """Return the analysis of a month."""
    counted = counted_in(found)
    return {
        **heading(found, counted),
        "received_now": len(counted.received),
        "received_before": len(counted.before),
        "topics": compared(counted, topic_of),
        "districts": compared(counted, district_of),
        "subjects": subjects(counted),
        "kpi_figures": rates(found, counted),
        "unmet": _unmet(counted.received),
        "out_of_duty": _out_of_duty(counted.received),
    }


def _unmet(received: Iterable[Order]) -> list[dict[str, Any]]:
    """Return, by class, what was not solved and whom it left discontent."""
    unsolved, dissatisfied = Counter[str](), Counter[str]()
    for each in received:
        unsolved[topic_of(each)] += each.solved == "未解决"
        dissatisfied[topic_of(each)] += each.satisfied == "不满意"
    names = sorted(unsolved, key=lambda name: (-unsolved[name], -dissatisfied[name], name))
    return [
        {"name": name, "unsolved": unsolved[name], "dissatisfied": dissatisfied[name]}
        for name in names
        if unsolved[name] or dissatisfied[name]
    ][:LONGEST_LIST]


def _out_of_duty(received: Iterable[Order]) -> list[dict[str, Any]]:
    """Return to whom orders of the month were given back with approval."""
    owners = Counter[str]()
    for order in received:
        given_back = next(filter(agreed, order.papers), None)
        if given_back:
            owners[owner_of(given_back.said)] += 1
    ordered = sorted(owners.items(), key=lambda each: (-each[1], each[0]))
    return [{"name": name, "count": count} for name, count in ordered[:MOST_OWNERS]]
