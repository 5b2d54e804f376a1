"""Hang the structure tree of one PDF into that of another: what binds papers and joins parts does.

Pages are copied first; every element that comes after them then finds its page. The trees are those
that tags.py writes: a document, its body, and below it what stands on the pages.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf, String


class StructureTree:
    """The structure tree of a PDF while others come in."""

    def __init__(self, volume: Pdf) -> None:
        self._volume = volume
        self._root = volume.Root.StructTreeRoot
        self._top = self._root.K[0] if isinstance(self._root.K, Array) else self._root.K
        self._numbers: list[Any] = [*self._root.ParentTree.Nums]
        self._names = dict(_named(self._root))
        self._parts = 0
        self._next = 1 + max((int(key) for key in self._numbers[::2]), default=-1)

    def empty(self) -> None:
        """Take away what the volume's own pages said: they are gone."""
        self._top.K = Array()
        self._numbers.clear()
        self._names.clear()

    def graft(self, part: Pdf, pages: Sequence[pikepdf.Page]) -> None:
        """Hang the tree of a part, whose pages have been copied, below the volume's own."""
        copied = self._taken(part, pages)
        for top in copied:
            top.P = self._top
            self._top.K.append(top)
        self._parts += 1
        if "/IDTree" in part.Root.StructTreeRoot:
            self._rename(copied)

    def go_on(self, part: Pdf, pages: Sequence[pikepdf.Page], *, within_group: bool) -> None:
        """Go on with the table that ends the volume: a part's first table is the rest of it.

        `within_group` says that its first rows belong to the last group of rows. Whatever stands
        behind the table comes behind it. No id of the part may be one of the volume's.
        """
        (top,) = self._taken(part, pages)
        body, table = self._unfinished()
        (other,) = list(top.K)
        rest, *behind = list(other.K)
        groups = list(rest.K)
        if within_group:
            _move(list(groups.pop(0).K), table.K[-1])
        _move(groups, table)
        _move(behind, body)
        for name, element in _named(part.Root.StructTreeRoot):
            self._names[name] = self._volume.copy_foreign(element)

    def finish(self) -> None:
        """Write the parent tree and the names of the whole."""
        self._root.ParentTree = self._volume.make_indirect(Dictionary(Nums=Array(self._numbers)))
        self._root.ParentTreeNextKey = self._next
        if self._names:
            entries: list[Any] = []
            for name in sorted(self._names):
                entries += [String(name), self._names[name]]
            self._root.IDTree = self._volume.make_indirect(Dictionary(Names=Array(entries)))

    def _taken(self, part: Pdf, pages: Sequence[pikepdf.Page]) -> list[Any]:
        """Return the elements that stand on top of a part; its marks have numbers of the whole."""
        tree = part.Root.StructTreeRoot
        tops = [*tree.K] if isinstance(tree.K, Array) else [tree.K]
        copied = [self._volume.copy_foreign(top) for top in tops]
        numbers = [*tree.ParentTree.Nums]
        shift = self._next
        for key, parents in zip(numbers[::2], numbers[1::2], strict=True):
            self._next = max(self._next, shift + int(key) + 1)
            self._numbers += [shift + int(key), self._copy(parents)]
        for page in pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents = shift + int(page.obj.StructParents)
            for annotation in page.obj.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = shift + int(annotation.StructParent)
        return copied

    def _unfinished(self) -> tuple[Any, Any]:
        """Return the body of the volume and the table that ends it."""
        body = next(each for each in reversed([*self._top.K]) if str(each.S) == "/Part")
        return body, body.K[-1]

    def _copy(self, parents: Any) -> Any:
        """Return the element of an annotation, or those of a page's marked contents."""
        if isinstance(parents, Array):
            # Marked content that became an artifact has no element.
            return Array([None if each is None else self._copy(each) for each in parents])
        return self._volume.copy_foreign(parents)

    def _rename(self, tops: Sequence[Any]) -> None:
        """Put the part's number before every id below, so that no other part has the same."""
        prefix = b"%d-" % self._parts
        for element in (each for top in tops for each in elements_below(top)):
            if "/ID" in element:
                element.ID = String(prefix + bytes(element.ID))
                self._names[bytes(element.ID)] = element
            attributes = element.get("/A")
            if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                heads = (String(prefix + bytes(head)) for head in attributes.Headers)
                attributes.Headers = Array(heads)


def elements_below(element: Any) -> Iterator[Any]:
    """Yield a structure element and all below it, in reading order."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        yield element
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from elements_below(kid)


def _move(elements: Sequence[Any], below: Any) -> None:
    for each in elements:
        each.P = below
        below.K.append(each)


def _named(root: Any) -> Iterator[tuple[bytes, Any]]:
    """Yield the elements with an id that a structure tree names, by their id."""
    entries = [*root.IDTree.Names] if "/IDTree" in root else []
    for name, element in zip(entries[::2], entries[1::2], strict=True):
        yield bytes(name), element
