"""Metadata of every document after DA/T 46-2009, the same words as XML and as JSON.

A thousand documents share a file: half a million small files would take longer to copy than the
documents themselves, and one file of all could be opened by no editor. Where a document stands
follows from its number on the hand-over list. Elements nobody has stated (档号, 密级) are left out
rather than invented.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docgen import __version__
from docgen.archive.entry import SIGNED, Entry, FileEntry
from docgen.archive.outlet import Outlet, writing
from docgen.engine import Engine

FOLDER = "data/metadata"
STANDARD = "DA/T 46-2009"
A_FILE = 1000
ACTS = {
    "created": "创建",
    "issued": "签发",
    "archived": "归档",
    "superseded": "被新版本代替",
    "void": "作废",
    SIGNED: "登记签署件",
}
FORMAT_NAMES = {
    "pdf": "PDF/A-3a（ISO 19005-3）",
    "docx": "OOXML（ISO/IEC 29500）",
    SIGNED: "签署件，与收到时逐字节相同",
}
_OPENING = f'<?xml version="1.0" encoding="UTF-8"?>\n<电子文件元数据 标准="{STANDARD}">\n'

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Maker:
    """Whose documents a bag holds: the office, its section, the program, the kinds' titles."""

    authority: str
    department: str
    software: str
    kinds: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, engine: Engine) -> "Maker":
        """Return who makes a bag with this engine now."""
        authority = engine.house.authority
        kinds = {
            name: (kind.header.title, kind.workflow.value)
            for name, kind in engine.catalogue.items()
        }
        return cls(authority.name, authority.department or "", f"docgen {__version__}", kinds)


def describe_entry(maker: Maker, entry: Entry) -> Words:
    """Return the metadata of one document: groups of elements as the standard names them."""
    title, workflow = maker.kinds.get(entry.kind, ("", ""))
    words: Words = {
        "聚合层次": "件",
        "来源": {"立档单位名称": maker.authority},
        "电子文件号": entry.id,
        "档号": {
            "年度": f"{entry.dated_on:%Y}",
            "保管期限": entry.retention,
            "机构或问题": maker.department or workflow,
            "室编件号": str(entry.sequence),
        },
        "内容描述": {
            "题名": entry.title,
            "文件编号": entry.document_number,
            "责任者": maker.authority,
            "日期": entry.dated_on.isoformat(),
            "文种": title,
        },
        "形式特征": {"页数": entry.pages and str(entry.pages), "语种": "汉语"},
        "电子属性": [_describe_file(file) for file in entry.files],
        "业务": [
            {
                "业务行为": ACTS.get(event.act, event.act),
                "行为时间": event.at,
                "机构人员名称": event.actor,
            }
            for event in entry.events
        ],
        "关联": {"案卷": entry.case_ref, "输入数据摘要": entry.input_sha256},
        "形成系统": maker.software,
    }
    return dict(_stated(words))


def _describe_file(file: FileEntry) -> Words:
    return {
        "格式信息": FORMAT_NAMES.get(file.role, file.role),
        "计算机文件名": file.path.removeprefix("data/"),
        "计算机文件大小": str(file.size),
        "摘要": [
            {"摘要算法": "SHA-256", "摘要值": file.sha256},
            {"摘要算法": "SHA-512", "摘要值": file.sha512},
        ],
    }


def _stated(words: Any) -> Any:
    """Leave out what has no value, and groups in which nothing has one."""
    if isinstance(words, list):
        return [_stated(each) for each in words]
    if not isinstance(words, dict):
        return words
    kept = {name: _stated(value) for name, value in words.items()}
    return {name: value for name, value in kept.items() if value}


class MetadataFiles:
    """The metadata files of a bag while documents come in; `finish` closes the last."""

    def __init__(self, bag: Path, maker: Maker) -> None:
        self._bag, self._maker = bag, maker
        self._open = ExitStack()
        self._outlets: tuple[Outlet, Outlet] | None = None
        self._in_file = 0

    def add(self, entry: Entry) -> Iterator[FileEntry]:
        """Add one document; yield the files that are finished before it."""
        if self._in_file == A_FILE:
            yield from self.finish()
        if self._outlets is None:
            name = f"{FOLDER}/{entry.sequence:06d}"
            self._outlets = (
                self._open.enter_context(writing(self._bag, f"{name}.xml", "metadata")),
                self._open.enter_context(writing(self._bag, f"{name}.json", "metadata")),
            )
            self._outlets[0].write(_OPENING.encode())
        words = describe_entry(self._maker, entry)
        as_xml, as_json = self._outlets
        as_xml.write(_xml(words, entry).encode())
        opening = ",\n" if self._in_file else "[\n"
        as_json.write((opening + json.dumps(words, ensure_ascii=False)).encode())
        self._in_file += 1

    def finish(self) -> Iterator[FileEntry]:
        """End the files that are open and yield them."""
        if self._outlets is None:
            return
        as_xml, as_json = self._outlets
        as_xml.write("</电子文件元数据>\n".encode())
        as_json.write(b"\n]\n")
        self._open.close()
        self._outlets, self._in_file = None, 0
        yield from (as_xml.entry, as_json.entry)

    def __enter__(self) -> "MetadataFiles":
        return self

    def __exit__(self, *fault: Any) -> None:
        self._open.__exit__(*fault)


def _xml(words: Words, entry: Entry) -> str:
    return f" <文件 序号={quoteattr(str(entry.sequence))}>\n{_elements(words, 2)} </文件>\n"


def _elements(words: Words, depth: int) -> str:
    parts = []
    for name, value in words.items():
        for each in value if isinstance(value, list) else [value]:
            margin = " " * depth
            if isinstance(each, dict):
                parts.append(f"{margin}<{name}>\n{_elements(each, depth + 1)}{margin}</{name}>\n")
            else:
                parts.append(f"{margin}<{name}>{escape(each)}</{name}>\n")
    return "".join(parts)
