"""A sealed folder is a bag to anybody's tools, and the same entries give the same bytes."""

import csv
import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import bagit
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from docgen import Engine
from docgen.archive.bag import BagError, seal
from docgen.archive.chain import LEDGER, BrokenChainError, Chain, read_chain
from docgen.archive.entry import Entry, document_path, is_id
from docgen.archive.outlet import digest_file
from docgen.archive.tags import decode_path, encode_path, read_info, read_manifest
from tests.docgen.archive.conftest import BAGGED_ON

Unsealed = tuple[Path, Sequence[Entry]]


def contents(bag: Path) -> dict[str, bytes]:
    """Return every file of a bag by its path."""
    return {
        path.relative_to(bag).as_posix(): path.read_bytes()
        for path in sorted(bag.rglob("*"))
        if path.is_file()
    }


def test_bag_is_valid_to_the_bagit_package_alone(bag: Path) -> None:
    read = bagit.Bag(str(bag))
    assert read.version_info == (1, 0)
    assert set(read.algorithms) == {"sha256", "sha512"}
    read.validate()


def test_bag_names_every_file_and_nothing_else(bag: Path) -> None:
    for algorithm in ("sha256", "sha512"):
        with (bag / f"manifest-{algorithm}.txt").open("rb") as lines:
            named = dict(read_manifest(lines))
        there = {path for path in contents(bag) if path.startswith("data/")}
        assert set(named) == there
        for path, digest in named.items():
            assert getattr(digest_file(bag / path), algorithm) == digest


def test_same_entries_give_the_same_bytes(engine: Engine, unsealed: Unsealed) -> None:
    folder, entries = unsealed
    other = Path(shutil.copytree(folder, folder.with_name("other")))
    first = seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    second = seal(other, iter(entries), engine, bagged_on=BAGGED_ON, faces=False)
    assert first.content_sha256 == second.content_sha256
    assert contents(folder) == contents(other)


def test_sealing_after_a_power_cut_begins_anew(engine: Engine, unsealed: Unsealed) -> None:
    folder, entries = unsealed
    seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    whole = contents(folder)
    (folder / "tagmanifest-sha512.txt").unlink()
    (folder / "data/.register.csv.partial").write_bytes(b"half")
    (folder / "data/documents/.docgen-half").write_bytes(b"half")
    (folder / "data/metadata/000900.xml").write_bytes(b"of another sealing")
    seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    assert contents(folder) == whole


def test_day_of_bagging_changes_no_digest_of_the_content(
    engine: Engine, unsealed: Unsealed
) -> None:
    folder, entries = unsealed
    first = seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    later = seal(folder, entries, engine, bagged_on=date(2027, 1, 2), faces=False)
    assert first.content_sha256 == later.content_sha256
    assert read_info((folder / "bag-info.txt").read_bytes())["Bagging-Date"] == "2027-01-02"


@pytest.mark.parametrize("spoil", ["missing", "longer", "stray", "gap"])
def test_folder_that_disagrees_with_its_entries_is_no_bag(
    engine: Engine, unsealed: Unsealed, spoil: str
) -> None:
    folder, entries = unsealed
    path = folder / entries[3].files[0].path
    if spoil == "missing":
        path.unlink()
    elif spoil == "longer":
        path.write_bytes(path.read_bytes() + b"\n")
    elif spoil == "stray":
        path.with_name("stray.pdf").write_bytes(b"%PDF")
    else:
        entries = entries[1:]
    with pytest.raises(BagError):
        seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    assert not (folder / "tagmanifest-sha256.txt").exists()


