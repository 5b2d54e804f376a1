"""Spreadsheets as other programs leave them: rewritten part by part, or written by hand."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ODS_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Change the parts of a workbook: `change` takes name and content and returns the content."""
    with zipfile.ZipFile(path) as was:
        parts = {name: change(name, was.read(name)) for name in was.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as now:
        for name, content in parts.items():
            now.writestr(name, content)
    return path


def in_sheets(change: Callable[[str], str]) -> Callable[[str, bytes], bytes]:
    """Return a change of the sheets alone, as text."""

    def changed(name: str, content: bytes) -> bytes:
        return change(content.decode()).encode() if "/worksheets/" in name else content

    return changed


def cell(*, text: str = "", **attributes: str) -> str:
    """Return a cell of an OpenDocument sheet; names are written `office_value_type`."""
    given = "".join(
        f" {name.replace('_', ':', 1).replace('_', '-')}={quoteattr(value)}"
        for name, value in attributes.items()
    )
    words = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f"<table:table-cell{given}>{words}</table:table-cell>"


def string(text: str, **attributes: str) -> str:
    """Return a cell that holds a text."""
    return cell(text=text, office_value_type="string", **attributes)


def row(cells: Iterable[str], attributes: str = "") -> str:
    """Return a row."""
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def write_ods(
    path: Path, sheets: Mapping[str, Iterable[str]], columns: str = "", styles: str = ""
) -> Path:
    """Write an OpenDocument spreadsheet of rows by sheet."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in ODS_SPACES.items())
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{columns}{''.join(rows)}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f"<office:document-content {spaces}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return path
