"""Keep one process serving: whoever crashes is started again, whoever says why it ends is not.

The parent holds the listening socket, so that clients wait in line while a child starts anew.
It imports nothing of the service.
"""

import signal
import socket
import subprocess
import sys
import threading
from types import FrameType

from api.serve.lines import pass_on, say

BACKLOG = 1024
LAST_WORDS_SECONDS = 2.0
# How a child ends that wants to begin anew with what has been saved meanwhile.
RENEW = 75


def listen(bind: str) -> socket.socket:
    """Return a socket that listens at `HOST:PORT`.

    Errors: `SystemExit` with a sentence when the place is taken or not ours.
    """
    host, _, port = bind.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, int(port)), family=family, backlog=BACKLOG)
    except OSError as fault:
        raise SystemExit(
            f"不能在 {bind} 监听（{fault.strerror}），请换一个端口或地址，或者先停止占用它的程序。"
        ) from None


def supervise(command: list[str], listener: socket.socket, *, pause: float) -> int:
    """Run `command` with the listener until it ends by itself; return its exit code.

    A crash is answered by a new child after `pause` seconds, an end with `RENEW` at once. SIGTERM
    and SIGINT are passed on, and end it for good.
    """
    ending, log = threading.Event(), sys.stderr.fileno()
    child: subprocess.Popen[bytes] | None = None

    def end(number: int, _frame: FrameType | None) -> None:
        ending.set()
        listener.close()  # Whoever comes from now on finds nobody.
        if child:
            child.send_signal(number)

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    while not ending.is_set():
        child = subprocess.Popen(  # noqa: S603
            command, pass_fds=[listener.fileno()], stderr=subprocess.PIPE
        )
        assert child.stderr  # noqa: S101 - asked for a line above
        lines = pass_on(child.stderr, log)
        code = child.wait()
        # A worker that outlives the child for a moment keeps the line open.
        lines.join(LAST_WORDS_SECONDS)
        if code == RENEW and not ending.is_set():
            say("server_renewed", log)
            continue
        if code >= 0 or ending.is_set():
            return max(code, 0)
        say("server_lost", log, signal=-code)
        ending.wait(pause)
    return 0
