"""The record of the drills is of these drills, and each ended as it should."""

import re
from pathlib import Path

from tools.drills import DRILLS

RECORD = Path(__file__).parents[1] / "docs/drills.zh-CN.md"


def test_every_drill_was_walked_and_ended_with_no_number_on_two_papers() -> None:
    parts = re.split(r"^## ", RECORD.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0] for part in parts] == [title for title, _ in DRILLS.values()]
    for part in parts:
        assert part.count("# 没有一个文号在两份文书上。") == 1, part.splitlines()[0]
        (line,) = re.findall(r"^# 纸面上的全部文号：(.*)$", part, re.MULTILINE)
        papers = line.split("、")
        assert len(papers) == len({*papers})
