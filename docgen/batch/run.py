"""Run a batch from wherever it stands to its sealed bag; the same call goes on after any kill."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from docgen.archive.bag import seal
from docgen.archive.entry import DOCUMENTS, Entry, FileEntry
from docgen.batch.crew import Crew
from docgen.batch.failures import list_failures
from docgen.batch.inputs import Input, open_input, opener_for
from docgen.batch.item import InputError, Reading
from docgen.batch.keep import KeepError, discard, walk
from docgen.batch.ledger import Ledger
from docgen.batch.numbering import Registered, nobody
from docgen.batch.plan import Plan
from docgen.batch.progress import Progress, Watch
from docgen.batch.promoted import refuse_unfit, used
from docgen.batch.settle import settle
from docgen.batch.work import Workshop
from docgen.engine import Engine
from docgen.errors import BusyError
from docgen.proof.opening import prove
from docgen.proof.records import Records
from docgen.register.in_force import InForce


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended: lines by state, how many this run rendered, and the bag's digest.

    `content_sha256` is empty while the bag is not sealed: something waits, or nothing was done.
    Lines that nobody has read yet wait too, as far as they can be counted. `numbered` says that
    documents bear numbers that their cases brought along. `rows` says of each table of a
    spreadsheet how many rows were read, belong to no case, or are hidden and were left out
    (`Tally`).
    """

    done: int
    failed: int
    waiting: int
    rendered: int
    stopped: bool
    content_sha256: str
    rows: Sequence[Mapping[str, Any]] = ()
    numbered: bool = False


def run(
    plan: Plan,
    engine: Engine,
    open_crew: Callable[[], Crew],
    *,
    watch: Watch,
    stop: threading.Event,
    retry: bool = False,
    begun: Callable[[], None] = lambda: None,
    ended: Callable[[Summary], None] = lambda _: None,
    registered: Registered = nobody,
    in_force: InForce | None = None,
) -> Summary:
    """Do what is left of a batch.

    `open_crew` is called when there may be something to render. Setting `stop` finishes what is
    being rendered and no more. With `retry` the lines that failed are tried again. `begun` is
    called once the batch is this process's own, `ended` as the last thing while it still is.
    `registered` tells whether the register has a document number already; `in_force` knows the
    sets of templates in the plan's order.
    Errors: `InputError`, `BatchChangedError`, `KeepError`, `LedgerError`, `BusyError` when another
    process runs this batch, `BagError`, `CatalogueError` before anything is rendered when a kind
    of what is left is not fit for use, and those of starting a crew.
    """
    opener_for(plan.source)  # Refuses what nobody can read before a folder is made.
    with folder_of(plan), Ledger(plan.ledger) as ledger:
        begun()
        before = ledger.standing()
        watch(Progress("preparing", before.done, before.failed, None))
        discard([plan.scratch])
        reading = Reading(engine.catalogue, plan.kind, plan.hidden)
        total = None
        with open_input(plan.source, reading, plan.scratch) as given:
            first = settle(plan, engine, ledger, given, retry=retry)
            if first is not None:
                kinds = {*given.kinds(first, plan.limit)}
                refuse_flawed(engine, kinds)
                if in_force:
                    refuse_unfit(in_force, kinds)
                # No half-filled bag may look like a whole one.
                (plan.bag / "bagit.txt").unlink(missing_ok=True)
                total = total_of(plan, given)
                ledger.note({"rows": rows_of(given)})
                with open_crew() as crew, closing(given.items(first, plan.limit)) as items:
                    workshop = Workshop(plan, engine, ledger, crew, items, registered=registered)
                    workshop.run(total, watch, stop)
                _conclude(plan, engine, ledger, given, watch, stopped=stop.is_set())
        discard([plan.scratch])
        after, facts = ledger.standing(), ledger.facts()
        watch(Progress("finished", after.done, after.failed, after.done + after.failed))
        unread = (total or 0) - after.done - after.failed if stop.is_set() else 0
        summary = Summary(
            after.done, after.failed, max(after.waiting, unread), after.done - before.done,
            stop.is_set(), (facts.get("sealed") or {}).get("content_sha256", ""),
            facts.get("rows") or [], ledger.bears_numbers(),
        )  # fmt: skip
        ended(summary)
        return summary


