"""Examine one document of a bag: the job a worker does, given nothing but where the bag lies."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pikepdf

from docgen.archive.conformance import problems_of
from docgen.archive.entry import Entry, FileEntry, bare_title, facts_of, file_entry
from docgen.archive.inspection import Examined
from docgen.archive.pdf_faults import PDF_FAULTS, why_unopened
from docgen.archive.resources import SETS, summarise
from docgen.archive.verify import Carried, Verdict, carried, copy_of, verify_with_sets
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.sets import engines_with

# What a PDF may do besides lying still; PDF/A forbids most of it, we look at all of it.
ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/GoToR", "/GoToE",
    "/URI", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/SetOCGState",
})  # fmt: skip
MOST_PROBLEMS = 3


def examine_document(  # noqa: PLR0917 - a pool hands arguments over in their order
    engine: Engine,
    bag: Path,
    entry: Entry,
    digests: Mapping[str, tuple[str, str]],
    made_by: Mapping[str, Any],
    deep: bool = True,
) -> Examined:
    """Return what is wrong with the files of one entry.

    `digests` are those of the manifests by path; `made_by` what `resources.json` says every
    document was made with. With `deep` each file is opened, judged and rendered again; without,
    only read and digested.
    """
    examined = Examined()
    contents: dict[str, bytes] = {}
    for file in entry.files:
        content = _read(bag, file, digests, examined)
        if content is not None:
            contents[file.role] = content
    if deep:
        sets = bag / SETS
        case = _examine_pdf(engine, sets, entry, contents, made_by, examined)
        if "docx" in contents:
            _examine_word(sets, entry, contents["docx"], case, made_by, examined)
    return examined


def examine_volume(_engine: Engine, bag: Path, path: str) -> Examined:
    """Return what is wrong with a combined volume as a file of its own."""
    examined = Examined()
    content = (bag / path).read_bytes()
    _judge_pdf(content, path, examined)
    return examined


def _judge_pdf(content: bytes, path: str, examined: Examined) -> None:
    """Try the rules we know; veraPDF is asked about all files together, later (vera.py)."""
    problems = problems_of(content, verapdf=False)[:MOST_PROBLEMS]
    examined.saw(
        "conformant", path, *(f"不符合 PDF/A-3a 或 PDF/UA-1：{problem}" for problem in problems)
    )
    examined.saw("harmless", path, *pdf_dangers(content))


def _read(
    bag: Path, file: FileEntry, digests: Mapping[str, tuple[str, str]], examined: Examined
) -> bytes | None:
    """Return a file's content when it is what manifests and ledger say it is."""
    path = bag / file.path
    if not path.is_file() or path.is_symlink():
        return None  # Whoever compares the manifests with the folder says so.
    content = path.read_bytes()
    now = file_entry(file.role, file.path, content)
    right = examined.saw("digests", file.path, *altered(now, digests.get(file.path)))
    same = examined.saw(
        "lists", file.path, *([] if now == file else ["与台账所记的大小或摘要不符。"])
    )
    return content if right and same else None


def altered(now: FileEntry, digests: tuple[str, str] | None) -> list[str]:
    """Say which of the manifests' digests a file does not have."""
    if digests is None:
        return []
    named = zip(("SHA-256", "SHA-512"), digests, (now.sha256, now.sha512), strict=True)
    wrong = [name for name, claimed, found in named if claimed != found]
    return [f"与清单中的 {'、'.join(wrong)} 摘要不符，文件被改动过或已损坏。"] if wrong else []


def _examine_pdf(  # noqa: PLR0917 - those of `examine_document`
    engine: Engine,
    sets: Path,
    entry: Entry,
    contents: Mapping[str, bytes],
    made_by: Mapping[str, Any],
    examined: Examined,
) -> Carried | None:
    """Judge the PDF of an entry and return the case it carries."""
    file = entry.file("pdf")
    if file is None or "pdf" not in contents:
        return None
    content, path = contents["pdf"], file.path
    if not examined.saw("opens", path, *_not_as_entered(content, entry)):
        return None
    _judge_pdf(content, path, examined)
    try:
        if copy_of(content) != "archive":
            examined.verdicts.append(Verdict.unprovable)
            return None
        case = carried(engine, content)
    except DocgenError as fault:
        examined.saw("payload", path, f"案件数据取不出来或不合规则：{fault.message}")
        return None
    if not examined.saw("payload", path, *_contradictions(case, entry, made_by)):
        return None
    result = verify_with_sets(engine, sets, content)
    examined.verdicts.append(result.verdict)
    wrong = result.verdict in (Verdict.altered, Verdict.unprovable)
    examined.saw("rerender", path, *([result.detail] if wrong else []))
    return case


