"""Look through an input without rendering anything: what would fail, and why."""

from collections.abc import Iterator

from docgen.batch.chunk import Failed
from docgen.batch.inputs import Input
from docgen.batch.item import Item
from docgen.batch.numbering import Numbering, Registered, nobody
from docgen.batch.plan import Plan
from docgen.engine import Engine
from docgen.errors import DocgenError, InvalidCaseError


def check_all(
    plan: Plan, engine: Engine, given: Input, registered: Registered = nobody
) -> Iterator[Failed | None]:
    """Yield for every case of the input what is wrong with it, None for a lawful one.

    `registered` tells whether the register has a document number already.

    Errors: those of `Input.items`.
    """
    claimed: dict[str, int] = {}

    def claim(line: int, number: str) -> int | None:
        first = claimed.setdefault(number, line)
        return None if first == line else first

    numbering = Numbering(engine, claim, plan.order.copy, registered)
    for item in given.items(last=plan.limit):
        yield _fault_of(engine, item, plan.order.copy) or _number_fault(engine, numbering, item)


def _number_fault(engine: Engine, numbering: Numbering, item: Item) -> Failed | None:
    return numbering.refusal(item) if item.kind in engine.catalogue else None


def _fault_of(engine: Engine, item: Item, copy: str) -> Failed | None:
    if item.findings:
        first = item.findings[0]
        return Failed(item.line, first.code, first.detail, item.findings)
    try:
        engine.check(item.kind, item.payload, copy=copy, files=item.files, going_out=True)
    except InvalidCaseError as fault:
        return Failed(item.line, fault.code, fault.message, fault.findings)
    except DocgenError as fault:
        return Failed(item.line, fault.code, fault.message)
    return None
