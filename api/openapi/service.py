"""The contract of the service itself: alive, ready, and the contract."""

from collections.abc import Mapping

from api.openapi.shapes import OPEN, TEXT, Json, json_of, list_of, object_of, operation

TAG: Json = {"name": "service", "description": "运行状态与接口说明"}


def service_paths() -> Json:
    """Return the paths that tell of the service."""
    page = {"text/html": {"schema": TEXT}}
    contract = {"application/json": {"schema": {"type": "object", "required": ["openapi"]}}}
    alive = operation("service", "healthz", "进程是否存活", json_of("Alive"), 500)
    ready = operation("service", "readyz", "能否生成文书", json_of("Ready"), 500, 503)
    counts = {"text/plain": {"schema": TEXT}}
    numbers = operation(
        "service", "metrics", "运行数据（Prometheus 文本格式）", counts, 401, 429, 500
    )
    numbers["description"] = "本机可以直接读取；从其他机器读取须带任何一个有效的密钥。"
    numbers["security"] = [{"key": []}, {"session": []}, OPEN]
    return {
        "/healthz": {"get": alive},
        "/readyz": {"get": ready},
        "/metrics": {"get": numbers},
        "/v1/openapi.json": {"get": operation("service", "openapi", "本契约", contract, 500)},
        "/v1/docs": {"get": operation("service", "docs", "接口说明页", page, 500)},
    }


SCHEMAS: Mapping[str, Json] = {
    "Alive": object_of({"alive": {"const": True}}),
    "Ready": object_of(
        {
            "ready": {"const": True},
            "kinds": list_of(TEXT),
            "faces": TEXT | {"description": "所用字体的摘要"},
            "calendar": TEXT | {"description": "工作日历的版本"},
        }
    ),
}
