"""Judge what a kind's papers say: Word and page alike, what is owed printed, the official wording.

A set of templates that is not the shipped one is held to it: what that prints of a case must be
printed still. This is what the tests ask of the shipped templates, and a bureau's of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from docgen.kinds.catalogue import Kind
from docgen.kinds.flaw import Flaw
from docgen.proof.agreement import bare
from docgen.proof.beside import lost_beside_words
from docgen.proof.blanks import blank_flaws
from docgen.proof.form import differences
from docgen.proof.official import read_form
from docgen.proof.owed import spoken, unprinted
from docgen.proof.own_words import meant_in, pieces_of, slips
from docgen.proof.paper import Papers
from docgen.proof.places import changed_places
from docgen.proof.set_in_word import set_otherwise
from docgen.proof.wording import Spoken
from docgen.template.coverage import BODY
from docgen.template.shape import printed_paths, shape_of
from docgen.word.losses import part_of

# What stands in the head of a page and in the properties of a Word file.
_OF_FILES = frozenset({"full_title", "authority.name"})
_LEFT_OVER = re.compile(r"[{}｛｝]|%\}|\{%|None|Undefined|_{4,}|×{2,}|\[\]")
_COUNTS = re.compile(r"<w:instrText[^>]*>\s*(PAGE|NUMPAGES|SECTIONPAGES)\b")
_RUNNING = re.compile(r'<w:(header|footer)Reference\b[^>]*w:type="(default|first|even)"')
# LibreOffice says of every page that it counts in figures, from where the last one left off.
_STARTS = re.compile(r"<w:pgNumType(?! w:fmt=\"decimal\"/>)[^>]*>")
_RUNS_ON = re.compile(r'<w:type w:val="(?:continuous|nextColumn)"/>')
_COUNTED = {"PAGE": "页码", "NUMPAGES": "总页数", "SECTIONPAGES": "本节页数"}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def flaws_of_papers(papers: Papers, shipped: Papers | None = None) -> Iterator[Flaw]:
    """Yield what is wrong with what a kind's templates print; `shipped` is what ours print."""
    yield from _disagreements(papers)
    yield from _left_over(papers)
    yield from _not_printed(papers)
    yield from _other_than_the_form(papers)
    if shipped is not None:
        yield from _no_longer_printed(papers, shipped)
        yield from _no_longer_counted(papers, shipped)
        yield from _never_printed(papers, shipped)
        yield from _changed_places(papers, shipped)
        for template, detail in lost_beside_words(papers, shipped):
            yield Flaw(papers.file(template), "", detail)
        yield from blank_flaws(papers.kind.templates)
        yield from _slips(papers, shipped)
        for words, detail in set_otherwise(papers.kind, shipped.kind):
            yield Flaw(papers.file("docx"), f"「{words}」", detail)


def _disagreements(papers: Papers) -> Iterator[Flaw]:
    """Word and page say the same words, and print the same values and drawings."""
    told: set[object] = set()
    for each in papers.readings:
        ours, theirs = each.word.wording, each.page.wording
        if ours.text != theirs.text:
            at = _first_other(ours.text, theirs.text)
            word = papers.place("docx", ours.place_of(at))
            page = papers.place("html", theirs.place_of(at))
            if (word, page) in told:
                continue
            told.add((word, page))
            said, other = _around(ours.text, at), _around(theirs.text, at)
            yield Flaw(
                *word,
                f"和页面模板说的不一样（{each.paper.name}）：这里是「{said}」，"
                f"{page[0]} {page[1]}是「{other}」。两份模板要一起改",
            )
        elif differing := (_said(each.word) ^ _said(each.page)) - _OF_FILES:
            paths = "、".join(sorted(differing)[:3])
            if paths not in told:
                told.add(paths)
                detail = f"和页面模板打印的不是同一项（{each.paper.name}）：{paths}"
                yield Flaw(papers.file("docx"), "", detail)
        if each.word.drawings != each.page.drawings and "drawings" not in told:
            told.add("drawings")
            yield Flaw(
                papers.file("docx"),
                "",
                f"图的数目和页面模板不一样（{each.paper.name}）："
                f"这里 {each.word.drawings} 幅，页面 {each.page.drawings} 幅",
            )


def _said(one: Spoken) -> set[str]:
    return {path.partition("#")[0] for path in one.printed}


def _counted(one: Spoken) -> Counter[str]:
    return Counter(path.partition("#")[0] for path in one.printed)


