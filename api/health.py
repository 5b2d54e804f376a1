"""Tell a supervisor whether the process lives and whether it can render."""

from flask import Blueprint, Response, jsonify

from api.errors import problem
from docgen.engine import Engine
from docgen.pool import RenderPool
from docgen.render.fonts import FontsError


def health_routes(engine: Engine, pool: RenderPool | None) -> Blueprint:
    """Return `/healthz` (alive) and `/readyz`.

    Ready means: every kind compiled, the faces prepared, the workers of the pool warm.
    """
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def healthz() -> Response:
        return jsonify({"alive": True})

    @routes.get("/readyz")
    def readyz() -> Response:
        missing = engine.catalogue.keys() - (engine.words.keys() & engine.pages.keys())
        if missing:
            return problem(503, "templates_not_ready", "有文书的模板没有编译完，请稍候或查看日志。")
        # Before the faces: a machine without any prepares them for a minute, once, in a worker.
        if pool is not None and not pool.ready:
            return problem(503, "workers_not_ready", "渲染进程还没有准备好，请稍候或查看日志。")
        try:
            faces = engine.faces
        except FontsError as fault:
            return problem(503, fault.code, "字体没有准备好，请在服务器上运行 docgen doctor 查看。")
        return jsonify(
            {
                "ready": True,
                "kinds": list(engine.catalogue),
                "faces": faces.digest,
                "calendar": engine.law.calendar.version,
            }
        )

    return routes
