"""Tell whether a PDF is PDF/A-3a and PDF/UA-1 at once: pikepdf's rules, our own, veraPDF's.

pikepdf checks the file against level 3b; what it reports although the standard allows it is
listed with its reason. What level A and PDF/UA ask for beyond that is read off the objects.
veraPDF, where it is on the PATH, is asked for both standards.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf

from docgen.archive.pdf_faults import PDF_FAULTS
from docgen.archive.vera import is_installed, vera_problems
from docgen.render.structure import elements_below

if TYPE_CHECKING:
    from pikepdf.pdfa import Finding

# What pikepdf reports although ISO 19005-3 allows it. It knows levels 1b, 2b and 3b only; each
# entry names its rule, the words it uses, and why the file is right.
REVIEWED: tuple[tuple[str, str, str], ...] = (
    (
        "ISO_19005_3:6.6.4-3",
        r"pdfaid:conformance is 'A', expected 'B'",
        "Level A asks for all of level B and for tags besides (ISO 19005-3, 5.3).",
    ),
    (
        "ISO_19005_3:6.6.2.3.1-1",
        r"XMP property pdfuaid:part is not permitted",
        "The property is described by the extension schema in the same packet (6.6.2.3.2).",
    ),
    (
        "ISO_19005_3:6.6.2.3.1-1",
        r"XMP property pdfaExtension:schemas is not permitted",
        "This is the extension schema container itself (6.6.2.3.3), which pikepdf cannot read.",
    ),
    (
        "ISO_19005_3:6.6.2.3.1-1",
        r"XMP namespace pdfa(Extension|Schema|Property)=\S+ is not permitted",
        "These three namespaces are those of the extension schema container (6.6.2.3.3).",
    ),
)

PDFUA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
PDFA_PART = "{http://www.aiim.org/pdfa/ns/id/}part"
PDFA_CONFORMANCE = "{http://www.aiim.org/pdfa/ns/id/}conformance"


# The structure types of ISO 32000-1, 14.8.4; others need an entry in the role map.
STANDARD_TYPES = frozenset((
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI",
    "/Index", "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L",
    "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span",
    "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link", "/Annot", "/Ruby", "/RB", "/RT",
    "/RP", "/Warichu", "/WT", "/WP", "/Figure", "/Formula", "/Form",
))  # fmt: skip
# What each part of a table may hold (ISO 32000-1, table 337).
TABLE_PARTS = {
    "/Table": {"/Caption", "/THead", "/TBody", "/TFoot", "/TR"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
}


def problems_of(pdf: bytes, *, verapdf: bool = True) -> list[str]:
    """Return every reason why `pdf` is not PDF/A-3a and PDF/UA-1 at once.

    None means that it is where veraPDF judged; without it, that the rules tried here hold.
    """
    try:
        problems = [*_archival_problems(pdf)]
        with pikepdf.open(BytesIO(pdf)) as document:
            problems += _accessibility_problems(document)
    except pikepdf.PdfError:
        return ["this is no PDF that can be opened"]
    except pikepdf.PasswordError:
        return ["the file is encrypted"]
    except PDF_FAULTS:
        return ["an object that the standard requires is missing or of another type"]
    if verapdf:
        problems += _verapdf_problems(pdf)
    return problems


def structure_elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every structure element that hangs in the structure tree, in reading order."""
    yield from elements_below(document.Root.StructTreeRoot)