def _first_other(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _around(text: str, at: int) -> str:
    before = "……" if at > 6 else ""
    return f"{before}{text[max(at - 6, 0) : at + 14]}"


def _left_over(papers: Papers) -> Iterator[Flaw]:
    """Nothing of the templates' language, no stand-in for a missing value, nothing unseen."""
    for template, pieces in papers.templates.literals().items():
        for piece, place in pieces.items():
            if found := _LEFT_OVER.search(piece):
                detail = f"「{_around(piece, found.start())}」会照样印出来，占位写成 {{{{ 名称 }}}}"
                yield Flaw(*papers.place(template, place), detail)
            if found := _UNSEEN.search(piece):
                code = f"U+{ord(found[0]):04X}"
                detail = f"文字里有看不见的字符（{code}），请删掉后重新输入「{_around(piece, 0)}」"
                yield Flaw(*papers.place(template, place), detail)


def _not_printed(papers: Papers) -> Iterator[Flaw]:
    """Every field of a case is printed by some paper, and by that for all of its rows."""
    schema = papers.kind.schema
    owed = printed_paths(schema)
    labels = _labels(papers.kind)
    for template in ("docx", "html"):
        missing: dict[str, set[int]] = {}
        partly: set[str] = set()
        given: dict[str, set[int]] = {}
        for at, each in enumerate(papers.readings):
            if not each.as_shipped:
                continue
            one = each.word if template == "docx" else each.page
            heads = spoken(one.printed)
            absent = [*unprinted(each.words, owed, one.printed)]
            for place in absent:
                path = re.sub(r"\[\d+\]", "", place)
                missing.setdefault(path, set()).add(at)
                if any(head == path or head.startswith(f"{path}.") for head in heads):
                    partly.add(path)
            for path in owed:
                if _has(each.words, path):
                    given.setdefault(path, set()).add(at)
        decided = _decided_by(papers, template)
        for path, where in missing.items():
            always = where >= given.get(path, set()) and path not in decided
            if always or path in partly:
                name = f"「{labels.get(path, path)}」（{path}）"
                detail = (
                    f"案件里有{name}，没有打印；只写在判断里不算打印"
                    if path not in partly
                    else f"{name}只打印了一部分行"
                )
                yield Flaw(papers.file(template), "", f"{detail}。请写上 {{{{ {path} }}}}")


def _has(words: Any, path: str) -> bool:
    """Tell whether a case says something at a path, in one of its rows at least."""
    if isinstance(words, tuple):
        return any(_has(row, path) for row in words)
    if not path:
        return isinstance(words, str) and bool(words)
    if type(words) is not dict:
        return False
    name, _, rest = path.partition(".")
    return name in words and _has(words[name], rest)


def _decided_by(papers: Papers, template: str) -> set[str]:
    """Return the choices that a template prints by the branch it takes: `term.code`."""
    used = papers.templates.names_used(template, shape_of(papers.kind.schema))
    return {path.removesuffix(".code") for path in used if path.endswith(".code")}


def _labels(kind: Kind) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [(shape_of(kind.schema), "")]
    while waiting:
        shape, path = waiting.pop()
        if path:
            found[path] = shape.label
        if shape.row:
            waiting += [
                (each, f"{path}.{name}" if path else name) for name, each in shape.row.names.items()
            ]
        if path.count(".") < 4:
            waiting += [
                (each, f"{path}.{name}" if path else name) for name, each in shape.names.items()
            ]
    return found


def _other_than_the_form(papers: Papers) -> Iterator[Flaw]:
    form = papers.kind.header.form
    if not form:
        return
    told = set()
    found = differences(papers.as_printed(), read_form(form), papers.kind.schema.departures)
    for page, difference in found:
        where = papers.place(page.template, page.wording.place_of(difference.position))
        if where not in told:
            told.add(where)
            yield Flaw(*where, f"和官方式样 {form} 不一样（{page.case}）：{difference}")


def _no_longer_printed(papers: Papers, shipped: Papers) -> Iterator[Flaw]:
    """What the shipped templates print of a case is printed by these too."""
    labels = _labels(papers.kind)
    for template in ("docx", "html"):
        lacking: dict[str, str] = {}
        before = {(each.paper.name, each.as_shipped): each for each in shipped.readings}
        for each in papers.readings:
            old = before.get((each.paper.name, each.as_shipped))
            if old is None:
                continue
            one, other = (each.word, old.word) if template == "docx" else (each.page, old.page)
            for place in sorted(_counted(other) - _counted(one)):
                lacking.setdefault(re.sub(r"\[\d+\]", "", place), each.paper.name)
        for path, name in lacking.items():
            label = labels.get(path) or labels.get(path.rpartition(".")[0]) or path
            detail = f"随程序的模板印「{label}」（{path}），这一份没有印或少印了一处（{name}）"
            yield Flaw(papers.file(template), "", f"{detail}。请恢复 {{{{ {path} }}}}")


def _no_longer_counted(papers: Papers, shipped: Papers) -> Iterator[Flaw]:
    """Pages are counted, and heads of tables repeated, where the shipped templates do so."""
    before, after = (each.templates.sources[BODY] for each in (shipped, papers))
    heads, ours = (each.count("<w:tblHeader") for each in (after, before))
    if heads < ours:
        detail = "表头不再在每页重复，请在表格属性里勾选「在各页顶端以标题行形式重复出现」"
        yield Flaw(papers.file("docx"), "", detail)
    elif heads > ours:
        detail = "不是表头的行也会在每页重复，请在表格属性里取消「在各页顶端以标题行形式重复出现」"
        yield Flaw(papers.file("docx"), "", detail)
    for side, which in Counter(_RUNNING.findall(before)) - Counter(_RUNNING.findall(after)):
        called = {"default": "", "first": "首页", "even": "偶数页"}[which]
        detail = f"少了{called}{'页眉' if side == 'header' else '页脚'}，请恢复随程序的模板的"
        yield Flaw(papers.file("docx"), "页面设置", detail)
    if sorted(_STARTS.findall(after)) != sorted(_STARTS.findall(before)):
        detail = "改了起始页码，请改回随程序的模板的页码格式"
        yield Flaw(papers.file("docx"), "页面设置", detail)
    if len(_RUNS_ON.findall(after)) > len(_RUNS_ON.findall(before)):
        detail = "有的部分不再另起一页，请把分节符由「连续」改回「下一页」"
        yield Flaw(papers.file("docx"), "页面设置", detail)
    for name, source in shipped.templates.sources.items():
        lacking = Counter(_COUNTS.findall(source))
        lacking -= Counter(_COUNTS.findall(papers.templates.sources.get(name, "")))
        for code in lacking:
            detail = f"少了{_COUNTED[code]}，请恢复随程序的模板里的页码"
            yield Flaw(papers.file("docx"), part_of(name), detail)


def _changed_places(papers: Papers, shipped: Papers) -> Iterator[Flaw]:
    labels = _labels(papers.kind)
    for name, source in papers.templates.sources.items():
        for words, was, said in changed_places(shipped.templates.sources.get(name, ""), source):
            meant, printed = (labels.get(each, each) for each in (was, said))
            detail = f"「{words}」后面随程序的模板印「{meant}」，这里印「{printed}」，请改回来"
            yield Flaw(papers.file("docx"), part_of(name), detail)
            return


def _slips(papers: Papers, shipped: Papers) -> Iterator[Flaw]:
    """Wording of an office's own that differs from ours in what carries weight is meant so."""
    labels, meant = _labels(papers.kind), meant_in(papers.kind.templates)
    for name, source in papers.templates.sources.items():
        ours = pieces_of(shipped.templates.sources.get(name, ""))
        if (theirs := pieces_of(source)) == ours:
            continue
        for words, detail in slips(ours, theirs, labels, meant):
            yield Flaw(papers.file("docx"), _where(papers, name, source, words), detail)


def _where(papers: Papers, name: str, source: str, words: str) -> str:
    """Return the paragraph of a part that says these words, else what the part is called."""
    for number, line in enumerate(source.split("\n"), start=1):
        if words in bare(re.sub(r"<[^>]+>", "", line)):
            return f"{part_of(name)}{papers.templates.word.place(name, number)}"
    return part_of(name)


def _never_printed(papers: Papers, shipped: Papers) -> Iterator[Flaw]:
    """A wording of the bureau's own is printed by one of the cases, or nobody has proved it."""
    ours = shipped.templates.literals()
    for template, pieces in papers.templates.literals().items():
        readings = (
            (each.word if template == "docx" else each.page).wording for each in papers.readings
        )
        printed = "\n".join(dict.fromkeys(each.fixed_runs for each in readings))
        for piece, place in pieces.items():
            if piece not in ours[template] and piece not in printed:
                detail = f"没有一个案例印出「{_around(piece, 0)}」，请删掉，或者加一个印出它的案例"
                yield Flaw(*papers.place(template, place), detail)