def _not_as_entered(content: bytes, entry: Entry) -> Iterator[str]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) != entry.pages:
                yield f"有 {len(pdf.pages)} 页，台账记的是 {entry.pages} 页。"
    except PDF_FAULTS as fault:
        yield why_unopened(fault)


def pdf_dangers(content: bytes) -> Iterator[str]:
    """Say what in a PDF could act, hide or reach outside."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                yield "文件加了密，日后可能打不开。"
            found = {
                str(each.get("/S"))
                for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary) and "/S" in each
            }
    except PDF_FAULTS:
        return
    if acting := sorted(found & ACTIONS):
        yield f"含有会动作的内容（{'、'.join(acting)}）。"


def _contradictions(case: Carried, entry: Entry, made_by: Mapping[str, Any]) -> Iterator[str]:
    """Say where what a document carries and what the bag says of it differ."""
    facts = facts_of(case.case)
    words = {"kind": "种类", "title": "题名", "dated_on": "日期", "document_number": "文号"}
    for name, word in words.items():
        allowed = [facts[name], *([bare_title(case.case)] if name == "title" else [])]
        if getattr(entry, name) not in allowed:
            yield f"台账记的{word}与文书自带的案件数据不一致。"
    if not made_by:
        return
    template = made_by.get("templates", {}).get(entry.kind, {})
    expected = {
        "template_sha256": template.get("html_sha256"),
        "faces_sha256": made_by.get("faces_sha256"),
        "engine": made_by.get("engine"),
        "calendar": made_by.get("calendar"),
    }
    if any(case.manifest.get(name) != value for name, value in expected.items()):
        yield "生成凭据里的模板、字体、历法或程序版本与包内的 resources.json 不同，不是同一批。"


def _examine_word(  # noqa: PLR0917 - those of `examine_document`
    sets: Path,
    entry: Entry,
    content: bytes,
    case: Carried | None,
    made_by: Mapping[str, Any],
    examined: Examined,
) -> None:
    """Judge the Word file of an entry; with the PDF's case it is rendered again."""
    path = next(file.path for file in entry.files if file.role == "docx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            dangers = [*_word_dangers(package)]
    except (zipfile.BadZipFile, OSError, ValueError):
        examined.saw("opens", path, "打不开，不是完整的 Word 文件。")
        return
    examined.saw("opens", path)
    examined.saw("harmless", path, *dangers)
    if case is None:
        examined.verdicts.append(Verdict.unprovable)
        return
    verdict = _word_verdict(sets, entry, content, case, made_by)
    examined.verdicts.append(verdict)
    wrong = verdict is Verdict.altered
    examined.saw("rerender", path, *(["与重新生成的 Word 文件不同，被改动过。"] if wrong else []))


def _word_verdict(
    sets: Path, entry: Entry, content: bytes, case: Carried, made_by: Mapping[str, Any]
) -> Verdict:
    """Render the Word file of an entry again; a difference is excused by another release only."""
    page_digest = str(case.manifest.get("template_sha256"))
    others = engines_with(case.engine, sets, entry.kind, page_digest)
    for then in chain((case.engine,), others):
        again = then.render(entry.kind, case.payload, "docx", copy="archive", files=case.files)
        if again.content == content:
            return Verdict.identical
    now = summarise(case.engine)
    recorded = made_by.get("templates", {}).get(entry.kind)
    if (
        now["templates"][entry.kind] != recorded
    ):  # Where nobody recorded it, it may have been another.
        return Verdict.other_templates
    return Verdict.altered if now["engine"] == made_by.get("engine") else Verdict.other_engine


def _word_dangers(package: zipfile.ZipFile) -> Iterator[str]:
    names = package.namelist()
    if any("vbaProject" in name or "/embeddings/" in name for name in names):
        yield "含有宏或嵌入的对象。"
    relations = [package.read(name) for name in names if name.endswith(".rels")]
    if any(b'TargetMode="External"' in relation for relation in relations):
        yield "引用了文件以外的资源。"
