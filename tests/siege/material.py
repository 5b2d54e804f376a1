"""What attackers bring along: small files that claim to be large, and bodies that are no case."""

import io
import json
import zipfile
from functools import cache

from tests.api.test_refusals import HOSTILE
from tests.catalogue import CORPUS

KIND = "non_acceptance_notice"
BOMB_BYTES = 200 << 20
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = f"""<worksheet xmlns="{_MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>
<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row>
</sheetData></worksheet>"""
_BOOK = f"""<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>
<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"""


def _links(kind: str, target: str) -> str:
    return f"""<Relationships xmlns="{_PACKAGE}">
<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>"""


@cache
def far_cell() -> bytes:
    """A workbook of two cells, one of them in the last column of the last row."""
    parts = {
        "_rels/.rels": _links("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _links("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _SHEET,
    }
    return _zipped({name: part.encode() for name, part in parts.items()})


@cache
def bomb() -> bytes:
    """A zip of some hundred kilobytes with one JSON file of two hundred megabytes."""
    return _zipped({"a.json": b'{"a": "' + b" " * BOMB_BYTES + b'"}'})


@cache
def batches() -> tuple[tuple[str, bytes], ...]:
    """Inputs of batches that mean harm, by file name."""
    return (
        ("far.xlsx", far_cell()),
        ("bomb.zip", bomb()),
        ("many.zip", _zipped({f"{number}.json": b"{}" for number in range(3000)})),
        ("deep.jsonl", b'{"payload": ' + b"[" * 100_000 + b"\n"),
        ("wide.csv", b"a," * 200_000 + b"\n"),
        ("no.xlsx", b"PK\3\4" + bytes(2000)),
    )


@cache
def bodies() -> tuple[tuple[bytes, str], ...]:
    """Bodies of requests that mean harm, with their media types."""
    sixteen = json.dumps({"place": "一" * (5 << 20)}, ensure_ascii=False).encode()
    hostile = [(body, media) for body, media, _ in HOSTILE.values() if len(body) < 20 << 20]
    return (*hostile, (sixteen, "application/json"))


@cache
def photo_case() -> tuple[bytes, str]:
    """A case whose photos are no photos, as a form."""
    kind = CORPUS / "site_inspection_record"
    payload = (kind / "typical.json").read_bytes()
    parts = [b'--seam\r\nContent-Disposition: form-data; name="payload"\r\n\r\n' + payload]
    for photo in json.loads(payload)["photos"]:
        content = (kind / photo["file"]).read_bytes()
        broken = content[:200] + bytes(len(content) // 2) + content[200:400]
        named = f'Content-Disposition: form-data; name="f"; filename="{photo["file"]}"'
        parts.append(f"--seam\r\n{named}\r\n\r\n".encode() + broken)
    return b"\r\n".join(parts) + b"\r\n--seam--\r\n", "multipart/form-data; boundary=seam"


def _zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()
