"""The process that serves: the application, the loop, the signals that end them."""

import logging.config
import os
import signal
import socket
import sqlite3
import sys
import threading
from importlib import import_module
from types import FrameType

from api.serve.supervisor import RENEW
from docgen.errors import DiskError, DocgenError
from docgen.log import log_config, open_log

# A worker that has ended a document waits for the thread that hands it the next; Python's usual
# five milliseconds for each thread that computes meanwhile would be a tenth of a letter.
SWITCH_SECONDS = 0.0005


def main(app: str, listener: str, threads: str, grace: str, patience: str = "") -> None:
    """Load the application `module:name` and serve it on the inherited socket until a signal."""
    logging.config.dictConfig(log_config())
    log, parent = open_log("server"), os.getppid()
    sys.setswitchinterval(SWITCH_SECONDS)
    module, _, name = app.partition(":")
    # Only here, so that the log is ours before anything says a word.
    from api.serve.limits import Limits  # noqa: PLC0415
    from api.serve.server import Server  # noqa: PLC0415

    try:
        application = getattr(import_module(module), name)
    except (DocgenError, OSError, sqlite3.Error) as fault:
        told = fault if isinstance(fault, DocgenError) else DiskError.of(fault)
        log.error("not_started", code=told.code, detail=told.message)
        sys.exit(told.exit_code)
    limits = Limits(patience=float(patience)) if patience else Limits()
    with socket.socket(fileno=int(listener)) as sock:
        server = Server(application, sock, threads=int(threads), limits=limits)

        def end(_number: int, _frame: FrameType | None) -> None:
            server.stop()

        renewing = threading.Event()

        def renew(_number: int, _frame: FrameType | None) -> None:
            renewing.set()
            server.stop()

        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, end)
        signal.signal(signal.SIGHUP, renew)
        log.info("server_started", process=os.getpid())
        server.serve(grace=float(grace), orphaned=lambda: os.getppid() != parent)
        log.info("server_stopped", process=os.getpid())
        if renewing.is_set():
            sys.exit(RENEW)


if __name__ == "__main__":
    main(*sys.argv[1:])
