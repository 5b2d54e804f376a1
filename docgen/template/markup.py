"""Read a page or its style for what a PDF cannot show or would fetch, and what a reader lacks."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_ELSEWHERE = "不能引用文件外面的东西，图片请写成 data: 地址"
# Elements that do something, fetch something or ask for something: a paper does none of it.
_ELEMENTS = {
    "script": "文书里没有脚本，请删掉 script",
    "svg": "图由程序按数据画（chart），模板里不写 svg",
    **dict.fromkeys(("iframe", "object", "embed", "video", "audio", "base", "link"), _ELSEWHERE),
    **dict.fromkeys(("input", "button", "select", "textarea"), "文书里没有控件，请改成文字"),
    "marquee": "文书里没有会动的文字",
    **dict.fromkeys(("s", "strike", "del"), "划掉的文字不印，请连文字一起删掉"),
}  # fmt: skip
# Whoever gets the page can read it, and no proof sees it printed.
_COMMENT = "注释会随文书发出去，请删掉 <!-- … -->；给自己人看的写成 {# … #}"
_ADDRESSES = ("src", "href", "srcset", "data", "poster", "background", "action")
# What a paper's own addresses begin with: embedded, on the same page, or given by the case.
_OWN = re.compile(r"\s*(data:|#|\{\{|$)")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0*\.?0*\s*(;|\}|$)"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])|(?<![-\w])color\s*:\s*(white|transparent|#f{3}\b|#f{6}\b)",
    re.IGNORECASE,
)
# Any ground but a light one: what is printed on it is not read, nor copied.
_GROUND = re.compile(
    r"background(-color|-image)?\s*:\s*(?!\s|none\b|white\b|transparent\b|inherit\b"
    r"|#(?:[c-f][0-9a-f]){3}\b|#[c-f]{3}\b|rgb\(\s*(?:(?:19[2-9]|2\d\d)\b[\s,]*){3}\))",
    re.IGNORECASE,
)
_ON_WHITE = "文书印在白纸上，请去掉 background，或者改成浅色"
_STYLE = (
    (_GROUND, _ON_WHITE),
    (
        re.compile(r"\bthead\b[^{}]*\{[^}]*display\s*:\s*(?!\s|table-header-group)", re.IGNORECASE),
        "表头不再在每页重复，请改回 display: table-header-group",
    ),
    (re.compile(r"@font-face", re.IGNORECASE), "字体由程序准备，请删掉 @font-face"),
    (re.compile(r"@import", re.IGNORECASE), "样式要写在文件里，请删掉 @import"),
    (re.compile(r"url\(\s*['\"]?(?!\s*(?:data:|#|\{\{))", re.IGNORECASE), _ELSEWHERE),
    (re.compile(r"line-through", re.IGNORECASE), "划掉的文字不印，请连文字一起删掉"),
    (_HIDING, "样式把文字藏了起来，请改掉；不要印的文字请删掉"),
    (
        re.compile(r"(?<![-\w])(?:max-lines|(?:-webkit-)?line-clamp|continue)\s*:", re.IGNORECASE),
        "长的文字会被截掉，请删掉 max-lines、line-clamp、continue",
    ),
)
# What a blank edition is filled in on is set by one file for all kinds.
_ROOM = re.compile(r"\.room\b[^{}]*\{")
BLANKS = "_blank.css"


class _Markup(HTMLParser):
    """Look through the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.flaws: list[tuple[int, str]] = []
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.getpos()[0]
        if tag in _ELEMENTS:
            self.flaws.append((line, _ELEMENTS[tag]))
        if tag == "img" and not given.get("alt"):
            self.flaws.append((line, "img 没有 alt，读屏软件读不出这张图"))
        if tag == "th" and not given.get("scope"):
            self.flaws.append((line, 'th 没有 scope，请写 scope="col" 或 "row"'))
        if tag == "meta" and "http-equiv" in given:
            self.flaws.append((line, "请删掉 http-equiv"))
        if tag == "html":
            self.language = given.get("lang") or ""
        for name, value in attrs:
            if name in _ADDRESSES and not _OWN.match(value or ""):
                self.flaws.append((line, _ELSEWHERE))
            if name.startswith("on"):
                self.flaws.append((line, f"文书里没有脚本，请删掉 {name}"))
            if name == "hidden" or (name == "style" and _HIDING.search(value or "")):
                self.flaws.append((line, "样式把文字藏了起来，请改掉；不要印的文字请删掉"))
            if name == "bgcolor" or (name == "style" and _GROUND.search(value or "")):
                self.flaws.append((line, _ON_WHITE))
            if name == "style" and "line-through" in (value or "").lower():
                self.flaws.append((line, _ELEMENTS["s"]))

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        self.flaws.append((self.getpos()[0], _COMMENT))

    def unknown_decl(self, data: str) -> None:
        self.flaws.append((self.getpos()[0], _COMMENT))


def markup_flaws(source: str) -> list[tuple[int, str]]:
    """Return line and advice of each thing on a page that a paper cannot have or lacks."""
    markup = _Markup()
    markup.feed(source)
    return list(dict.fromkeys(markup.flaws))


def language_flaws(page: str) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the language a whole page says it is in."""
    markup = _Markup()
    markup.feed(page[:2000])
    if not (markup.language or "").lower().startswith("zh"):
        yield 1, 'html 没有写明语言，请写 <html lang="zh-CN">，否则读屏软件读不对'


def room_flaws(source: str) -> list[tuple[int, str]]:
    """Return line and advice of each rule for what a blank edition is filled in on."""
    told = f"空白文书的填写处只由 {BLANKS} 决定，请删掉 .room 的样式，不然会没有地方填写"
    return [(source.count("\n", 0, hit.start()) + 1, told) for hit in _ROOM.finditer(source)]


def style_flaws(source: str) -> list[tuple[int, str]]:
    """Return line and advice of each rule of a style that fetches or hides something."""
    found = [
        (source.count("\n", 0, hit.start()) + 1, told)
        for pattern, told in _STYLE
        for hit in pattern.finditer(source)
    ]
    return sorted(dict.fromkeys(found))
