"""The contract of the service itself: alive, ready, and the contract."""

from collections.abc import Mapping

from api.openapi.shapes import (
    TEXT,
    Json,
    json_of,
    list_of,
    object_of,
    open_object,
    operation,
    steady,
)

TAG: Json = {"name": "service", "description": "运行状态与接口说明"}


def service_paths() -> Json:
    """Return the paths that tell of the service."""
    page = {"text/html": {"schema": TEXT}}
    contract = {"application/json": {"schema": open_object("openapi")}}
    alive = _operation("health.healthz", "进程是否存活", json_of("Alive"))
    ready = _operation("health.readyz", "能否生成文书", json_of("Ready"), 503)
    counts = {"text/plain": {"schema": TEXT}}
    numbers = _operation("health.metrics", "运行数据（Prometheus 文本格式）", counts)
    numbers["description"] = "本机可以直接读取；从其他机器读取须带任何一个有效的密钥。"
    return {
        "/healthz": {"get": alive},
        "/readyz": {"get": ready},
        "/metrics": {"get": numbers},
        "/v1/openapi.json": {"get": steady(_operation("openapi.openapi", "本契约", contract))},
        "/v1/docs": {"get": _operation("docs.docs", "接口说明页", page)},
    }


def _operation(endpoint: str, summary: str, content: Json, *refusals: int) -> Json:
    name = endpoint.partition(".")[2]
    return operation(endpoint, "service", name, summary, content, *refusals)


SCHEMAS: Mapping[str, Json] = {
    "Alive": object_of({"alive": {"const": True}}),
    "Ready": object_of(
        {
            "ready": {"const": True},
            "kinds": list_of(TEXT),
            "templates": TEXT | {"description": "正在使用的模板的摘要；没有固定下来时为空"},
            "templates_edited_since": list_of(TEXT)
            | {"description": "启动以后改动过、还没有使用的模板文件"},
            "faces": TEXT | {"description": "所用字体的摘要"},
            "calendar": TEXT | {"description": "工作日历的版本"},
        }
    ),
}
