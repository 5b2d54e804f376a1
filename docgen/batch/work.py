"""The heart of a batch: hand out chunks, take in what comes back, enter it once it is safe.

Three lines wait: what a chunk had no time for, what was in a chunk that was lost (each alone now,
so that the one to blame costs only itself), and the rest of the input.
"""

import threading
from collections import deque
from collections.abc import Container, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait

from docgen.archive.entry import document_path, is_id
from docgen.batch.chunk import Failed, Made, Work
from docgen.batch.crew import Crew
from docgen.batch.item import Item
from docgen.batch.keep import keep
from docgen.batch.ledger import Ledger
from docgen.batch.numbering import Numbering, Registered, nobody
from docgen.batch.plan import Plan, template_digest
from docgen.batch.progress import Pace, Progress, Watch
from docgen.engine import Engine
from docgen.errors import DeadlineError, DocgenError, UnknownKindError, WorkerLostError
from docgen.photo.folder import named_photos

CHUNK = 16
CHUNK_BYTES = 8 << 20
# A case is given up after it was lost twice, the second time alone.
MOST_TRIES = 2
DUPLICATE_ID = "duplicate_id"
# How long to wait for a worker before looking whether somebody wants to stop.
TICK_SECONDS = 0.5


class Workshop:
    """One run over what is left of an input."""

    def __init__(
        self, plan: Plan, engine: Engine, ledger: Ledger, crew: Crew, items: Iterator[Item], *,
        registered: Registered = nobody,
    ) -> None:  # fmt: skip
        self._plan, self._engine, self._ledger, self._crew = plan, engine, ledger, crew
        self._numbering = Numbering(engine, ledger.claim_number, plan.order.copy, registered)
        self._new = self._works(items)
        self._rest: deque[Work] = deque()
        self._alone: deque[Work] = deque()
        self._out: dict[Future[list[Made | Failed]], Sequence[Work]] = {}
        self._templates = {
            kind: template_digest(engine, plan.order, kind) for kind in engine.catalogue
        }
        self._made: list[tuple[Made, Work]] = []
        self._standing = ledger.standing()
        self._now_done = self._now_failed = 0
        self._kind = ""

    def run(self, total: int | None, watch: Watch, stop: threading.Event) -> None:
        """Work until nothing is left, or until what is being rendered is done once `stop` is set.

        Errors: `KeepError`, `LedgerError`, and what keeps the crew from rendering at all.
        """
        pace = Pace()
        while self._hand_out(total, stop):
            finished, _ = wait(self._out, TICK_SECONDS, FIRST_COMPLETED)
            if stop.is_set():
                for future in self._out:
                    future.cancel()
            for future in finished:
                self._take_in(future)
            self._enter()
            pace.count(self._now_done + self._now_failed)
            watch(self._progress(total, pace.rate))

    def _progress(self, total: int | None, rate: float) -> Progress:
        done = self._standing.done + self._now_done
        failed = self._standing.failed + self._now_failed
        left = max(0, total - done - failed) / rate if total is not None and rate else None
        return Progress("rendering", done, failed, total, rate, left, self._kind)

    def _hand_out(self, total: int | None, stop: threading.Event) -> bool:
        """Keep the crew supplied; tell whether anything is being rendered."""
        while len(self._out) < self._crew.width and not stop.is_set():
            chunk = self._next(self._size(total))
            if not chunk:
                break
            self._out[self._crew.hand_out(self._plan.order, chunk)] = chunk
        self._ledger.commit()
        return bool(self._out)

    def _size(self, total: int | None) -> int:
        """Return how long the next chunk is: shorter towards the end, so that all end together."""
        if total is None:
            return CHUNK
        settled = self._standing.done + self._standing.failed + self._now_done + self._now_failed
        left = total - settled - sum(len(chunk) for chunk in self._out.values())
        return max(1, min(CHUNK, left // (2 * self._crew.width)))

    def _next(self, size: int) -> list[Work]:
        if self._alone and not self._rest:
            return [self._alone.popleft()]
        chunk: list[Work] = []
        taken = 0
        while len(chunk) < size and taken < CHUNK_BYTES:
            if self._rest:
                chunk.append(self._rest.popleft())
            elif (work := next(self._new, None)) is not None:
                chunk.append(work)
            else:
                break
            taken += chunk[-1].size
        return chunk

    def _works(self, items: Iterator[Item]) -> Iterator[Work]:
        """Yield what is to be rendered; enter every line, and as failed what cannot be."""
        for item in items:
            known = self._ledger.state_of(item.line)
            if known is not None and known[0] != "waiting":
                continue
            if known is None or known[1] != item.sha256:
                self._ledger.enter(item)
            if refusal := self._refusal(item):
                kind = item.kind if item.kind in self._engine.catalogue else ""
                self._ledger.fail(refusal, 0, kind)
                self._now_failed += 1
            else:
                yield self._work(item)

    def _work(self, item: Item) -> Work:
        files, size = item.files, item.size
        if self._crew.far:
            files = named_photos(item.payload, item.files)
            size += sum(len(content) for content in files.values())
        return Work(item.line, item.kind, item.payload, files, size)

    def _refusal(self, item: Item) -> Failed | None:
        """Return why an item is not even handed out; give it its id otherwise."""
        if refusal := refusal_of(item, self._engine.catalogue):
            return refusal
        id = item.id if is_id(item.id) else f"{item.line:07d}-{item.sha256[:12]}"
        other = self._ledger.claim(item.line, item.kind, id, self._templates[item.kind])
        if other is not None:
            detail = f"编号（id）与第 {other} 行的相同，请改成不同的。"
            return Failed(item.line, DUPLICATE_ID, detail)
        return self._numbering.refusal(item)

    def _take_in(self, future: "Future[list[Made | Failed]]") -> None:
        chunk = self._out.pop(future)
        try:
            results = future.result()
        except CancelledError:
            return  # Somebody wants to stop; the lines go on waiting.
        except (WorkerLostError, DeadlineError) as fault:
            for work in chunk:
                self._lost(work, fault)
            return
        for work, result in zip(chunk, results, strict=False):
            self._kind = work.kind
            if isinstance(result, Made):
                self._made.append((result, work))
            else:
                self._fail(result, work.tries + 1)
        self._rest.extend(chunk[len(results) :])

    def _lost(self, work: Work, fault: DocgenError) -> None:
        if work.tries + 1 < MOST_TRIES:
            self._alone.append(work.again())
        else:
            self._fail(Failed(work.line, fault.code, fault.message), work.tries + 1)

    def _fail(self, failed: Failed, attempts: int) -> None:
        self._ledger.fail(failed, attempts)
        self._now_failed += 1

    def _enter(self) -> None:
        """Put finished files in their places, then enter their lines; only then are they done."""
        contents: dict[str, bytes] = {}
        for made, work in self._made:
            id = self._ledger.id_of(made.line)
            paths = {
                file.format: document_path(id, made.dated_on, file.format) for file in made.files
            }
            contents |= {paths[file.format]: file.content for file in made.files}
            self._ledger.finish(made, paths, work.tries + 1)
        keep(self._plan.bag, self._plan.scratch, contents)
        self._ledger.commit()
        self._now_done += len(self._made)
        self._made.clear()


def refusal_of(item: Item, kinds: Container[str]) -> Failed | None:
    """Return why an item is no case of a kind that there is; None for one that is."""
    if item.findings:
        first = item.findings[0]
        return Failed(item.line, first.code, first.detail, item.findings)
    if item.kind not in kinds:
        detail = "没有这种文书，请核对种类（kind），可用的见 docgen kinds。"
        return Failed(item.line, UnknownKindError.code, detail)
    return None
