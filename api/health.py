"""Tell a supervisor whether the process lives, whether it can do its work, and how much it does."""

import threading
import time
from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from api.errors import problem
from api.metrics import Metrics
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.head import RegisterBehindError
from docgen.register.migrations import NewerRegisterError, UpgradeNeededError
from docgen.register.probe import probe_database, probe_store
from docgen.register.store import StoreError
from docgen.render.refusals import FontsError
from docgen.workers.pool import RenderPool

# Whoever asks more often hears the last answer: a probe writes to the disk.
FRESH_SECONDS = 2.0

TEMPLATES, WORKERS = "templates_not_ready", "workers_not_ready"
UNREADY: Mapping[str, str] = MappingProxyType(
    {
        TEMPLATES: "有文书的模板文件不在了，请在服务器上运行 docgen lint 查看。",
        WORKERS: "渲染进程还没有准备好，请稍候或查看日志。",
        FontsError.code: "字体没有准备好，请在服务器上运行 docgen doctor 查看。",
        RegisterUnavailableError.code: (
            "登记簿的数据库读不了或写不了（被占用、连不上或磁盘已满），请管理员查看。"
        ),
        RegisterBehindError.code: (
            "登记簿的数据库比存放处的记录旧，已停止出具，请管理员按运维手册“数据库倒退”一节处理。"
        ),
        UpgradeNeededError.code: (
            "登记簿的表比程序旧，请管理员停止服务后运行 docgen register upgrade。"
        ),
        NewerRegisterError.code: "登记簿由更新版本的程序升级过，请管理员换用新版本的程序。",
        StoreError.code: "存放文书的文件夹写不了，请管理员检查磁盘空间和权限。",
    }
)


class Checkup:
    """Looks after everything the service needs, at most every `FRESH_SECONDS`."""

    def __init__(self, engine: Engine, pool: RenderPool | None, register: Register | None) -> None:
        self._engine = engine
        self._pool = pool
        self._register = register
        self._looking = threading.Lock()
        self._register_looked = -FRESH_SECONDS
        self._register_ails = ""

    def ails(self) -> str:
        """Return the code of the first part that is not well; empty when all are."""
        engine, pool = self._engine, self._pool
        if any(kind.missing_template for kind in engine.catalogue.values()):
            return TEMPLATES
        # Before the faces: a machine without any prepares them for a minute, once, in a worker.
        if pool is not None and not pool.ready:
            return WORKERS
        try:
            _ = engine.faces
        except FontsError as fault:
            return fault.code
        return self._ails_of_register() if self._register else ""

    def _ails_of_register(self) -> str:
        with self._looking:
            if time.monotonic() - self._register_looked >= FRESH_SECONDS:
                self._register_ails = self._probed()
                self._register_looked = time.monotonic()
            return self._register_ails

    def _probed(self) -> str:
        assert self._register is not None  # noqa: S101 - asked for by the only caller
        try:
            probe_store(self._register)
            probe_database(self._register)
        except DocgenError as fault:
            return fault.code
        return ""


def health_routes(
    engine: Engine, pool: RenderPool | None, register: Register | None, metrics: Metrics
) -> Blueprint:
    """Return `/healthz` (alive), `/readyz` and `/metrics`.

    Ready means: every kind, proved at the start, has its templates, the faces are prepared, the
    workers of the pool are warm, and the register's database and folder can be written.
    """
    routes = Blueprint("health", __name__)
    checkup = Checkup(engine, pool, register)

    @routes.get("/healthz")
    def healthz() -> Response:
        return jsonify({"alive": True})

    @routes.get("/readyz")
    def readyz() -> Response:
        if code := checkup.ails():
            return problem(503, code, UNREADY[code])
        return jsonify(
            {
                "ready": True,
                "kinds": list(engine.catalogue),
                "faces": engine.faces.digest,
                "calendar": engine.law.calendar.version,
            }
        )

    @routes.get("/metrics", endpoint="metrics")
    def numbers() -> Response:
        return Response(metrics.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return routes