def test_lists_say_what_the_entries_say(bag: Path, unsealed: Unsealed) -> None:
    _, entries = unsealed
    lines = list(csv.DictReader(io.StringIO((bag / "data/register.csv").read_text("utf-8-sig"))))
    assert [line["文号"] for line in lines] == [entry.document_number or "" for entry in entries]
    assert {line["保管期限"] for line in lines} == {entry.retention for entry in entries}
    assert [line["题名"] for line in lines] == [entry.title for entry in entries]
    assert all("（" in entry.title for entry in entries)
    assert [line["摘要（SHA-256）"].split("\n") for line in lines] == [
        [file.sha256 for file in entry.files] for entry in entries
    ]
    sheet = openpyxl.load_workbook(bag / "data/register.xlsx")["移交清单"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:6] == ("序号", "题名", "文号", "日期", "页数", "保管期限")
    assert [row[1] for row in rows[1:]] == [entry.title for entry in entries]
    assert all(isinstance(row[8], str) for row in rows[1:])


def test_metadata_say_the_same_as_xml_and_as_json(bag: Path, unsealed: Unsealed) -> None:
    _, entries = unsealed
    as_json = json.loads((bag / "data/metadata/000001.json").read_bytes())
    root = etree.fromstring((bag / "data/metadata/000001.xml").read_bytes())
    assert len(as_json) == len(root) == len(entries)
    for words, element, entry in zip(as_json, root, entries, strict=True):
        assert words["电子文件号"] == element.findtext("电子文件号") == entry.id
        assert words["内容描述"]["题名"] == element.findtext("内容描述/题名") == entry.title
        digests = [each.text for each in element.iterfind("电子属性/摘要/摘要值")]
        assert digests == [each["摘要值"] for file in words["电子属性"] for each in file["摘要"]]
        assert entry.files[0].sha256 in digests


def test_chain_tells_the_line_that_was_touched(bag: Path, unsealed: Unsealed) -> None:
    _, entries = unsealed
    lines = (bag / LEDGER).read_bytes().splitlines(keepends=True)
    assert list(read_chain(lines, Chain())) == list(entries)
    touched = [
        [*lines[:2], lines[2].replace("30年".encode(), "10年".encode()), *lines[3:]],
        [*lines[:2], *lines[3:]],
        [*lines[:2], lines[3], lines[2], *lines[4:]],
    ]
    for broken in touched:
        with pytest.raises(BrokenChainError) as told:
            list(read_chain(broken, Chain()))
        assert told.value.line == 3


def test_bag_carries_what_renders_its_documents_again(bag: Path, engine: Engine) -> None:
    resources = bag / "data/resources"
    summary = json.loads((resources / "resources.json").read_bytes())
    assert summary["faces_sha256"] == engine.faces.digest
    assert summary["calendar"] == engine.law.calendar.version
    for kind in engine.catalogue.values():
        assert summary["templates"][kind.name]["html_sha256"] == engine.pages[kind.name].digest
        for template in (kind.word_template, kind.page_template):
            carried = resources / "templates" / template.relative_to(kind.templates)
            assert carried.read_bytes() == template.read_bytes()
    assert (resources / "schemas/law/calendars/2026.toml").is_file()


def test_bag_carries_the_free_faces(engine: Engine, unsealed: Unsealed) -> None:
    folder, entries = unsealed
    seal(folder, entries, engine, bagged_on=BAGGED_ON)
    for face in engine.faces.faces.values():
        carried = folder / "data/resources/faces" / face.path.name
        assert digest_file(carried).sha256 == face.digest


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_manifest_brings_every_name_back(name: str) -> None:
    encoded = encode_path(name)
    assert "\n" not in encoded
    assert "\r" not in encoded
    assert decode_path(encoded) == name


@given(st.text(max_size=30))
def test_id_is_one_plain_name_below_its_month_or_none(id: str) -> None:
    if is_id(id):
        path = document_path(id, date(2026, 7, 10), "pdf")
        assert re.fullmatch(r"data/documents/2026-07/[A-Za-z0-9._-]+\.pdf", path)
        assert encode_path(path) == path


@pytest.mark.parametrize("id", ["", ".hidden", "a/b", "../up", "-flag", "编号", "a b", "x" * 101])
def test_name_that_is_no_plain_one_is_no_id(id: str, papers: Unsealed) -> None:
    assert not is_id(id)
    with pytest.raises(ValueError, match="id"):
        replace(papers[1][0], id=id)
