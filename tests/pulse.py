"""Ask whether a service lives, five times a second, in a process that does nothing else.

    python -m tests.pulse PORT

goes on until its standard input ends, then prints as JSON how often it asked and how long each
answer took. Whoever asks from a busy process measures that process.
"""

import http.client
import json
import select
import sys
import time

EVERY = 0.2


def main() -> int:
    """Ask until told to end."""
    port, seconds, silent = int(sys.argv[1]), [0.0], 0
    while not select.select([sys.stdin], [], [], EVERY)[0]:
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            line.request("GET", "/healthz")
            silent += line.getresponse().status != 200
        except (OSError, http.client.HTTPException):
            silent += 1
        finally:
            line.close()
        seconds.append(time.monotonic() - began)
    ranked = sorted(seconds)
    told = {
        "asked": len(ranked) - 1, "unanswered": silent, "slowest": round(ranked[-1], 3),
        "p99": round(ranked[int(0.99 * (len(ranked) - 1))], 3),
    }  # fmt: skip
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
