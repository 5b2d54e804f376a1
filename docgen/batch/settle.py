"""Settle what is left to do before anything is rendered: what was begun, and what changed since."""

from collections.abc import Iterator

from docgen.batch.inputs import Input, fingerprint
from docgen.batch.item import Item
from docgen.batch.ledger import Ledger
from docgen.batch.numbering import TWICE
from docgen.batch.plan import ASKED, BatchChangedError, Plan, conditions_of, refuse_changes
from docgen.batch.work import DUPLICATE_ID
from docgen.clock import beijing_day
from docgen.engine import Engine


def is_finished(plan: Plan, ledger: Ledger) -> bool:
    """Tell whether the bag is sealed with every line of the input asked for, and as asked for."""
    sealed = ledger.facts().get("sealed")
    return sealed is not None and sealed["plan"] == plan.sealing


def settle(plan: Plan, engine: Engine, ledger: Ledger, given: Input, *, retry: bool) -> int | None:
    """Bring the ledger in step with the input; return the first line left, None when all is done.

    With `retry` the lines that failed wait again.
    Errors: `BatchChangedError`, before anything is changed.
    """
    facts, before = ledger.facts(), ledger.standing()
    now, finger = conditions_of(plan, engine), fingerprint(plan.source)
    unchanged = facts.get("input") == finger
    lost = list(_lost(plan, ledger))
    if is_finished(plan, ledger) and unchanged and not lost and not (retry and before.failed):
        refuse_changes(facts["conditions"], now, before.done, ASKED)
        return None
    if before.done:
        refuse_changes(facts["conditions"], now, before.done)
    if facts and not unchanged:
        _compare(ledger, given.items())
        # Whoever had the same id or number may be the one that was mended.
        ledger.await_again(ledger.failed_for((DUPLICATE_ID, TWICE)))
    if retry or now != facts.get("conditions"):
        ledger.await_again(list(ledger.lines("failed")))
    ledger.await_again(lost)
    begun = facts.get("begun_on") or beijing_day().isoformat()
    ledger.note({"conditions": now, "input": finger, "sealed": None, "begun_on": begun})
    ledger.commit()
    first = ledger.first_waiting()
    if first is None:
        first = ledger.last_line() + 1
    return first


def _lost(plan: Plan, ledger: Ledger) -> Iterator[int]:
    """Yield the finished lines whose files somebody took away or cut short."""
    for line, path, size in ledger.files():
        file = plan.bag / path
        if not file.is_file() or file.stat().st_size != size:
            yield line


def _compare(ledger: Ledger, items: Iterator[Item]) -> None:
    """Enter what is new or mended in an input that changed; refuse when finished lines changed."""
    last, other, first = 0, 0, 0
    for item in items:
        last = item.line
        state, digest = ledger.state_of(item.line) or ("", "")
        if digest == item.sha256:
            continue
        if state == "done":
            other, first = other + 1, first or item.line
        else:
            ledger.enter(item)
    gone = ledger.done_after(last)
    if other or gone:
        ledger.forget()
        place = f"从第 {first} 行起有 {other} 行" if other else f"少了末尾的 {gone} 行"
        raise BatchChangedError(
            f"输入变了：已经生成文书的案件中，{place}与当时的不同，所以没有继续。"
            "请恢复原来的输入再运行同一命令（没有生成的案件可以改正，末尾可以添加）；"
            "或者加 --anew，在旁边另起一个文件夹从头做，原有的不动。"
        )
    ledger.cut_off(last)
