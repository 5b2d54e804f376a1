"""Check a kind's templates against its schema before they ever meet a case."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from docgen.kinds.catalogue import Kind
from docgen.kinds.flaw import Flaw
from docgen.template.environment import StrictEnvironment, word_environment
from docgen.template.names import NameWalk
from docgen.template.page import PageSources
from docgen.template.shape import printed_paths, shape_of
from docgen.template.word import WordTemplate, paragraph_at
from docgen.word.check import check_template

# What people leave behind in Word, and what to do about it.
_LEFTOVERS = {
    r'<wp:docPr (?![^>]*descr="[^"]+")[^>]*>': "图片没有替代文字，请在图片的「替换文字」里填写",
    r"<w:(?:ins|del)[ >]": "留有修订痕迹，请接受或拒绝全部修订后保存",
    r"<w:commentReference[ />]": "留有批注，请删除后保存",
}


def lint_word(kind: Kind, word: WordTemplate) -> Iterator[Flaw]:
    """Yield every flaw of a kind's Word template."""
    file, environment = _file(kind, kind.word_template), word_environment()
    walk = NameWalk(shape_of(kind.schema))
    for name, source in word.sources.items():
        before = len(walk.misuses)
        walk.walk(environment.parse(source))
        for misuse in walk.misuses[before:]:
            yield Flaw(
                file, f"{_part_name(name)}{paragraph_at(source, misuse.line)}", misuse.detail
            )
        for pattern, detail in _LEFTOVERS.items():
            for found in re.finditer(pattern, source):
                line = source.count("\n", 0, found.start()) + 1
                yield Flaw(file, paragraph_at(source, line), detail)
    yield from (Flaw(file, name, detail) for name, detail in word.uncovered)
    yield from (Flaw(file, place, detail) for place, detail in check_template(kind.word_template))
    headers = [text for name, text in word.sources.items() if "header" in name]
    if not headers or not all(re.search(r"\{\{\s*mark\s*\}\}", text) for text in headers):
        yield Flaw(file, "页眉", "没有打印用途标记 mark，草稿和脱敏件会认不出来")
    yield from _unprinted(kind, file, walk.used)


def _file(kind: Kind, path: Path) -> str:
    return f"templates/{path.relative_to(kind.templates).as_posix()}"


def _part_name(name: str) -> str:
    return {"header": "页眉", "footer": "页脚"}.get(name.removeprefix("word/")[:6], "")


def lint_page(kind: Kind, environment: StrictEnvironment) -> Iterator[Flaw]:
    """Yield every flaw of a kind's page and of the templates it extends, includes or imports."""
    pages = PageSources(environment)
    walk = NameWalk(shape_of(kind.schema), pages.tree)
    for name in pages.printed(kind.page_name):
        walk.walk(pages.tree(name), name)
    for misuse in walk.misuses:
        yield Flaw(f"templates/html/{misuse.file}", f"第 {misuse.line} 行", misuse.detail)
    for name in pages.referenced(kind.page_name):
        flaws = [(line, "引用的文件名要直接写出来，不能用变量") for line in pages.computed(name)]
        if name.endswith(".html"):
            flaws += markup_flaws(pages.source(name))
        for line, detail in flaws:
            yield Flaw(f"templates/html/{name}", f"第 {line} 行", detail)
    yield from _unprinted(kind, _file(kind, kind.page_template), walk.used)


def _unprinted(kind: Kind, file: str, used: set[str]) -> Iterator[Flaw]:
    for path, stand_ins in printed_paths(kind.schema).items():
        if not used.intersection(stand_ins):
            yield Flaw(
                file,
                "",
                f"没有打印「{path}」；要留卷不打印的，在 {kind.file} 里标 kept",
            )


class _Markup(HTMLParser):
    """Look for pictures without words, drawings by hand, table heads without a direction."""

    def __init__(self) -> None:
        super().__init__()
        self.flaws: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "svg":
            self.flaws.append((self.getpos()[0], "图由程序按数据画（chart），模板里不写 svg"))
        if tag == "img" and not given.get("alt"):
            self.flaws.append((self.getpos()[0], "img 没有 alt，读屏软件读不出这张图"))
        if tag == "th" and not given.get("scope"):
            self.flaws.append((self.getpos()[0], 'th 没有 scope，请写 scope="col" 或 "row"'))


def markup_flaws(source: str) -> list[tuple[int, str]]:
    """Return line and advice of each picture without words or by hand, head without a direction."""
    markup = _Markup()
    markup.feed(source)
    return markup.flaws
