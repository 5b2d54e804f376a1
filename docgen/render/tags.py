"""Write the structure tree of a laid-out document: what a screen reader reads, in which order.

WeasyPrint builds a tree page by page, so that a paragraph over two pages is two, a table's head is
read again on every page, and lists and running elements are lost. Here every HTML element is one
structure element, however many boxes it was broken into. Three attributes of a page speak of it:

- `role="list"` and `role="listitem"` make real lists of paragraphs, `class="lbl"` their numbers;
- `data-read="first"` or `"last"` on what runs in the margins has it read once, on the first or the
  last page it stands on; all else in margins is furniture (an artifact);
- `aria-hidden="true"` is furniture, too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER

from docgen.render.long_list import GOES_ON
from docgen.render.table_heads import link_heads

ROLES: Mapping[str, str] = {
    "main": "Part", "article": "Art", "section": "Sect", "blockquote": "BlockQuote", "p": "P",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "LI", "dd": "LI", "li::marker": "Lbl",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD", "caption": "Caption", "figcaption": "Caption",
    "a": "Link", "img": "Figure", "{http://www.w3.org/2000/svg}svg": "Figure",
}  # fmt: skip
SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
# A table without one of its cells is no table; everything else without content is left out.
KEPT_EMPTY = frozenset(("TR", "TH", "TD"))
# Single hanzi set apart by blanks are one word that fills its column: 投 诉 人.
SPREAD = re.compile(r"(?<![一-鿿])[一-鿿](?:[ 　][一-鿿])+(?![一-鿿])")
WIDE = 0.09
PX = 0.75


@dataclass(slots=True)
class Node:
    """A structure element: its role and, in reading order, what is below it.

    A kid is a node, a pair of page number and marked content, or an annotation with its page.
    """

    role: str
    element: Any = None
    kids: list[Any] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    body: "Node | None" = None
    written: Any = None

    def add(self, kid: Any) -> None:
        """Put a kid last; what is no number of a list item goes into the item's body."""
        if self.role != "LI" or (isinstance(kid, Node) and kid.role in ("Lbl", "LBody")):
            self.kids.append(kid)
            return
        if self.body is None:
            self.body = Node("LBody")
            self.kids.append(self.body)
        self.body.kids.append(kid)

    def says_nothing(self) -> bool:
        """Tell whether there is no content below, so that nobody would hear of the element."""
        return self.role not in KEPT_EMPTY and not any(
            not isinstance(kid, Node) or not kid.says_nothing() for kid in self.kids
        )


