"""Prove a PDF: render it again from the case it carries (or is given) and compare the bytes."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pikepdf

from docgen.archive.pdf_faults import PDF_FAULTS, why_unopened
from docgen.case.case import Case
from docgen.case.payload import read_payload
from docgen.engine import COPIES, Engine
from docgen.errors import DocgenError, ExitCode
from docgen.house import check_house
from docgen.render.manifest import engine_version, house_json
from docgen.sets import engines_with

MOST_ATTACHMENTS = 200
UNKNOWN_KIND = (
    "本机没有这种文书：它是出具单位自己声明的，或者更新的版本才有，不能重新生成，无法比较。"
    "请在设置了它（DOCGEN_KINDS）的机器上核验。"
)


class Verdict(StrEnum):
    """What a verification can say; each has its exit code."""

    identical = "identical"
    other_templates = "other_templates"
    other_fonts = "other_fonts"
    other_engine = "other_engine"
    altered = "altered"
    unprovable = "unprovable"


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on one file and the Chinese sentence that explains it."""

    verdict: Verdict
    detail: str


@dataclass(frozen=True, slots=True)
class Carried:
    """The case an archive copy carries, and the engine under the house facts beside it."""

    manifest: Mapping[str, Any]
    payload: Mapping[str, Any]
    files: Mapping[str, bytes]
    engine: Engine
    case: Case


class UnprovableError(DocgenError):
    """The file does not carry what a proof needs."""

    code = "unprovable"
    exit_code = ExitCode.unprovable


class AlteredError(DocgenError):
    """What the file carries contradicts its own digests."""

    code = "altered"
    exit_code = ExitCode.altered


def copy_of(content: bytes) -> str:
    """Return which copy of its document a PDF says it is.

    Errors: `UnprovableError` for a PDF without a manifest of ours.
    """
    return str(manifest_of(content)["copy"])


def manifest_of(content: bytes) -> dict[str, Any]:
    """Return what a PDF says that it was made from: kind, copy, digests, versions.

    Errors: `UnprovableError` for a PDF without a manifest of ours.
    """
    return _manifest(_attachments(content))


def verify_with_sets(
    engine: Engine,
    folder: Path,
    content: bytes,
    payload: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Verification:
    """Do as `verify_pdf` does, with the kept sets of templates in `folder` where ours differ."""
    verification = verify_pdf(engine, content, payload, files)
    if verification.verdict is not Verdict.other_templates:
        return verification
    manifest = manifest_of(content)
    named = str(manifest["kind"]), str(manifest.get("template_sha256"))
    for then in engines_with(engine, folder, *named):
        found = verify_pdf(then, content, payload, files)
        if found.verdict is not Verdict.other_templates:
            return found
    return verification


def carried(engine: Engine, content: bytes) -> Carried:
    """Return the case an archive copy carries, judged anew.

    Errors: `UnprovableError`, `AlteredError`; those of `Engine.check` for a case that is none.
    """
    attached = _attachments(content)
    manifest = _manifest(attached)
    payload, files, engine = _carried(engine, attached, manifest)
    if manifest["kind"] not in engine.catalogue:
        raise UnprovableError(UNKNOWN_KIND)
    case = engine.check(manifest["kind"], payload, copy=manifest["copy"], files=files)
    return Carried(manifest, payload, files, engine, case)


def verify_pdf(
    engine: Engine,
    content: bytes,
    payload: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Verification:
    """Return the verdict on a PDF.

    An archive copy proves itself; any other copy needs its `payload` (and photos in `files`).
    Equal bytes are proof whatever the manifest says; unequal bytes are excused only by what the
    manifest admits, so a forged manifest can blur a verdict but never make it `identical`.
    """
    try:
        attached = _attachments(content)
        manifest = _manifest(attached)
        if payload is None:
            payload, files, engine = _carried(engine, attached, manifest)
        elif manifest.get("copy") == "archive" and "house.json" in attached:
            engine = engine.with_house(_house(attached))
    except UnprovableError as fault:
        return Verification(Verdict.unprovable, fault.message)
    except AlteredError as fault:
        return Verification(Verdict.altered, fault.message)
    if manifest["kind"] not in engine.catalogue:
        return Verification(Verdict.unprovable, UNKNOWN_KIND)
    try:
        again = engine.render(
            manifest["kind"], payload, "pdf", copy=manifest["copy"], files=files or {}
        )
    except DocgenError as fault:
        return Verification(
            Verdict.unprovable, f"用这份案件数据不能重新生成，无法比较：{fault.message}"
        )
    if again.content == content:
        return Verification(Verdict.identical, "与重新生成的文书逐字节相同，未被改动。")
    return _explain(engine, manifest)


def _attachments(content: bytes) -> dict[str, bytes]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.attachments) > MOST_ATTACHMENTS:
                raise UnprovableError("附件过多，不是本系统生成的文书。")
            return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    except PDF_FAULTS as fault:
        raise UnprovableError(why_unopened(fault)) from None


def _manifest(attached: Mapping[str, bytes]) -> dict[str, Any]:
    if "manifest.json" not in attached:
        raise UnprovableError("没有生成凭据（manifest.json），不是本系统生成的文书。")
    try:
        manifest = json.loads(attached["manifest.json"])
        if manifest["copy"] not in COPIES or not isinstance(manifest["kind"], str):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnprovableError("生成凭据（manifest.json）读不出来。") from None
    return dict(manifest)


def _carried(
    engine: Engine, attached: Mapping[str, bytes], manifest: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Mapping[str, bytes], Engine]:
    if "payload.json" not in attached or "house.json" not in attached:
        raise UnprovableError("这份文书不带案件数据（只有归档件带），须另给案件数据（--case）。")
    for name, claimed in (("payload.json", "payload_sha256"), ("house.json", "house_sha256")):
        if hashlib.sha256(attached[name]).hexdigest() != manifest.get(claimed):
            raise AlteredError(f"附件 {name} 与生成凭据中的摘要不符，文件被改动过。")
    try:
        payload = read_payload(attached["payload.json"])
    except DocgenError:
        raise AlteredError("附件 payload.json 读不出来，文件被改动过。") from None
    return payload, attached, engine.with_house(_house(attached))


def _house(attached: Mapping[str, bytes]) -> Any:
    try:
        return check_house(json.loads(attached["house.json"]), "house.json")
    except (ValueError, RecursionError, DocgenError):
        raise AlteredError("附件 house.json 读不出来，文件被改动过。") from None


def _explain(engine: Engine, manifest: Mapping[str, Any]) -> Verification:
    """Say why the bytes differ, as far as the manifest admits a reason."""
    page = engine.pages[manifest["kind"]]
    house = hashlib.sha256(house_json(engine.house)).hexdigest()
    if manifest.get("template_sha256") != page.digest or manifest.get("house_sha256") != house:
        return Verification(
            Verdict.other_templates, "凭据显示由另一版模板或设置生成，请用当时的模板核验。"
        )
    if manifest.get("faces_sha256") != engine.faces.digest:
        return Verification(Verdict.other_fonts, "凭据显示由另一套字体生成，请用当时的字体核验。")
    if manifest.get("engine") != engine_version():
        return Verification(Verdict.other_engine, "凭据显示由另一版程序生成，请用当时的版本核验。")
    return Verification(
        Verdict.altered, "与重新生成的文书不同，文件被改动过，或案件数据不是同一份。"
    )