def fonts_of(document: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the descendant font dictionary of every composite font, and every other font."""
    for item in document.objects:
        font = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        if font and item.Subtype != "/Type0":
            yield item


def _archival_problems(pdf: bytes) -> Iterator[str]:
    from pikepdf.pdfa import validate_written  # noqa: PLC0415 - a fifth of a second

    for finding in validate_written(BytesIO(pdf), "3b").findings:
        if not _reviewed(finding):
            yield f"pikepdf: {finding}"


def _reviewed(finding: "Finding") -> bool:
    return any(
        finding.rule == rule and re.fullmatch(words, finding.message) for rule, words, _ in REVIEWED
    )


def _verapdf_problems(pdf: bytes) -> Iterator[str]:
    """Ask veraPDF, where it is installed, for both standards."""
    if is_installed():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "document.pdf")
            path.write_bytes(pdf)
            yield from (problem for _, problem in vera_problems([path]))


def _accessibility_problems(document: pikepdf.Pdf) -> Iterator[str]:
    """Check what ISO 14289-1 asks for and can be read off the objects."""
    root = document.Root
    if not _says(root, "/MarkInfo", "/Marked"):
        yield "the document is not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "the document has no language"
    if not _says(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "viewers show the file name instead of the title"
    metadata = document.open_metadata()  # Only read: what is damaged in it is written nowhere.
    stated = [str(metadata.get(key, "")) for key in (PDFUA_PART, PDFA_PART, PDFA_CONFORMANCE)]
    if stated != ["1", "3", "A"]:
        yield f"the metadata claim PDF/UA, PDF/A part and level {stated}"
    if not metadata.get("dc:title"):
        yield "the metadata have no title"
    yield from _structure_problems(document)
    yield from _page_problems(document)
    for font in fonts_of(document):
        descriptor = font.get("/FontDescriptor", {})
        if "/FontFile2" not in descriptor and "/FontFile3" not in descriptor:
            yield f"font {font.get('/BaseFont')} is not embedded"


def _says(root: Any, group: str, flag: str) -> bool:
    """Tell whether a flag of the document's catalogue is there and true."""
    flags = root.get(group)
    return isinstance(flags, pikepdf.Dictionary) and bool(flags.get(flag, False))


def _structure_problems(document: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in document.Root:
        yield "there is no structure tree"
        return
    yield from _name_problems(document)
    mapped = {str(name) for name in document.Root.StructTreeRoot.get("/RoleMap", {})}
    level = 0
    for element in structure_elements(document):
        kind = str(element.S)
        if kind not in STANDARD_TYPES and kind not in mapped:
            yield f"nobody says what the structure type {kind} is"
        if re.fullmatch(r"/H[1-6]", kind):
            if int(kind[2]) > level + 1:
                yield f"the headings skip a level before {kind}"
            level = int(kind[2])
        within = {str(kid.S) for kid in _kids(element)}
        if kind in TABLE_PARTS and not within <= TABLE_PARTS[kind]:
            yield f"{kind} holds something that is no part of a table there"
        if kind == "/Table" and "/THead" in within and "/TBody" not in within:
            yield "a table has a head and no body"
        if kind == "/L" and not within <= {"/LI", "/L", "/Caption"}:
            yield "a list holds something else than its items"
        if kind == "/LI" and not within <= {"/Lbl", "/LBody"}:
            yield "a list item holds something else than its number and its body"
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "a figure has no alternative text"
        if kind == "/TH" and element.get("/A", {}).get("/Scope") not in ("/Row", "/Column"):
            yield "a table header has no scope"


def _kids(element: Any) -> Iterator[Any]:
    """Yield the structure elements right below one."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _name_problems(document: pikepdf.Pdf) -> Iterator[str]:
    """Check that each id is one element's alone, found by the id tree, and each head is there."""
    ids = Counter(bytes(each.ID) for each in structure_elements(document) if "/ID" in each)
    if any(count > 1 for count in ids.values()):
        yield "two structure elements have the same id"
    tree = document.Root.StructTreeRoot.get("/IDTree")
    entries = [] if tree is None else [*tree.Names]
    names = [bytes(name) for name in entries[::2]]
    if names != sorted(ids):
        yield "the id tree does not lead to every structure element with an id"
    for element in structure_elements(document):
        attributes = element.get("/A")
        heads = attributes.get("/Headers", ()) if isinstance(attributes, pikepdf.Dictionary) else ()
        if any(bytes(head) not in ids for head in heads):
            yield "a table cell names a head that is not there"


def _page_problems(document: pikepdf.Pdf) -> Iterator[str]:
    """Check that whatever is drawn is either in the structure tree or an artifact."""
    linked = {element.objgen for element in structure_elements(document)}
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    for page in document.pages:
        if page.obj.get("/Tabs") != "/S":
            yield "the tab order of a page does not follow its structure"
        elements = parents[int(page.obj.StructParents)]
        for instruction in pikepdf.parse_content_stream(page):
            if str(instruction.operator) == "BDC" and "/MCID" in instruction.operands[1]:
                element = elements[int(instruction.operands[1].MCID)]
                if element is None or element.objgen not in linked:
                    yield f"content {instruction.operands} is neither tagged nor an artifact"
