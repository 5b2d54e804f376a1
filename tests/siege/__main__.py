"""Run a siege and print what came of it; ends with 1 where a promise was not kept."""

import json
import sys
import tempfile
from pathlib import Path

from tests.siege.run import besiege

if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    with tempfile.TemporaryDirectory() as home:
        outcome = besiege(Path(home), seconds)
    print(json.dumps(outcome, ensure_ascii=False, indent=2))
    sys.exit(0 if outcome["kept"] else 1)