def rows_of(given: Input) -> list[dict[str, Any]]:
    """Return where the rows of a spreadsheet went, table by table; nothing for other inputs."""
    return [asdict(each) for each in given.book.tallies()] if given.book else []


def refuse_flawed(engine: Engine, kinds: Iterable[str]) -> None:
    """Show that the kinds a batch meets can be made; others may be flawed, nobody asked for them.

    Errors: `CatalogueError` with one sentence naming the file and the place in it.
    """
    records = Records(engine.settings, engine.catalogue)
    for kind in sorted(kinds):
        if kind in engine.catalogue:  # Cases of no kind at all fail one by one.
            prove(engine, kind, records)


def total_of(plan: Plan, given: Input) -> int | None:
    """Return about how many lines are to be done; None when nobody knows beforehand."""
    count = given.count()
    return count if count is None or plan.limit is None else min(count, plan.limit)


def _conclude(
    plan: Plan, engine: Engine, ledger: Ledger, given: Input, watch: Watch, *, stopped: bool
) -> None:
    """List what failed; seal the bag unless something still waits."""
    list_failures(plan, ledger, given)
    standing = ledger.standing()
    if stopped or standing.waiting or not standing.done:
        return
    watch(Progress("sealing", standing.done, standing.failed, standing.done + standing.failed))
    # A file whose line a kill kept from being entered; its case may have been mended since.
    discard(plan.bag / path for path in walk(plan.bag, DOCUMENTS) if not ledger.knows(path))
    day = date.fromisoformat(ledger.facts()["begun_on"])
    faces = "pdf" in plan.order.formats
    entries = entries_of(ledger, plan.retention)
    sets = used(plan.order, (each.dated_on for each in entries_of(ledger, plan.retention)))
    sealed = seal(
        plan.bag, entries, engine, bagged_on=day, merge=plan.merge, faces=faces,
        mixed=bool(sets), sets=sets,
    )  # fmt: skip
    ledger.note({"sealed": {"plan": plan.sealing, "content_sha256": sealed.content_sha256}})
    ledger.commit()


def entries_of(ledger: Ledger, retention: str) -> Iterator[Entry]:
    """Yield what the bag says of every finished line, in order of the input."""
    for sequence, (row, files) in enumerate(ledger.finished(), start=1):
        yield Entry(
            sequence=sequence,
            id=row["id"],
            kind=row["kind"],
            title=row["title"],
            dated_on=date.fromisoformat(row["dated_on"]),
            files=tuple(
                FileEntry(*(file[name] for name in ("format", "path", "sha256", "sha512", "size")))
                for file in files
            ),
            input_sha256=row["input_sha256"],
            document_number=row["document_number"],
            pages=row["pages"],
            retention=retention,
            group=row["volume"],
        )


@contextmanager
def folder_of(plan: Plan) -> Iterator[None]:
    """Make the folder of a batch and keep it to ourselves, until we are done or killed."""
    source, out = plan.source.resolve(), plan.out.resolve()
    if out == source or (source.is_dir() and out.is_relative_to(source)):
        raise InputError("输出文件夹不能在输入文件夹里面，请另选 --out。")
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not plan.ledger.exists() and any(out.iterdir()):
            raise InputError(f"{plan.out} 里已有别的文件，请另选一个空文件夹作 --out。")
        handle = os.open(out, os.O_RDONLY)
    except OSError as fault:
        raise KeepError(f"用不了文件夹 {plan.out}（{fault.strerror}），请检查权限。") from fault
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BusyError(f"另一个 docgen batch 正在写 {plan.out}，请等它结束。") from None
    finally:
        os.close(handle)
