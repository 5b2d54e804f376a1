"""Render a case through the real templates so that every character is known for what it is.

Every printed value stands between two marks, every stretch of template text between seams, and
each line of a template begins with its place: so of any character of the paper it is known whether
it is fixed wording or a value, which value, and which line of which file printed it.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from docgen.kinds.catalogue import Kind
from docgen.proof.marking import (
    CLOSE,
    FILES,
    LINES,
    MOST,
    OPEN,
    SEAM,
    WIDE_MARKS,
    Files,
    marking,
)
from docgen.template.coverage import BODY
from docgen.template.environment import StrictEnvironment
from docgen.template.names import NameWalk
from docgen.template.page import PageSources
from docgen.template.shape import Shape
from docgen.template.word import WordTemplate

_PLACES = re.compile(f"[{chr(LINES)}-{chr(LINES + MOST)}{chr(FILES)}-{chr(FILES + MOST)}]")

# A paragraph that counts pages; the page itself does so in its margin boxes.
_PAGE_NUMBER = re.compile(
    r"<w:p[ >](?:(?!</w:p>).)*?<w:instrText[^>]*> *(?:PAGE|NUMPAGES)\b.*?</w:p>", re.DOTALL
)
# What parts the words of a template or gives them their rank.
_BLANK, _BLANKS = "\u3000", "空格（填写、签名的位置）"
_MADE_IN_WORD = {
    "制表符": re.compile(r"<w:tab/>"),
    "换行": re.compile(r"<w:br/>"),
}
_ON_A_PAGE = {
    '填写、签名的位置（class="space"）': re.compile(r'class="space\b'),
    "换行（br）": re.compile(r"<br\b"),
    "标题（h1、h2）": re.compile(r"<h[1-6]\b"),
    "表头（th）": re.compile(r"<th\b"),
}
_TOLD = re.compile(r'<img\b[^>]*?\balt="([^"]*)"')
# Neither white space nor a mark of `marking`: a character of the wording.
_MARKS = re.compile(rf"[\s{OPEN}{CLOSE}{SEAM}]")
_NOT_WORDS = ("style", "family", "form")


@dataclass(frozen=True, slots=True)
class Place:
    """Where template text stands: the name of a file as templates have it, and the line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one document without white space.

    `fixed` tells of each character whether it is template text; `seams` are the positions where a
    piece of template text or a value begins or ends; `places` says from which position on the text
    of which line of a template goes.
    """

    text: str
    fixed: tuple[bool, ...]
    seams: frozenset[int]
    places: tuple[tuple[int, Place], ...] = field(default=(), compare=False, repr=False)
    _ends: dict[tuple[str, int], set[int]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, marked: str, files: list[str] | None = None) -> "Wording":
        """Read words in which every value stands between OPEN and CLOSE."""
        text: list[str] = []
        fixed: list[bool] = []
        seams, depth = {0}, 0
        places: list[tuple[int, Place]] = []
        file = ""
        for character in "".join(marked.split()).translate(WIDE_MARKS):
            code = ord(character)
            if character in (OPEN, CLOSE, SEAM):
                depth += {OPEN: 1, CLOSE: -1, SEAM: 0}[character]
                seams.add(len(text))
            elif code >= FILES:
                file = files[code - FILES] if files else ""
            elif code >= LINES:
                places.append((len(text), Place(file, code - LINES)))
            else:
                text.append(character)
                fixed.append(depth == 0)
        return cls("".join(text), tuple(fixed), frozenset(seams | {len(text)}), tuple(places))

    def place_of(self, position: int) -> Place:
        """Return where the template text stands that printed this character, or led up to it."""
        before = [place for at, place in self.places if at <= position]
        return before[-1] if before else Place("", 1)

    def ends_of(self, addition: str, start: int) -> set[int]:
        """Return where an added wording that begins at `start` may end; each is found once."""
        if (addition, start) not in self._ends:
            self._ends[addition, start] = _ends_of(addition, self, start)
        return self._ends[addition, start]

    @property
    def fixed_runs(self) -> str:
        """The fixed wording alone, SEAM where values stood."""
        marked = (
            letter if fixed else SEAM for letter, fixed in zip(self.text, self.fixed, strict=True)
        )
        return re.sub(f"{SEAM}+", SEAM, "".join(marked))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one template says of one case: its words, the values it printed, its drawings.

    `seals` are the places where a page is sealed or signed electronically; `made` tells of all that
    parts or ranks the words, and is said of pictures, what it is called and before which character
    of the wording it stands.
    """

    wording: Wording
    printed: tuple[str, ...]
    drawings: int
    seals: tuple[str, ...] = ()
    made: tuple[tuple[str, int], ...] = ()


