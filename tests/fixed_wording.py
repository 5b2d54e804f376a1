"""Compare the fixed wording of our documents with an official form, letter for letter.

A case is rendered through the real templates with every printed value between two marks, so that
each character of the document is known to be ours (fixed wording) or a value. The values taken out,
the official form must remain. That is decided by walking both texts at once:

- every fixed character must be the form's next character; where the form prints what we derive
  (the title, 年月日 of a date, 市监﹝﹞第号 of a number, the list of grounds, the authority's
  name), characters of a value may be the form's next characters too;
- characters of a value that are not in the form may stand only at its breaks: where it leaves a
  blank, begins a paragraph, or ends;
- a `Departure` lets fixed wording be more (`added`, values inside it taken out; a case prints
  those pieces of it that it needs, in order, each letter for letter) or the form's wording be
  left out (`left_out`), a value in its place or nothing.

A `whole` comparison wants every word of the form in its order; from a break it may go back to an
earlier one, since two complainants have two lines. A partial one may go from any break to any
other, since a case prints only what it has: no agent, no agent's line.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from docgen.kinds.catalogue import Kind
from docgen.template.environment import StrictEnvironment
from docgen.template.word import BODY, compile_word
from schemas.ground.kind import Departure
from tests.official_form import WIDE_MARKS, OfficialForm

# Private-use characters: a value stands between the first two, SEAM between template pieces.
OPEN, CLOSE, SEAM = "\ue000", "\ue001", "\ue002"

# A paragraph that counts pages; the page itself does so in its margin boxes.
_PAGE_NUMBER = re.compile(
    r"<w:p[ >](?:(?!</w:p>).)*?<w:instrText[^>]*> *(?:PAGE|NUMPAGES)\b.*?</w:p>", re.DOTALL
)
_NOT_WORDS = ("style", "family", "form")


class SeamsBetweenPieces(Extension):
    """Put a SEAM at both ends of every stretch of template text that holds no tag or value."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Pass every token on, template text with its seams."""
        for token in stream:
            words = SEAM + token.value + SEAM if token.type == "data" else token.value
            yield Token(token.lineno, token.type, words)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one document without white space.

    `fixed` tells of each character whether it is template text; `seams` are the positions where a
    piece of template text or a value begins or ends.
    """

    text: str
    fixed: tuple[bool, ...]
    seams: frozenset[int]
    _ends: dict[tuple[str, int], set[int]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, marked: str) -> "Wording":
        """Read words in which every value stands between OPEN and CLOSE."""
        text, fixed, seams, depth = "", [], {0}, 0
        for character in "".join(marked.split()).translate(WIDE_MARKS):
            if character in (OPEN, CLOSE, SEAM):
                depth += {OPEN: 1, CLOSE: -1, SEAM: 0}[character]
                seams.add(len(text))
            else:
                text += character
                fixed.append(depth == 0)
        return cls(text, tuple(fixed), frozenset(seams | {len(text)}))

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


def marked(value: Any) -> Markup:
    """Put a value between marks; a drawing is markup already and holds no words."""
    if isinstance(value, Markup):
        return value
    return escape(f"{OPEN}{value}{CLOSE}")


class WordingEnvironment(StrictEnvironment):
    """An environment in which a wording that a template passes to a macro is fixed wording."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for call in tree.find_all(nodes.Call):
            call.args = [_as_fixed(each) for each in call.args]
            for named in call.kwargs:
                named.value = _as_fixed(named.value)
        return tree


