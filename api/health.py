"""Tell a supervisor whether the process lives, whether it can do its work, and how much it does."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from api.checkup import TEMPLATES, WORKERS, Checkup
from api.errors import problem
from api.metrics import Metrics
from docgen.engine import Engine
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.head import RegisterBehindError
from docgen.register.migrations import NewerRegisterError, UpgradeNeededError
from docgen.register.store import StoreError
from docgen.render.refusals import FontsError
from docgen.workers.pool import RenderPool

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
        code = checkup.ails()
        metrics.note_ready(not code)
        if code:
            return problem(503, code, UNREADY[code])
        return jsonify(
            {
                "ready": True,
                "kinds": list(engine.catalogue),
                "templates": engine.settings.templates.name if engine.settings.edited else "",
                "templates_edited_since": checkup.edited(),
                "faces": engine.faces.digest,
                "calendar": engine.law.calendar.version,
            }
        )

    @routes.get("/metrics", endpoint="metrics")
    def numbers() -> Response:
        metrics.note_ready(not checkup.ails())
        return Response(metrics.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return routes
