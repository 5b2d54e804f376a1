"""What a PDF carries beside its pages: the manifest, and in the archive copy the case itself."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from docgen import __version__
from docgen.case.case import Case, canonical_json
from docgen.document import Place
from docgen.render.attached import Attached
from schemas.ground.base import Record
from schemas.parts.enclosed_files import Enclosure
from schemas.parts.hand_signatures import HANDS
from schemas.parts.photos import Original

FileAsItCame = Original | Enclosure

# The libraries whose release can change a byte of a page.
_ENGINE_PARTS = ("weasyprint", "pydyf", "uharfbuzz", "Pillow", "Jinja2", "fonttools", "reportlab")


@cache
def engine_version() -> Mapping[str, str]:
    """Return the releases of docgen and of every library that shapes a page."""
    # Importing WeasyPrint takes half a second: who renders no PDF must not wait for it.
    from docgen.render.libraries import pango  # noqa: PLC0415

    parts = {part: version(part) for part in _ENGINE_PARTS}
    system = {"pango": str(pango.pango_version())}
    return MappingProxyType({"docgen": __version__} | parts | system)


def manifest_for(
    case: Case, template_sha256: str, faces_sha256: str, places: Sequence[Place] = ()
) -> dict[str, Any]:
    """Return the facts that decided the bytes of one document, and where its seals go.

    Only the archive copy names the payload's digest, and what was signed on a screen: in a copy
    that leaves the file, a digest would let anyone try out the few digits a mask hides until the
    digest agrees.
    """
    manifest = {
        "kind": case.kind.name,
        "schema_version": case.kind.header.version,
        "copy": case.facts.copy,
        "template_sha256": template_sha256,
        "faces_sha256": faces_sha256,
        "house_sha256": hashlib.sha256(house_json(case.facts.house)).hexdigest(),
        "calendar": case.facts.law.calendar.version,
        "engine": dict(engine_version()),
        "seals": [place.as_record() for place in places],
    }
    if case.facts.copy == "archive":
        manifest["payload_sha256"] = hashlib.sha256(archived_payload(case)).hexdigest()
        if hands := case.values.get(HANDS):
            manifest[HANDS] = [_signed(each) for each in hands]
    return manifest


def _signed(hand: Record) -> dict[str, str]:
    """Return who signed on the screen, when, under which text, and in which strokes."""
    return {
        "signer": hand.signer,
        "name": hand.name,
        "signed_at": hand.signed_at.isoformat(),
        "shown_sha256": hand.shown_sha256,
        "strokes_sha256": hashlib.sha256(hand.strokes.encode()).hexdigest(),
    }


def attachments_for(
    case: Case, template_sha256: str, faces_sha256: str, places: Sequence[Place] = ()
) -> list[Attached]:
    """Return the attachments of one document: manifest always, the case in the archive copy.

    The digests (hex) are those of its HTML template and of the prepared faces.
    """
    attachments = [
        Attached(
            "manifest.json",
            canonical_json(manifest_for(case, template_sha256, faces_sha256, places)),
            "application/json",
            "文书生成凭据：模板、字体、历法和程序的版本与摘要",
            "Data",
        )
    ]
    if case.facts.copy != "archive":
        return attachments
    attachments += [
        Attached(
            "payload.json", archived_payload(case), "application/json", "案件数据原文", "Source"
        ),
        Attached(
            "house.json", house_json(case.facts.house), "application/json", "本机关设置", "Data"
        ),
    ]
    # A photo printed twice is carried once: the payload names its file wherever it stands.
    photos = {original.name: original for original in originals(case.values)}
    return attachments + [
        Attached(name, original.content, original.media_type, _told(original), "Source")
        for name, original in photos.items()
    ]


def _told(original: FileAsItCame) -> str:
    return "照片原件" if isinstance(original, Original) else "电子文件原件"


def archived_payload(case: Case) -> bytes:
    """Return the payload as archived: photos that came inside it named, not repeated."""
    return canonical_json(_with_names(case.payload, case.values))


def house_json(house: Record) -> bytes:
    """Return the house facts in their canonical form."""
    return canonical_json(_plain(house))


def originals(value: Any) -> list[FileAsItCame]:
    """Return every photo and file of a case, in the order it stands there."""
    if isinstance(value, FileAsItCame):
        return [value]
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        return [original for below in value for original in originals(below)]
    return []


def _with_names(payload: Any, values: Any) -> Any:
    """Return the payload with each file's own name where its bytes stood."""
    if isinstance(payload, Mapping):
        named = {name: _with_names(below, values[name]) for name, below in payload.items()}
        for name in ("picture", "enclosed"):
            if isinstance(values.get(name), FileAsItCame):
                named["file"] = values[name].name
        return named
    if isinstance(payload, list | tuple):
        return [_with_names(*pair) for pair in zip(payload, values or (), strict=False)]
    return payload


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(below) for name, below in value.items()}
    if isinstance(value, tuple):
        return [_plain(below) for below in value]
    return value
