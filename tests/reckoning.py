"""What the suite will take with more kinds: `python -m tests.reckoning RESULTS.xml 74`.

RESULTS.xml is what `pytest -n 0 --junit-xml=RESULTS.xml` writes on a quiet machine. What a test of
one kind or of one of its cases took grows with the kinds; all the rest is taken to stay.
"""

import sys
from collections import Counter
from xml.etree import ElementTree

from tests.catalogue import KINDS

CORES = 2


def main(results: str, wanted: int) -> None:
    """Print the seconds of each kind, what they come to, and how long two cores will take."""
    of_kinds: Counter[str] = Counter()
    files: Counter[str] = Counter()
    total = 0.0
    for test in ElementTree.parse(results).iter("testcase"):  # noqa: S314 - pytest's own
        seconds = float(test.get("time") or 0)
        total += seconds
        parameters = (test.get("name") or "").partition("[")[2]
        kind = next((kind for kind in KINDS if kind in parameters), None)
        if kind:
            of_kinds[kind] += seconds
            files[test.get("classname") or ""] += seconds
    for kind, seconds in of_kinds.most_common():
        print(f"{seconds:8.1f} s  {kind}")
    for file, seconds in files.most_common(8):
        print(f"{seconds / len(KINDS):8.1f} s a kind  {file}")
    fixed, of_one = total - of_kinds.total(), of_kinds.total() / len(KINDS)
    then = fixed + wanted * of_one
    print(f"fixed {fixed:.0f} s, a kind {of_one:.1f} s; {len(KINDS)} kinds {total:.0f} s")
    print(f"{wanted} kinds {then:.0f} s: {then / CORES / 60:.0f} minutes on {CORES} cores")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
