"""The crew of many machines: the same chunks on the workers of a dask scheduler.

Every dask worker keeps a render pool of its own, so a document that crashes or never ends harms
neither the dask worker nor anybody else's chunk. A lost worker's chunk is done by another one.
A worker whose templates, fonts or releases differ from ours renders nothing.
"""

import asyncio
import logging
import multiprocessing
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from docgen.batch.chunk import Failed, Made, Order, Work
from docgen.batch.crew import AHEAD, RECYCLE_AFTER, ClusterError, submit_chunk
from docgen.batch.plan import Plan, changed, conditions_of
from docgen.engine import Engine, assemble
from docgen.errors import DocgenError, WorkerLostError
from docgen.settings import Settings
from docgen.template.frozen import freeze
from docgen.workers.pool import RenderPool

CONNECT_SECONDS = 10
WORKER_SECONDS = 120
connect: Callable[..., Any] = Client  # distributed has no types for it.


class ClusterCrew:
    """The workers of a scheduler, as many as there are at any moment."""

    far = True

    def __init__(self, address: str, plan: Plan, engine: Engine, deadline: float) -> None:
        # Its English lines about lost machines would say again what we say in Chinese.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError):
            raise ClusterError(
                f"连不上调度器 {address}。请核对地址，并确认 dask scheduler 已启动。"
            ) from None
        self._name = f"docgen-{uuid.uuid4().hex}"
        self._deadline = deadline
        try:
            self._client.wait_for_workers(1, timeout=WORKER_SECONDS)
            station = Station(plan, conditions_of(plan, engine), deadline, sets_in(plan.order))
            self._client.register_plugin(station, name=self._name)
        except TimeoutError:
            self._client.close()
            raise ClusterError(
                f"调度器 {address} 下没有工作进程。请在各台机器上运行 dask worker {address}。"
            ) from None
        self._executor = self._client.get_executor(pure=False)

    @property
    def width(self) -> int:
        """How many chunks to keep handed out: workers come and go."""
        workers = self._client.scheduler_info(n_workers=-1).get("workers", {}).values()
        threads = sum(int(worker["nthreads"]) for worker in workers)
        return AHEAD * max(1, threads)

    def hand_out(self, order: Order, chunk: Sequence[Work]) -> "Future[list[Made | Failed]]":
        """Have a chunk rendered by whichever machine is free."""
        outcome: Future[list[Made | Failed]] = Future()
        outcome.set_running_or_notify_cancel()  # What was sent is finished, whoever wants to stop.

        def settle(sent: "Future[list[Made | Failed]]") -> None:
            try:
                outcome.set_result(sent.result())
            except BaseException as fault:
                outcome.set_exception(_explained(fault))

        try:
            sent = self._executor.submit(render_far, self._name, order, tuple(chunk))
        except Exception as fault:  # A client that lost its scheduler has an error for every case.
            outcome.set_exception(_explained(fault))
        else:
            sent.add_done_callback(settle)
        return outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # One that stays must forget this batch; what one that is gone answers has no common class.
        with suppress(Exception):
            self._executor.shutdown(wait=False)
            self._client.unregister_worker_plugin(self._name)
        self._client.close(timeout=1)


def _explained(fault: BaseException) -> BaseException:
    """Return what a fault of the cluster means for a batch."""
    if isinstance(fault, DocgenError):
        return fault
    if isinstance(fault, KilledWorker):
        return WorkerLostError()  # The same chunk took several workers along.
    return ClusterError(
        f"与调度器的联系断了（{type(fault).__name__}）。已经收到的都已写好；调度器恢复后再运行同一命令，会接着做。"
    )


def sets_in(order: Order) -> dict[str, bytes]:
    """Return the promoted sets of an order by their files' names: other machines have none."""
    return {file.name: file.read_bytes() for _, file in order.sets if file}


class Station(WorkerPlugin):
    """What a dask worker holds while a batch runs: its pool, or why it may not take part."""

    def __init__(
        self, plan: Plan, conditions: Mapping[str, Any], deadline: float,
        sets: Mapping[str, bytes],
    ) -> None:  # fmt: skip
        self._plan, self._conditions, self._deadline = plan, conditions, deadline
        self._sets, self._place = sets, Path()
        self.pool: RenderPool | None = None
        self.refusal = ""

    async def setup(self, worker: Worker) -> None:
        """Compare this machine with the one the batch runs on, then start the pool."""
        # Like wsgi.py and the command line, the owner of a process: this machine's own settings.
        await asyncio.to_thread(self._open, worker.state.nthreads)

    def _open(self, workers: int) -> None:
        try:
            settings = freeze(Settings.from_env())
            engine = assemble(settings)
            self._place = put_sets(settings.cache, self._sets)
            names = changed(self._conditions, conditions_of(self._plan, engine))
        except DocgenError as fault:
            self.refusal = fault.message
            return
        if names:
            self.refusal = f"与本机不同：{'、'.join(names)}"
            return
        # A nanny's worker is a daemon, which may have no children; ours end with it by themselves.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        self.pool = RenderPool(
            settings, workers=workers, deadline=self._deadline, backlog=workers,
            recycle_after=RECYCLE_AFTER,
        )  # fmt: skip

    def render(self, order: Order, chunk: Sequence[Work]) -> list[Made | Failed]:
        """Have a chunk rendered by the pool.

        Errors: `WorkerLostError`, `DeadlineError`; `ClusterError` on a machine that may not.
        """
        if self.pool is None:
            host = get_worker().address
            raise ClusterError(
                f"{host} 这台机器不能参加：{self.refusal}。请改正或停掉它的 dask worker。"
            )
        sets = tuple((day, file and self._place / file.name) for day, file in order.sets)
        here = replace(order, sets=sets)
        return submit_chunk(self.pool, here, chunk, self._deadline).result()

    async def teardown(self, worker: Worker) -> None:
        """End the pool."""
        if self.pool is not None:
            await asyncio.to_thread(self.pool.stop)


def put_sets(cache: Path, sets: Mapping[str, bytes]) -> Path:
    """Write sets that came over the network below the cache; return where they lie."""
    place = cache / "sets_of_batches"
    if sets:
        place.mkdir(parents=True, exist_ok=True)
    for name, content in sets.items():
        growing = place / f".{uuid.uuid4().hex}"
        growing.write_bytes(content)
        growing.rename(place / name)
    return place


def render_far(name: str, order: Order, chunk: Sequence[Work]) -> list[Made | Failed]:
    """Render a chunk on the dask worker that this runs on."""
    station: Any = get_worker().plugins[name]
    result: list[Made | Failed] = station.render(order, chunk)
    return result
