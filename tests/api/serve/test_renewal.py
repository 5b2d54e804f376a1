"""A child that wants to begin anew is followed by another at once; one that is done ends it all."""

import sys
from pathlib import Path

from api.serve.supervisor import RENEW, listen, supervise

# Ends with RENEW the first time, with 3 from then on.
CHILD = """
import sys
from pathlib import Path
seen = Path(sys.argv[1])
again = seen.exists()
seen.write_text("x")
sys.exit(3 if again else int(sys.argv[2]))
"""


def test_a_child_that_saved_something_is_renewed_without_a_pause(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    with listen("127.0.0.1:0") as listener:
        command = [sys.executable, "-c", CHILD, str(seen), str(RENEW)]
        assert supervise(command, listener, pause=60.0) == 3
    assert seen.exists()
