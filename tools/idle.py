"""Count how often an idle service wakes the machine, all its processes and threads together.

    python -m tools.idle [--seconds 30]

Prints wake-ups a second for each process; 1 when together there are ten or more.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from tests.processes import descendants
from tests.servers import free_port, running

MOST = 10.0


def wakes(pid: int) -> int:
    """Return how often the threads of a process have gone to sleep by themselves so far."""
    found = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        lines = status.read_text("ascii", "replace").splitlines()
        found += sum(
            int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches")
        )
    return found


def name_of(pid: int) -> str:
    """Return what a process is, in few words."""
    line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    known = {"api.serve.child": "serves", "api.serve": "watches", "forkserver": "worker"}
    return next((name for part, name in known.items() if part in line), "other")


def main() -> int:
    """Start a service with two workers, leave it alone, count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=30)
    seconds = options.parse_args().seconds
    port = free_port()
    with running(["docgen.cli", "serve", "--port", str(port)], port) as server:
        time.sleep(5)  # What the start left to do.
        family = {server.process.pid, *descendants(server.process.pid)} - {os.getpid()}
        before = {pid: wakes(pid) for pid in family}
        time.sleep(seconds)
        rates = {pid: (wakes(pid) - count) / seconds for pid, count in before.items()}
        for pid, rate in sorted(rates.items()):
            print(f"{name_of(pid):<10}{rate:>8.1f} a second")
    print(f"{'together':<10}{sum(rates.values()):>8.1f} a second   less than {MOST:g}")
    return int(sum(rates.values()) >= MOST)


if __name__ == "__main__":
    sys.exit(main())
