"""Whatever a dying process prints, the log stays JSON, and of a party nothing is in it."""

import io
import json
import os
from pathlib import Path
from typing import Any

from api.serve.lines import pass_on

TRACEBACK = """Traceback (most recent call last):
  File "/srv/docgen/worker.py", line 12, in work
    render("李想 13900001234")
pebble.common.types.ProcessExpired: 李想
"""


def passed(text: str, tmp_path: Path) -> list[dict[str, Any]]:
    handle = os.open(tmp_path / "log", os.O_RDWR | os.O_CREAT)
    try:
        pass_on(io.BytesIO(text.encode()), handle).join(10)
    finally:
        os.close(handle)
    return [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]


def test_our_lines_come_through_as_they_are(tmp_path: Path) -> None:
    ours = {"event": "request", "route": "/"}
    assert passed(json.dumps(ours) + "\n", tmp_path) == [ours]


def test_a_traceback_is_one_line_that_says_where_and_nothing_of_what(tmp_path: Path) -> None:
    first, second, third = passed(f'{{"a": 1}}\n{TRACEBACK}{{"b": 2}}\n', tmp_path)
    assert (first, third) == ({"a": 1}, {"b": 2})
    assert second["event"] == "printed"
    assert second["lines"] == 4
    assert second["frames"] == ["/srv/docgen/worker.py:12 work"]
    assert second["fault"] == "pebble.common.types.ProcessExpired"
    told = json.dumps(second, ensure_ascii=False)
    assert not any(word in told for word in ("李想", "13900001234"))


def test_blank_lines_are_nothing(tmp_path: Path) -> None:
    assert passed("\n  \n", tmp_path) == []


def test_a_log_that_takes_no_more_stops_nobody(tmp_path: Path) -> None:
    handle = os.open("/dev/full", os.O_WRONLY)
    try:
        thread = pass_on(io.BytesIO(b'{"a": 1}\n' * 10), handle)
        thread.join(10)
        assert not thread.is_alive()
    finally:
        os.close(handle)
