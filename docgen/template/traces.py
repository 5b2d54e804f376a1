"""Take out of a Word template what tells of a person or a machine: none of it goes out."""

import re
from collections.abc import Mapping

CONTENT_TYPES = "[Content_Types].xml"
CORE_PROPERTIES, APP_PROPERTIES = "docProps/core.xml", "docProps/app.xml"
SETTINGS = "word/settings.xml"
# Accounts, labels, forms' data, comments, and a picture of the first page.
_LEFT_OUT = re.compile(
    r"docProps/(?:custom\.xml|thumbnail\.\w+)|docMetadata/.*|customXml/.*|xl/.*"
    r"|word/(?:people|comments\w*|commentsIds|documentTasks/.*|glossary/.*)(?:\.xml)?(?:/.*)?"
    r"|word/_rels/(?:settings|comments\w*|people)\.xml\.rels|word/printerSettings.*"
)
# Where the file was saved from, by whom it was edited when, what it is joined with.
_SETTINGS = re.compile(
    r"<w:attachedTemplate\b[^>]*/>|<w:mailMerge\b.*?</w:mailMerge>|<w:rsids\b.*?</w:rsids>"
    r"|<w:docVars\b.*?</w:docVars>|<w15:docId\b[^>]*/>|<w14:docId\b[^>]*/>"
    r"|<w:documentProtection\b[^>]*/>|<w:writeProtection\b[^>]*/>|<w:linkStyles\b[^>]*/>"
    r"|<w:trackRevisions\b[^>]*/>|<w:saveThroughXslt\b[^>]*/>|<w:attachedSchema\b[^>]*/>",
    re.DOTALL,
)


def is_trace(name: str) -> bool:
    """Tell whether a part of a Word file is left out of what is made of it."""
    return _LEFT_OUT.fullmatch(name) is not None


def without_traces(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a Word file that may go out, nothing in them naming those that may not.

    What has no traces comes out byte for byte.
    """
    kept = {name: content for name, content in parts.items() if not is_trace(name)}
    gone = [name for name in parts if is_trace(name)]
    if SETTINGS in kept:
        kept[SETTINGS] = _SETTINGS.sub("", kept[SETTINGS].decode()).encode()
    for name in gone:
        kept[CONTENT_TYPES] = re.sub(
            rb'<Override [^>]*PartName="/%b"[^>]*/>' % re.escape(name.encode()),
            b"",
            kept[CONTENT_TYPES],
        )
    for name in [each for each in kept if each.endswith(".rels")]:
        kept[name] = re.sub(
            r"<Relationship\b[^>]*/>", lambda found: _relationship(found[0]), kept[name].decode()
        ).encode()
    return kept


def _relationship(text: str) -> str:
    """Return a relationship, or nothing of one that leads to a trace."""
    found = re.search(r'\bTarget="([^"]*)"', text)
    target = found[1].replace("../", "").lstrip("/") if found else ""
    return "" if any(is_trace(each) for each in (target, f"word/{target}")) else text
