"""Run the service: a parent that listens, and a child that serves and is renewed if it crashes.

`python -P -m api.serve --bind 127.0.0.1:8000 api.service:app`
"""

import argparse
import sys

from api.serve.supervisor import listen, supervise


def main() -> int:
    """Listen, keep a child that serves, and end as it ends."""
    options = argparse.ArgumentParser(prog="api.serve", description=__doc__)
    options.add_argument("app", help="module:name of the WSGI application")
    options.add_argument("--bind", required=True, help="HOST:PORT or [HOST]:PORT")
    options.add_argument("--threads", type=int, default=42)
    options.add_argument("--grace", type=float, default=40.0, help="seconds for what is running")
    options.add_argument("--patience", type=float, help="seconds for a request to arrive")
    options.add_argument(
        "--pause", type=float, default=1.0, help="seconds before a crash is mended"
    )
    given = options.parse_args()
    with listen(given.bind) as listener:
        command = [
            sys.executable, *(["-P"] if sys.flags.safe_path else []), "-m", "api.serve.child",
            given.app, str(listener.fileno()), str(given.threads), str(given.grace),
            *([str(given.patience)] if given.patience else []),
        ]  # fmt: skip
        return supervise(command, listener, pause=given.pause)


if __name__ == "__main__":
    sys.exit(main())
