"""The promoted sets of templates that a batch works with: asked for once, at its beginning."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from docgen.batch.chunk import Order
from docgen.batch.plan import Plan
from docgen.register.in_force import InForce


def choosing(in_force: InForce) -> InForce:
    """Return what chooses as the register says now, whatever is promoted later."""
    return replace(in_force, fixed=in_force.turns())


def with_sets(plan: Plan, in_force: InForce) -> Plan:
    """Return a plan whose documents are made with the set of their day.

    What is issued needs none: issuing chooses by itself. Errors: `SetAlteredError`.
    """
    if plan.issue:
        return plan
    sets = tuple((day, in_force.on(day).file) for day, _ in in_force.turns())
    return replace(plan, order=replace(plan.order, sets=sets))


def refuse_unfit(in_force: InForce, kinds: Iterable[str]) -> None:
    """Show that the kinds a batch meets can be made with every set it may need.

    Errors: `CatalogueError` with one sentence naming the file and the place in it.
    """
    for kind in sorted(kinds):
        for day, _ in in_force.turns():
            if kind in in_force.engine.catalogue:
                in_force.for_kind(kind, day)


def used(order: Order, days: Iterable[date]) -> list[Path]:
    """Return the files of the sets that documents of these days were made with."""
    files = {order.set_on(day) for day in days}
    return sorted(file for file in files if file)
