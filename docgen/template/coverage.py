"""Which of docxtpl's features a Word template uses, and which of them nobody would fill in."""

import re
from collections.abc import Iterator, Mapping

BODY = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"
_JINJA = re.compile(r"\{\{|\{%|\{#")
# A run or a paragraph that a program builds: no case holds such a value.
_BUILT = re.compile(r"\{\{[rp]\s")
_COLUMN_LOOP = re.compile(r"\{[%#]-?tc\s")
_TAG = re.compile(r"<[^>]+>")


def has_jinja(content: bytes) -> bool:
    """Say whether a part of a Word file holds anything for Jinja, also when Word split it."""
    return bool(_JINJA.search(_words(content)))


def loops_over_columns(body: bytes) -> bool:
    """Say whether rows may come to have more or fewer cells than the table's grid says."""
    return bool(_COLUMN_LOOP.search(_words(body)))


def uncovered(
    contents: Mapping[str, bytes], filled: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield part and advice for what would come out as it stands in the template.

    `contents` are the files in the template, `filled` the parts that are rendered. Document
    properties are left out: ours replace whatever the template has there.
    """
    for name, content in contents.items():
        if not name.endswith(".xml") or name.startswith(("docProps/", "customXml/")):
            continue
        if name not in filled and has_jinja(content):
            yield name, "这里的变量不会被填写，请移到正文、页眉、页脚或脚注"
        if name in filled and _BUILT.search(_words(content)):
            yield name, "不支持 {{r …}} 和 {{p …}}（富文本、子文档），请改写成普通的 {{ … }}"


def _words(content: bytes) -> str:
    return _TAG.sub("", content.decode("utf-8", "replace"))
