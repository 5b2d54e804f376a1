"""Finish a PDF as PDF/A-3a and PDF/UA-1 at once: what WeasyPrint leaves undone for either."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

import pydyf
from weasyprint import Attachment, Document

from docgen.errors import RenderError
from docgen.render.attached import Attached

# The PDF/UA identifier, and the schema that PDF/A wants for a property it does not know
# (ISO 14289-1, 5; ISO 19005-3, 6.6.2.3).
ACCESSIBILITY_CLAIM = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
RDF_END = b"</rdf:RDF>"


def as_attachments(attached: Sequence[Attached], moment: datetime) -> list[Attachment]:
    """Return WeasyPrint's attachments, all dated `moment` (in UTC, as it writes them)."""
    return [
        Attachment(
            string=file.content, name=file.name, description=file.description,
            relationship=file.relationship, created=moment, modified=moment,
            # Nothing is fetched: to build WeasyPrint's own fetcher takes a millisecond.
            url_fetcher=_fetch_nothing,
        )
        for file in attached
    ]  # fmt: skip


def _fetch_nothing(url: str) -> NoReturn:
    raise RenderError(f"附件不得引用 {url[:20]}…，请直接给出内容。")


def claim_accessibility(document: Document) -> None:
    """Make the document's metadata state PDF/UA-1 beside PDF/A-3a."""
    metadata = document.metadata
    generate = metadata.generate_rdf_metadata

    def generate_with_claim(*arguments: Any, **options: Any) -> bytes:
        rdf: bytes = generate(*arguments, **options)
        return rdf.replace(RDF_END, ACCESSIBILITY_CLAIM + RDF_END)

    # The `xmp_metadata` option would land behind </rdf:RDF>, where no validator looks.
    metadata.generate_rdf_metadata = generate_with_claim


def finish(pdf: pydyf.PDF, attached: Sequence[Attached]) -> None:
    """Complete the objects of `pdf` right before it is written.

    Raises RenderError for a page that cannot become a conformant document.
    """
    _drop_empty_resources(pdf)
    _fit_images(pdf)
    _refuse_marked_groups(pdf)
    _describe_attachments(pdf, attached)


def _drop_empty_resources(pdf: pydyf.PDF) -> None:
    """Take away the lists of patterns and shadings that a page does not use."""
    for item in pdf.objects:
        if isinstance(item, dict) and "ExtGState" in item:
            for name in ("Pattern", "Shading"):
                if not item.get(name, True):
                    del item[name]


def _fit_images(pdf: pydyf.PDF) -> None:
    """Forbid smoothing of images, and refuse colours the output intent does not cover.

    ISO 19005-3, 6.2.8 and 6.2.4.3. The pictures of an embedded file are none of these.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"
            if item.extra["ColorSpace"] == "/DeviceCMYK":
                raise RenderError("页面中有 CMYK 图片，存档格式只接受 RGB，请先转换图片。")


def _refuse_marked_groups(pdf: pydyf.PDF) -> None:
    """Refuse translucent text: WeasyPrint tags it in a way no structure tree can point to."""
    for item in pdf.objects:
        group = isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/Form"
        if group and any(isinstance(line, dict) and "MCID" in line for line in item.stream):
            raise RenderError("HTML 模板对文字使用了 opacity（半透明），请改用浅色文字。")


def object_of(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Return the object that a reference of `pdf` names."""
    return pdf.objects[int(reference.split()[0])]


def _describe_attachments(pdf: pydyf.PDF, attached: Sequence[Attached]) -> None:
    """Give attached files the type and relation they were handed over with, and sorted names."""
    if not attached:
        return
    directory = object_of(pdf, pdf.catalog["Names"]["EmbeddedFiles"])
    references = directory["Names"][1::2]
    entries = []
    for file, reference in zip(attached, references, strict=True):
        specification = object_of(pdf, reference)
        name = pydyf.String(file.name)
        specification["F"] = specification["UF"] = name
        specification["AFRelationship"] = f"/{file.relationship}"
        stream = object_of(pdf, specification["EF"]["F"])
        stream.extra["Subtype"] = pydyf.name(file.media_type)
        # Photographs are compressed already; deflating them again costs time and gains nothing.
        stream.compress = not file.media_type.startswith("image/")
        entries.append((name, reference))
    # A name tree is searched by bisection; a catalogue lists each file once.
    entries.sort(key=lambda entry: _text_bytes(entry[0].string))
    directory["Names"] = pydyf.Array([part for entry in entries for part in entry])
    pdf.catalog["AF"] = pydyf.Array([reference for _, reference in entries])


def _text_bytes(text: str) -> bytes:
    """Return the bytes a PDF text string has when it is read."""
    return text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