def add_tags(
    pdf: pydyf.PDF,
    document: Document,
    _version: Any,
    page_streams: Sequence[Any],
) -> None:
    """Add the structure tree to `pdf`; stands in for WeasyPrint's function of this name."""
    reader = _Reader(page_streams)
    for number, page in enumerate(document.pages):
        reader.read_page(number, page._page_box)
    reader.finish()
    link_heads(reader.root)
    _Writer(pdf, document, len(page_streams)).write(reader.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Reader:
    """Go through the boxes of all pages and gather one node for each HTML element."""

    def __init__(self, streams: Sequence[Any]) -> None:
        self.root = Node("Document")
        self._streams = streams
        self._page = 0
        self._nodes: dict[tuple[int, str], Node] = {}
        self._heads: dict[int, int] = {}
        self._first: dict[int, int] = {}
        # Running elements that are read where they stand last: their page and box so far.
        self._waiting: dict[int, tuple[int, Any]] = {}

    def read_page(self, number: int, page: Any) -> None:
        """Read one page; its margin boxes come after its body, as WeasyPrint draws them."""
        self._page = number
        for box in page.children:
            if isinstance(box, boxes.MarginBox):
                self._read_margin(box)
            else:
                self._read(box, self.root)

    def finish(self) -> None:
        """Read what was to be read last, and see that no content was forgotten."""
        for number, box in self._waiting.values():
            self._page = number
            self._read(box, self.root)
        if any(stream._tags for stream in self._streams):
            raise AssertionError("marked content without a structure element")

    def _outline(self, box: Any, parent: Node) -> None:
        """Note a head that another part of the list tells: cells name its ids, nobody hears it."""
        node = self._node(box, parent)
        if node.role == "THead":
            node.facts["elsewhere"] = True
        for child in getattr(box, "children", ()):
            if isinstance(child, boxes.ParentBox):
                self._outline(child, node)

    def _read_margin(self, margin: Any) -> None:
        subtype = "/Header" if margin.at_keyword.startswith("@top") else "/Footer"
        for box in margin.children:
            wish = box.element.get("data-read") if box.element is not None else None
            key = id(box.element)
            if wish == "first" and self._first.setdefault(key, self._page) == self._page:
                before, self.root.kids = self.root.kids, []
                self._read(box, self.root)
                self.root.kids += before
            elif wish == "last":
                if key in self._waiting:
                    self._set_apart(*self._waiting[key], subtype)
                self._waiting[key] = (self._page, box)
            else:
                self._set_apart(self._page, box, subtype)

    def _read(self, box: Any, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._read_text(box, parent)
            return
        if box.element is not None and box.element.get("aria-hidden") == "true":
            self._set_apart(self._page, box, "")
            return
        if getattr(box, "is_header", False):
            if self._heads.setdefault(id(box.element), self._page) != self._page:
                self._set_apart(self._page, box, "")  # the head of a table that goes on
                return
            if box.element.get(GOES_ON) is not None:
                self._outline(box, parent)
                self._set_apart(self._page, box, "")
                return
        node = self._node(box, parent)
        if box.link_annotation:
            node.add((self._page, box.link_annotation))
        if isinstance(box, boxes.ReplacedBox):
            node.add((self._page, self._streams[self._page]._tags.pop(box)["mcid"]))
        elif isinstance(box, boxes.ParentBox):
            for child in box.children:
                self._read(child, node)

    def _node(self, box: Any, parent: Node) -> Node:
        """Return the node that a box's content belongs to: its element's own, or its parent's."""
        element = box.element
        if element is None or box.element_tag is None:
            return parent
        tag = box.element_tag.split("::")[0] if box.element_tag != "li::marker" else "li::marker"
        role = _role(box, element, tag, parent)
        if role is None or (box.element_tag != tag and parent.element is element):
            return parent
        key = (id(element), role)
        if key not in self._nodes:
            node = self._nodes[key] = Node(role, element)
            _describe(node, box)
            parent.add(node)
        return self._nodes[key]

    def _read_text(self, box: Any, parent: Node) -> None:
        content = (self._page, self._streams[self._page]._tags.pop(box)["mcid"])
        spread = SPREAD.search(box.text)
        if spread or _is_wide(box):
            said = SPREAD.sub(lambda found: re.sub("[ 　]", "", found[0]), box.text)
            span = Node("Span", kids=[content], facts={"ActualText": pydyf.String(said)})
            parent.add(span)
        else:
            parent.add(content)

    def _set_apart(self, page: int, box: Any, subtype: str) -> None:
        """Make an artifact of all content of a box, so that a reader aloud skips it."""
        stream = self._streams[page]
        marks = {stream._tags.pop(each)["mcid"] for each in _content_of(box)}
        kind = {"Type": "/Pagination"} | ({"Subtype": subtype} if subtype else {})
        operators = stream.stream
        for position, operand in enumerate(operators):
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in marks:
                operators[position - 1] = "/Artifact"
                operators[position] = pydyf.Dictionary(kind)


def _role(box: Any, element: Any, tag: str, parent: Node) -> str | None:
    """Return the role of an element, or None where it only groups or styles others."""
    match element.get("role"):
        case "list":
            return "L"
        case "listitem":
            return "LI"
    if parent.role == "LI" and "lbl" in element.get("class", "").split():
        return "Lbl"
    if tag == "div" and any(map(_is_told, box.children)):
        return "P"
    return ROLES.get(tag)


def _is_told(box: Any) -> bool:
    """Tell whether a box is a line with words, not one that places a block of its own."""
    return isinstance(box, boxes.LineBox) and any(
        not isinstance(child, boxes.InlineBlockBox) for child in box.children
    )


def _content_of(box: Any) -> Iterator[Any]:
    """Yield every box below that draws text or a picture."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _content_of(child)


def _is_wide(box: Any) -> bool:
    """Tell whether letters stand so far apart that programs take them for words."""
    spacing = box.style["letter_spacing"]
    return isinstance(spacing, int | float) and spacing >= WIDE * box.style["font_size"]


def _describe(node: Node, box: Any) -> None:
    """Note what a structure element says of itself beside its content."""
    if node.role == "Figure":
        words = node.element.get("alt") or node.element.get("aria-label")
        title = node.element.find("{http://www.w3.org/2000/svg}title")
        if not words and title is not None:
            words = title.text
        if words:
            node.facts["Alt"] = pydyf.String(words)
        else:
            LOGGER.error("a picture has no alternative text (alt, aria-label, or title of an svg)")
        left, top = box.content_box_x(), box.content_box_y()
        node.facts["box"] = (left, top, left + box.width, top + box.height)
    elif node.role in ("TH", "TD"):
        node.facts["columns"], node.facts["rows"] = box.colspan, box.rowspan
        if node.role == "TH":
            node.facts["scope"] = SCOPES.get(node.element.get("scope", "col"), "/Column")


class _Writer:
    """Write nodes as structure elements, and the trees that lead to them."""

    def __init__(self, pdf: pydyf.PDF, document: Document, pages: int) -> None:
        self._pdf = pdf
        self._document = document
        self._pages = pdf.page_references  # looked up among all objects each time it is asked for
        self._marks: list[dict[int, bytes]] = [{} for _ in range(pages)]
        self._annotations: list[bytes] = []
        self._named: list[tuple[str, bytes]] = []

    def write(self, root: Node) -> None:
        """Add all objects and hang them into the catalogue."""
        tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._pdf.add_object(tree)
        tree["K"] = pydyf.Array([self._element(root, tree.reference)])
        numbers = pydyf.Array()
        for page, marks in enumerate(self._marks):
            by_number = [marks.get(mark, b"null") for mark in range(max(marks, default=-1) + 1)]
            numbers += [page, pydyf.Array(by_number)]
        for place, reference in enumerate(self._annotations, start=len(self._marks)):
            numbers += [place, reference]
        parents = pydyf.Dictionary({"Nums": numbers})
        self._pdf.add_object(parents)
        tree["ParentTree"] = parents.reference
        tree["ParentTreeNextKey"] = len(self._marks) + len(self._annotations)
        if self._named:
            entries = pydyf.Array()
            for name, reference in sorted(self._named):
                entries += [pydyf.String(name), reference]
            tree["IDTree"] = pydyf.Dictionary({"Names": entries})
        self._pdf.catalog["StructTreeRoot"] = tree.reference

    def _element(self, node: Node, parent: bytes) -> bytes:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._pdf.add_object(element)
        reference: bytes = element.reference
        self._attributes(node, element)
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                if not (kid.says_nothing() or kid.facts.get("elsewhere")):
                    kids.append(self._element(kid, reference))
            else:
                kids.append(self._content(element, *kid))
        element["K"] = kids
        return reference

    def _content(self, element: pydyf.Dictionary, page: int, content: Any) -> Any:
        """Return what an element says of its content on a page; the first page stands with it."""
        place = element.setdefault("Pg", self._pages[page])
        elsewhere = {} if place == self._pages[page] else {"Pg": self._pages[page]}
        if isinstance(content, int):
            self._marks[page][content] = element.reference
            if not elsewhere:
                return content
            return pydyf.Dictionary({"Type": "/MCR", **elsewhere, "MCID": content})
        content["StructParent"] = len(self._marks) + len(self._annotations)
        self._annotations.append(element.reference)
        return pydyf.Dictionary({"Type": "/OBJR", **elsewhere, "Obj": content.reference})

    def _attributes(self, node: Node, element: pydyf.Dictionary) -> None:
        facts = node.facts
        for name in ("Alt", "ActualText"):
            if name in facts:
                element[name] = facts[name]
        if node.role == "L":
            numbered = any(_is_numbered(kid) for kid in node.kids)
            kind = "/Decimal" if numbered else "/None"
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": kind})
        elif node.role in ("TH", "TD"):
            self._cell_attributes(node, element)
        elif "box" in facts:
            page, _ = next(kid for kid in node.kids if not isinstance(kid, Node))
            height = self._document.pages[page].height
            left, top, right, bottom = facts["box"]
            element["A"] = pydyf.Dictionary({
                "O": "/Layout",
                "BBox": pydyf.Array([
                    round(left * PX, 2), round((height - bottom) * PX, 2),
                    round(right * PX, 2), round((height - top) * PX, 2),
                ]),
            })  # fmt: skip

    def _cell_attributes(self, node: Node, element: pydyf.Dictionary) -> None:
        facts = node.facts
        table = {"O": "/Table"}
        if node.role == "TH":
            table["Scope"] = facts["scope"]
        if facts["columns"] != 1:
            table["ColSpan"] = facts["columns"]
        if facts["rows"] != 1:
            table["RowSpan"] = facts["rows"]
        if heads := facts.get("heads"):
            table["Headers"] = pydyf.Array([pydyf.String(head) for head in heads])
        if len(table) > 1:
            element["A"] = pydyf.Dictionary(table)
        if name := facts.get("id"):
            element["ID"] = pydyf.String(name)
            self._named.append((name, element.reference))


def _is_numbered(item: Any) -> bool:
    return isinstance(item, Node) and any(
        isinstance(kid, Node) and kid.role == "Lbl" for kid in item.kids
    )
