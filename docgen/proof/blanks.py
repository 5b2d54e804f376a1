"""Hold the style of blank editions against ours: what is written on by hand stays as large.

No case is printed with it, so that no comparison of papers sees what becomes of it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docgen.kinds.flaw import Flaw
from docgen.settings import shipped
from docgen.template.markup import BLANKS

_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULES = re.compile(r"([^{}]+)\{([^{}]*)\}")
_LENGTH = re.compile(r"(-?[\d.]+)([a-z%]+)")
# Room for a pen is at least so much of ours; with so many times as much a form takes more pages.
_LESS, _MORE = 0.8, 1.5

# What each selector sets, and on which line it was last said.
Style = dict[tuple[str, str], tuple[str, int]]


def blank_flaws(templates: Path) -> Iterator[Flaw]:
    """Yield where the style of blank editions in a folder of templates is other than ours.

    Sizes are an office's own within reason; whatever else it restyles stands in `_style.css`.
    """
    path, ours = (each / "html" / BLANKS for each in (templates, shipped("templates")))
    file = f"templates/html/{BLANKS}"
    if not path.is_file():
        yield Flaw(file, "", "少了这个文件，空白文书没有地方填写，请从随程序的模板里拿回来")
        return
    was, now = _style(ours.read_text("utf-8")), _style(path.read_text("utf-8-sig", "replace"))
    for (selector, name), (value, _) in was.items():
        said, line = now.get((selector, name), ("", 0))
        if not _alike(value, said):
            found = f"这里是 {said}" if said else "这里没有"
            detail = (
                f"{selector} 的 {name} 随程序的模板是 {value}，{found}，"
                "空白文书会没有地方填写，请改回来"
            )
            yield Flaw(file, f"第 {line} 行" if line else "", detail)
    for (selector, name), (value, line) in now.items():
        if (selector, name) not in was:
            detail = f"多了 {selector} 的 {name}: {value}，这个文件只管空白文书的填写处，请删掉"
            yield Flaw(file, f"第 {line} 行", detail)


def _style(source: str) -> Style:
    plain = _COMMENTS.sub(lambda each: "\n" * each[0].count("\n"), source)
    found: Style = {}
    for rule in _RULES.finditer(plain):
        selectors, declared = rule[1], rule[2]
        at = rule.start() + len(selectors) - len(selectors.lstrip())
        line = plain.count("\n", 0, at) + 1
        for selector in selectors.split(","):
            for each in declared.split(";"):
                name, _, value = each.partition(":")
                if name.strip():
                    key = " ".join(selector.split()), name.strip().lower()
                    found[key] = " ".join(value.split()), line
    return found


def _alike(was: str, now: str) -> bool:
    """Tell whether a value says what ours says, lengths as long within reason."""
    ours, theirs = was.split(), now.split()
    return len(ours) == len(theirs) and all(map(_alike_in_length, ours, theirs))


def _alike_in_length(was: str, now: str) -> bool:
    one, other = _LENGTH.fullmatch(was), _LENGTH.fullmatch(now)
    if was == now or not (one and other):
        return was == now
    return one[2] == other[2] and _LESS <= float(other[1]) / float(one[1]) <= _MORE
