"""Check a kind's templates against its schema before they ever meet a case."""

import re
from collections.abc import Iterator
from pathlib import Path

from docgen.kinds.catalogue import Kind
from docgen.kinds.flaw import Flaw
from docgen.template.environment import StrictEnvironment, word_environment
from docgen.template.markup import BLANKS, markup_flaws, room_flaws, style_flaws
from docgen.template.names import NameWalk
from docgen.template.page import PageSources
from docgen.template.shape import printed_paths, shape_of
from docgen.template.word import WordTemplate
from docgen.word.check import check_template
from docgen.word.losses import headers_without, losses_of, part_of
from docgen.word.sound import read_sound

# A picture is told by its words to whoever cannot see it.
_WORDLESS = re.compile(r'<wp:docPr (?![^>]*descr="[^"]+")[^>]*>')

# Where a page has style rules: between its tags, or in the blocks that stand there in the end.
_RULES = re.compile(
    r"<style[^>]*>.*?</style>"
    r"|\{% block (?:style|family) %\}(?:\{% block.*?\{% endblock %\}|.)*?\{% endblock %\}",
    re.DOTALL,
)


def lint_word(kind: Kind, word: WordTemplate) -> Iterator[Flaw]:
    """Yield every flaw of a kind's Word template."""
    file, environment = _file(kind, kind.word_template), word_environment()
    walk = NameWalk(shape_of(kind.schema))
    parts = read_sound(file, kind.word_template.read_bytes())
    for name, source in word.sources.items():
        before = len(walk.misuses)
        walk.walk(environment.parse(source))
        for misuse in walk.misuses[before:]:
            yield Flaw(file, f"{part_of(name)}{word.place(name, misuse.line)}", misuse.detail)
        for found in _WORDLESS.finditer(source):
            place = word.place(name, source.count("\n", 0, found.start()) + 1)
            detail = "图片没有替代文字，请在图片的「替换文字」里填写"
            yield Flaw(file, f"{part_of(name)}{place}", detail)
    yield from (Flaw(file, name, detail) for name, detail in word.uncovered)
    yield from (Flaw(file, place, detail) for place, detail in losses_of(parts))
    yield from (Flaw(file, place, detail) for place, detail in check_template(kind.word_template))
    for place in headers_without(parts, "{{mark}}"):
        yield Flaw(file, place, "没有打印用途标记 {{ mark }}，草稿和脱敏件会认不出来")
    yield from _unprinted(kind, file, walk.used)


def _file(kind: Kind, path: Path) -> str:
    return f"templates/{path.relative_to(kind.templates).as_posix()}"


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
        styles = _styles(name, pages.source(name))
        flaws += style_flaws(styles)
        flaws += room_flaws(styles) if name != BLANKS else []
        for line, detail in flaws:
            yield Flaw(f"templates/html/{name}", f"第 {line} 行", detail)
    yield from _unprinted(kind, _file(kind, kind.page_template), walk.used)


def _styles(name: str, source: str) -> str:
    """Return the style rules of a file, everything else of it blank so that lines stay."""
    if name.endswith(".css"):
        return source
    pieces, at = "", 0
    for found in _RULES.finditer(source):
        start, end = found.span()
        pieces += "\n" * source.count("\n", at, start) + source[start:end]
        at = end
    return pieces


def _unprinted(kind: Kind, file: str, used: set[str]) -> Iterator[Flaw]:
    for path, stand_ins in printed_paths(kind.schema).items():
        if not used.intersection(stand_ins):
            yield Flaw(
                file,
                "",
                f"没有打印「{path}」，请写上 {{{{ {path} }}}}",
            )