class Templates:
    """The two templates of a kind, compiled so that values come out marked."""

    def __init__(self, kind: Kind, word: WordTemplate) -> None:
        self.kind = kind
        self.word = word
        self.sources = word.sources
        self._files = Files()
        self._page = marking(kind.templates / "html", self._files)
        self._word = marking(None, self._files)
        self._parts = {name: self._of_word(name, text) for name, text in word.sources.items()}
        self._plain = StrictEnvironment(str, kind.templates / "html")
        self._sources = PageSources(self._plain)
        self._template = self._page.get_template(kind.page_name)

    def _of_word(self, name: str, source: str) -> Any:
        # Every part has a name of its own, so that a place can be told.
        code = self._word.compile(source, name, name)
        return self._word.template_class.from_code(self._word, code, self._word.globals)

    def in_word(self, context: Mapping[str, Any]) -> Spoken:
        """Return what the Word file says, running heads and feet last."""
        self._word.printed.clear()
        parts = {name: part.render(context) for name, part in self._parts.items()}
        body = parts.pop(BODY)
        # Every section repeats the same running head and foot: each text counts once.
        running = {_bare(_text(_PAGE_NUMBER.sub("", part))): part for part in parts.values()}
        said = [body, *running.values()]
        markup = _PAGE_NUMBER.sub("", "".join(said))
        words = Wording.of(_text(markup), self._files.names)
        drawings = sum(part.count("<wp:docPr ") for part in said)
        made = _made(markup, _MADE_IN_WORD)
        return Spoken(words, tuple(self._word.printed), drawings, (), made)

    def on_page(self, context: Mapping[str, Any]) -> Spoken:
        """Return what the page says, what runs in its margins last."""
        self._page.printed.clear()
        page = self._template.render(context)
        inside = re.search(r"<body[^>]*>(.*)</body>", page, re.DOTALL)
        pieces = re.split(r"</?main>", inside[1]) if inside else [page]
        before, main, after = pieces if len(pieces) == 3 else ("", page, "")
        markup = main + before + after
        words = Wording.of(_text(markup), self._files.names)
        drawings = len(re.findall(r"<img[ >]", page))
        seals = tuple(sorted(re.findall(r'\bdata-seal="([^"]*)"', _PLACES.sub("", page))))
        return Spoken(words, tuple(self._page.printed), drawings, seals, _made(markup, _ON_A_PAGE))

    def wordings(self, context: Mapping[str, Any]) -> dict[str, Wording]:
        """Return what the Word file and the page say."""
        return {"docx": self.in_word(context).wording, "html": self.on_page(context).wording}

    def names_used(self, template: str, shape: Shape) -> set[str]:
        """Return the path of every name that a template uses, in conditions too."""
        walk = NameWalk(shape, self._sources.tree)
        if template == "docx":
            for source in self.sources.values():
                walk.walk(self._plain.parse(source))
        else:
            for name in self._sources.printed(self.kind.page_name):
                walk.walk(self._sources.tree(name), name)
        return walk.used

    def literals(self) -> dict[str, dict[str, Place]]:
        """Return every piece of fixed wording in the templates, of all branches, and its place."""
        word: dict[str, Place] = {}
        for name, source in self.sources.items():
            tree = self._word.parse(_PAGE_NUMBER.sub("", source), name)
            word |= self._pieces(tree)
        source = self.kind.page_template.read_text(encoding="utf-8-sig")
        page = self._pieces(self._page.parse(source, self.kind.page_name))
        return {"docx": word, "html": page}

    def _pieces(self, tree: nodes.Template) -> dict[str, Place]:
        joined = "".join(self._literal(tree))
        found: dict[str, Place] = {}
        place = Place("", 1)
        for piece in _text(joined).split(SEAM):
            for mark in _PLACES.findall(piece):
                if ord(mark) >= FILES:
                    place = Place(self._files.names[ord(mark) - FILES], 1)
                else:
                    place = Place(place.file, ord(mark) - LINES)
            if words := _bare(piece):
                found.setdefault(words, place)
        return found

    def _literal(self, node: nodes.Node) -> Iterator[str]:
        """Yield the literal text below a node, SEAM where something else stands."""
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.TemplateData):
                yield child.data
            elif isinstance(child, nodes.Include) and isinstance(child.template, nodes.Const):
                name = child.template.value
                loader = self._page.loader
                if loader is not None and name.endswith(".html"):
                    source, _, _ = loader.get_source(self._page, name)
                    yield from self._literal(self._page.parse(source, name))
            elif not (isinstance(child, nodes.Block) and child.name in _NOT_WORDS):
                yield SEAM
                yield from self._literal(child)
                yield SEAM


def _made(markup: str, sorts: Mapping[str, re.Pattern[str]]) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    at = 0
    for token in re.split(r"(<[^>]*>)", _PLACES.sub("", markup)):
        if token.startswith("<"):
            found += [(called, at) for called, sort in sorts.items() if sort.search(token)]
            found += [(f"替换文字「{each}」", at) for each in _TOLD.findall(token)]
            continue
        first, *rest = html.unescape(token).split(_BLANK)
        at += len(_MARKS.sub("", first))
        for piece in rest:
            found.append((_BLANKS, at))
            at += len(_MARKS.sub("", piece))
    return tuple(found)


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def _bare(words: str) -> str:
    return _PLACES.sub("", "".join(words.split()).translate(WIDE_MARKS)).strip(SEAM)


def _ends_of(addition: str, ours: Wording, start: int) -> set[int]:
    """Return where an added wording that begins at `start` may end; values in it do not count.

    Pieces of it may be wanting, but only between two pieces of the template: inside one, every
    letter must be there.
    """
    if not ours.fixed[start]:
        return set()
    ends: set[int] = set()
    seen = {(start, 0)}
    todo = [(start, 0)]
    while todo:
        here, told = todo.pop()
        if here > start and (told == len(addition) or here in ours.seams):
            ends.add(here)
        if here == len(ours.text):
            continue
        following = []
        if not ours.fixed[here]:
            following.append((here + 1, told))
        else:
            onward = range(told, len(addition)) if here in ours.seams else (told,)
            following += [
                (here + 1, place + 1)
                for place in onward
                if addition[place : place + 1] == ours.text[here]
            ]
        for state in following:
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return {end for end in ends if ours.fixed[end - 1]}
