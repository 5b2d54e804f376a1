"""Join the parts of a long list to one PDF: one table over all pages, feet that count them.

The first part gives the whole its metadata, colours and attachments, as in a volume. What the feet
say is known when the last part is laid out, so they are pages of their own, drawn onto the others.
"""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from docgen.document import Place
from docgen.render.structure import StructureTree


@dataclass(frozen=True, slots=True)
class Further:
    """A part that goes on with the list, and whether it goes on with a group of rows as well."""

    content: bytes
    within_group: bool


def join(
    first: bytes, further: Sequence[Further], feet: bytes, places: Sequence[Place] = ()
) -> bytes:
    """Return the whole; the same parts give the same bytes."""
    with ExitStack() as sources:

        def opened(content: bytes) -> Pdf:
            # What is copied is read when the whole is written: until then its source stays open.
            return sources.enter_context(Pdf.open(io.BytesIO(content)))

        whole = opened(first)
        tree = StructureTree(whole)
        for part in further:
            done, source = len(whole.pages), opened(part.content)
            whole.pages.extend(source.pages)
            tree.go_on(source, [*whole.pages[done:]], within_group=part.within_group)
        tree.finish()
        for number, (page, foot) in enumerate(
            zip(whole.pages, opened(feet).pages, strict=True), start=1
        ):
            _draw(whole, page, foot, Name(f"/Foot{number}"))
        _name(whole, places)
        output = io.BytesIO()
        whole.save(
            output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return output.getvalue()


def _draw(whole: Pdf, page: pikepdf.Page, foot: pikepdf.Page, name: Name) -> None:
    """Draw a foot onto its page; all it holds is an artifact already."""
    pictures = page.obj.Resources.get("/XObject")
    if pictures is None:
        pictures = page.obj.Resources.XObject = Dictionary()
    pictures[name] = whole.copy_foreign(foot.as_form_xobject())
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"Q\nq\n{name} Do\nQ\n".encode())


def _name(whole: Pdf, places: Sequence[Place]) -> None:
    """Make every place of a seal a named destination, as seals.py does."""
    if not places:
        return
    entries: list[Any] = []
    for place in sorted(places, key=lambda each: each.name):
        target = Array([whole.pages[place.page - 1].obj, Name.FitR, *place.box])
        entries += [String(place.name), target]
    names = whole.Root.get("/Names")
    if names is None:
        names = whole.Root.Names = Dictionary()
    names.Dests = Dictionary(Names=Array(entries))
