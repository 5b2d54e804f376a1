"""Write what happens as JSON lines on stderr: ids, digests and codes, never a party's data.

Our own lines say what we put into them. What a library says may quote a payload or a request, so
of its lines only the place, the level and the class of an exception come through.
"""

import logging
import traceback
from collections.abc import MutableMapping, Sequence
from typing import Any

import structlog
from structlog.contextvars import merge_contextvars
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import Processor

OURS = "docgen"
Line = MutableMapping[str, Any]


def open_log(name: str) -> BoundLogger:
    """Return the log of one part of docgen; `log.info("event_name", id=...)`."""
    log: BoundLogger = structlog.wrap_logger(
        logging.getLogger(f"{OURS}.{name}"),
        processors=[merge_contextvars, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=True,
    )
    return log


def log_config(level: str = "INFO") -> dict[str, Any]:
    """Return the configuration (`logging.config.dictConfig`) of a process that docgen owns."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": line_format}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "json",
            }
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            OURS: {"level": level},
            # It would say each time that all threads are at work.
            "waitress.queue": {"level": "ERROR"},
        },
    }


def line_format() -> logging.Formatter:
    """Return the formatter that makes one JSON line of a record, ours or a library's."""
    foreign: Sequence[Processor] = (merge_contextvars, _without_words)
    return ProcessorFormatter(
        foreign_pre_chain=foreign,
        processors=[
            _stamped,
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
    )


def places(fault: BaseException) -> list[str]:
    """Return where an exception arose, line by line of code; its message is left out."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]


def _stamped(_logger: Any, _method: str, line: Line) -> Line:
    record: logging.LogRecord = line["_record"]
    line.update(level=record.levelname.lower(), logger=record.name)
    return line


def _without_words(_logger: Any, _method: str, line: Line) -> Line:
    """Reduce a library's line to where it comes from."""
    record: logging.LogRecord = line["_record"]
    if record.name.split(".")[0] == OURS:
        return line
    fault = record.exc_info[1] if record.exc_info else None
    line.pop("exc_info", None)
    line.pop("stack_info", None)
    line["event"] = "library_message"
    line["place"] = f"{record.pathname}:{record.lineno} {record.funcName}"
    if fault is not None:
        line.update(fault=type(fault).__name__, frames=places(fault))
    return line
