"""Issue every case of an input in the register, in the order of the input, once each.

The register gives the numbers and keeps the documents; the ledger beside knows which line became
which document. A line's document has its id before it is made, so that after any kill the register
itself tells whether it was issued.
"""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from docgen.archive.entry import is_id
from docgen.batch.chunk import Failed, Made
from docgen.batch.failures import list_failures
from docgen.batch.inputs import open_input, opener_for
from docgen.batch.item import Item, Reading
from docgen.batch.keep import discard, keep_lines
from docgen.batch.ledger import Ledger
from docgen.batch.plan import Plan
from docgen.batch.progress import Pace, Progress, Watch
from docgen.batch.run import Summary, folder_of, refuse_flawed, rows_of, total_of
from docgen.batch.settle import settle
from docgen.batch.work import DUPLICATE_ID, refusal_of
from docgen.engine import Engine
from docgen.errors import InvalidCaseError, RenderError
from docgen.listing import Column, csv_head, csv_line
from docgen.register import issue as register_issue
from docgen.register.actor import Actor
from docgen.register.cases import CaseClosedError, CaseReferenceError
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.register.issue import IssuedDocument, Render
from docgen.register.issued import allow
from docgen.register.recover import recover
from docgen.register.rights import Act
from schemas.ground.base import error

# Beside the ledger: which line became which document, for people and programs.
LIST = "issued.csv"
_COLUMNS: tuple[Column[tuple[int, str, Made]], ...] = (
    Column("行", 6, lambda row: row[0]),
    Column("文书编号", 34, lambda row: row[1]),
    Column("文号", 30, lambda row: row[2].document_number),
    Column("题名", 40, lambda row: row[2].title),
    Column("日期", 12, lambda row: row[2].dated_on),
)


def issue_all(
    plan: Plan, engine: Engine, register: Register, actor: Actor, render: Render, *,
    watch: Watch, stop: threading.Event, retry: bool = False,
) -> Summary:  # fmt: skip
    """Issue what is left of an input; the same call goes on after any kill.

    Errors: `NotAllowedError`, those of `run.run` but for the crew's, and those of the register
    that concern more than one case: `RegisterUnavailableError`, `RegisterBehindError`,
    `StoreError`.
    """
    allow(Act.issue, actor)
    opener_for(plan.source)
    with folder_of(plan), Ledger(plan.ledger) as ledger:
        recover(register)
        before, total = ledger.standing(), None
        watch(Progress("preparing", before.done, before.failed, None))
        reading = Reading(engine.catalogue, plan.kind, plan.hidden)
        with open_input(plan.source, reading, plan.scratch) as given:
            first = settle(plan, engine, ledger, given, retry=retry)
            if first is not None:
                refuse_flawed(engine, given.kinds(first, plan.limit))
                total = total_of(plan, given)
                ledger.note({"rows": rows_of(given)})
                with closing(given.items(first, plan.limit)) as items:
                    desk = _Desk(
                        engine=engine, register=register, actor=actor, render=render, ledger=ledger
                    )
                    desk.work(items, total, watch, stop)
                list_failures(plan, ledger, given)
        keep_lines(plan.out / LIST, plan.scratch, _listed(ledger))
        discard([plan.scratch])
        after = ledger.standing()
        watch(Progress("finished", after.done, after.failed, after.done + after.failed))
        unread = (total or 0) - after.done - after.failed if stop.is_set() else 0
        return Summary(
            after.done, after.failed, max(after.waiting, unread), after.done - before.done,
            stop.is_set(), "", ledger.facts().get("rows") or [],
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Whoever issues line after line, and enters what became of each."""

    engine: Engine
    register: Register
    actor: Actor
    render: Render
    ledger: Ledger

    def work(
        self, items: Iterator[Item], total: int | None, watch: Watch, stop: threading.Event
    ) -> None:
        """Issue until nothing is left or somebody wants to stop."""
        pace, standing = Pace(), self.ledger.standing()
        done, failed = standing.done, standing.failed
        for item in items:
            if stop.is_set():
                return
            known = self.ledger.state_of(item.line)
            if known is not None and known[0] != "waiting":
                continue
            if known is None or known[1] != item.sha256:
                self.ledger.enter(item)
            if self._do(item):
                done += 1
            else:
                failed += 1
            self.ledger.commit()
            pace.count(done + failed - standing.done - standing.failed)
            watch(Progress("rendering", done, failed, total, pace.rate, kind=item.kind))

    def _do(self, item: Item) -> bool:
        """Issue one case and enter what became of it; tell whether it has a document."""
        refusal = refusal_of(item, self.engine.catalogue)
        if refusal is None:
            id = item.id if is_id(item.id) else f"{item.line:07d}-{item.sha256[:12]}"
            other = self.ledger.claim(item.line, item.kind, id, "")
            if other is not None:
                detail = f"编号（id）与第 {other} 行的相同，请改成不同的。"
                refusal = Failed(item.line, DUPLICATE_ID, detail)
        if refusal is None:
            made = self._issued(item)
            if isinstance(made, Made):
                self.ledger.finish(made, {}, 1)
                return True
            refusal = made
        self.ledger.fail(refusal, 0, item.kind if item.kind in self.engine.catalogue else "")
        return False

    def _issued(self, item: Item) -> Made | Failed:
        document_id = self.ledger.document_of(item.line)
        if document_id is None:
            document_id = new_id(self.register.now())
            self.ledger.note_document(item.line, document_id)
            self.ledger.commit()
        try:
            document = register_issue.find(self.register, document_id)
            if document is None:
                document = register_issue.issue(
                    self.register, self.engine, item.kind, item.payload, actor=self.actor,
                    case_ref=item.case_ref or None, files=item.files, document_id=document_id,
                    render=self.render,
                )  # fmt: skip
        except InvalidCaseError as fault:
            return Failed(item.line, fault.code, fault.message, fault.findings)
        except (CaseClosedError, CaseReferenceError) as fault:
            here = error("/case_ref", fault.code, fault.message)
            return Failed(item.line, fault.code, fault.message, (here,))
        except RenderError as fault:
            return Failed(item.line, fault.code, fault.message)
        return _made(item.line, document)


def _made(line: int, document: IssuedDocument) -> Made:
    return Made(
        line, document.title, document.document_number, document.dated_on, None, "", ()
    )  # fmt: skip


def _listed(ledger: Ledger) -> Iterator[bytes]:
    """Yield the lines of the list, without the ends that `keep_lines` adds."""
    rows = [*ledger.issued()]
    if not rows:
        return
    yield b"".join(csv_head(_COLUMNS)).rstrip(b"\r\n")
    for row, document_id in rows:
        made = Made(
            row["line"], row["title"], row["document_number"],
            date.fromisoformat(row["dated_on"]), None, "", (),
        )  # fmt: skip
        yield csv_line(_COLUMNS, (row["line"], document_id, made)).rstrip(b"\r\n")