def _as_fixed(node: nodes.Expr) -> nodes.Expr:
    """Return a literal as markup, which `marked` leaves alone; anything else as it is."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return nodes.MarkSafe(node)
    return node


class Templates:
    """The two templates of a kind, compiled so that values come out marked."""

    def __init__(self, kind: Kind) -> None:
        self.folder = kind.templates / "html"
        self.pages = WordingEnvironment(marked, self.folder)
        self.pages.add_extension(SeamsBetweenPieces)
        in_word = StrictEnvironment(marked)
        in_word.add_extension(SeamsBetweenPieces)
        self.page = self.pages.get_template(kind.page_name)
        self.page_source = kind.page_template.read_text(encoding="utf-8")
        self.word = compile_word(kind.word_template, in_word)

    def wordings(self, context: Mapping[str, Any]) -> dict[str, Wording]:
        """Return what the Word file and the page say, running heads and feet last."""
        parts = {name: part.render(context) for name, part in self.word.parts.items()}
        body = parts.pop(BODY)
        # Every section repeats the same running head and foot: each text counts once.
        running = dict.fromkeys(_word_text(part) for part in parts.values())
        inside = re.search(r"<body[^>]*>(.*)</body>", self.page.render(context), re.DOTALL)
        assert inside, "the page has no <body>"
        before, main, after = re.split(r"</?main>", inside[1])
        return {
            "docx": Wording.of(_word_text(body) + "".join(running)),
            "html": Wording.of(_text(main + before + after)),
        }

    def literals(self) -> dict[str, set[str]]:
        """Return every piece of fixed wording in the templates, of all branches."""
        environment = StrictEnvironment(marked)
        word = {
            piece
            for source in self.word.sources.values()
            for piece in _pieces(environment, _PAGE_NUMBER.sub("", source))
        }
        page = StrictEnvironment(marked, self.folder)
        return {"docx": word, "html": set(_pieces(page, self.page_source))}


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def _word_text(part: str) -> str:
    return _text(_PAGE_NUMBER.sub("", part))


def _pieces(environment: StrictEnvironment, source: str) -> Iterator[str]:
    joined = "".join(_literal(environment, environment.parse(source)))
    for piece in _text(joined).split(SEAM):
        words = "".join(piece.split()).translate(WIDE_MARKS)
        if words:
            yield words


def _literal(environment: StrictEnvironment, node: nodes.Node) -> Iterator[str]:
    """Yield the literal text below a node, SEAM where something else stands."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Include) and isinstance(child.template, nodes.Const):
            loader = environment.loader
            assert loader, "only pages include other templates"
            source, _, _ = loader.get_source(environment, child.template.value)
            yield from _literal(environment, environment.parse(source))
        elif not (isinstance(child, nodes.Block) and child.name in _NOT_WORDS):
            yield SEAM
            yield from _literal(environment, child)
            yield SEAM


def first_difference(
    ours: Wording, form: OfficialForm, departures: Sequence[Departure], *, whole: bool
) -> str | None:
    """Return how far the two texts agree, for whoever mends a template; None if to the end.

    `reached[i]` holds every position of the form at which our first i characters can end, a bit
    each: a number is the quickest set of them, and there are as many sets as characters.
    """
    added = [_bare(each.added) for each in departures if each.added]
    ground = _ground(form, tuple(_bare(each.left_out) for each in departures if each.left_out))
    reached = [0] * (len(ours.text) + 1)
    reached[0] = 1
    for here in range(len(reached)):
        places = reached[here] = ground.passed_over(reached[here], whole=whole)
        if here == len(ours.text):
            break
        reached[here + 1] |= (places & ground.letters.get(ours.text[here], 0)) << 1
        if not ours.fixed[here]:
            reached[here + 1] |= places & ground.breaks
        for addition in added:
            for end in ours.ends_of(addition, here):
                reached[end] |= places
    if reached[-1] >> len(form.text):
        return None
    here = max(place for place, places in enumerate(reached) if places)
    before, after = ours.text[max(here - 16, 0) : here], ours.text[here : here + 24]
    if not whole:
        return f"ours ……{before}【{after}】 is not in the form there"
    place = reached[here].bit_length() - 1
    return f"ours ……{before}【{after}】 where the form has 【{form.text[place : place + 24]}】"


@dataclass(frozen=True, slots=True)
class Ground:
    """The positions of a form as bits: where each letter stands, where there are breaks.

    `gaps` are the lengths of what is left out, each with the positions where it begins.
    """

    letters: Mapping[str, int]
    breaks: int
    gaps: tuple[tuple[int, int], ...]

    def passed_over(self, places: int, *, whole: bool) -> int:
        """Return these places and those where the form may be taken up again, going on from them.

        That is behind what is left out; from a break, at an earlier one, and at any other unless
        the comparison is `whole`.
        """
        before = 0
        while places != before:
            before = places
            for length, begins in self.gaps:
                places |= (places & begins) << length
            if breaks := places & self.breaks:
                last = breaks.bit_length()
                places |= self.breaks & ((1 << last) - 1) if whole else self.breaks
        return places


@cache
def _ground(form: OfficialForm, gaps: tuple[str, ...]) -> Ground:
    """Return the ground of a form with a break before and after everything left out of it."""
    spans = [hit.span() for gap in gaps for hit in re.finditer(re.escape(gap), form.text)]
    breaks = {place for span in spans for place in span}.union(form.breaks)
    letters: dict[str, int] = {}
    for place, letter in enumerate(form.text):
        letters[letter] = letters.get(letter, 0) | 1 << place
    left_out = tuple((end - begin, 1 << begin) for begin, end in spans)
    return Ground(letters, sum(1 << place for place in breaks), left_out)


def _bare(words: str) -> str:
    return "".join(words.split()).translate(WIDE_MARKS)


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
