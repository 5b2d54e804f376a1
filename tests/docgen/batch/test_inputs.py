"""Every line of an input becomes one item, sound or with what is wrong with it."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from docgen.batch import json_input
from docgen.batch.inputs import fingerprint, open_input, opener_for
from docgen.batch.item import InputError, Item, Reading
from docgen.photo.folder import FolderPhotos, named_photos
from tests.catalogue import CORPUS, SAMPLES

KIND = "mediation_agreement"


@pytest.fixture(scope="module")
def example(engine: Engine) -> dict[str, Any]:
    return dict(engine.catalogue[KIND].schema.example)


def items_of(engine: Engine, source: Path, kind: str = "") -> list[Item]:
    with open_input(source, Reading(engine.catalogue, kind), source.parent) as given:
        items = list(given.items())
    assert [item.line for item in items] == sorted({item.line for item in items})
    return items


def count(engine: Engine, source: Path) -> int | None:
    with open_input(source, Reading(engine.catalogue), source.parent) as given:
        return given.count()


def written(folder: Path, *lines: Any) -> Path:
    source = folder / "cases.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    source.write_text("\n".join(text), "utf-8")
    return source


def test_lines_keep_their_numbers_and_blank_ones_are_nobody_s(
    engine: Engine, tmp_path: Path, example: dict[str, Any]
) -> None:
    case = {"kind": KIND, "payload": example}
    source = written(tmp_path, case, "", case | {"id": "c-2"}, "   ", case | {"id": 7})
    items = items_of(engine, source)
    assert [(item.line, item.kind, item.id) for item in items] == [
        (1, KIND, ""), (3, KIND, "c-2"), (5, KIND, "7"),
    ]  # fmt: skip
    assert all(item.payload == example and not item.findings for item in items)
    assert len({item.sha256 for item in items}) == 3


@pytest.mark.parametrize(
    ("line", "code", "pointer"),
    [
        ("{", "bad_payload", ""),
        ("[]", "bad_payload", ""),
        ('{"payload": {}}', "no_kind", "/kind"),
        ('{"complaint": "x"}', "no_kind", ""),
        ('{"kind": 3, "payload": {}}', "no_kind", "/kind"),
        ('{"kind": "x", "payload": []}', "not_an_object", "/payload"),
        ('{"kind": "x", "payload": {}, "id": {}}', "bad_id", "/id"),
        ('{"kind": "x", "payload": {}, "extra": 1}', "unknown_field", ""),
        ('{"kind": "x", "kind": "y", "payload": {}}', "bad_payload", ""),
    ],
)
def test_a_faulty_line_says_what_is_wrong_and_stops_no_other(
    engine: Engine, tmp_path: Path, example: dict[str, Any], line: str, code: str, pointer: str
) -> None:
    source = written(tmp_path, line, {"kind": KIND, "payload": example})
    faulty, sound = items_of(engine, source)
    assert [(each.code, each.pointer) for each in faulty.findings] == [(code, pointer)]
    assert not faulty.payload
    assert sound.payload == example


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_a_case_without_end_costs_itself_and_not_the_memory(
    tmp_path: Path, example: dict[str, Any], monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(json_input, "LONGEST_CASE", 100_000)
    monkeypatch.setattr(json_input, "BLOCK", 1000)
    case = json.dumps({"kind": KIND, "payload": example})
    if suffix == "jsonl":
        source = written(tmp_path, "x" * 300_000, case)
        endless, sound = json_input.read_lines(source, "", (), 1)
    else:
        (tmp_path / "1.json").write_text("x" * 300_000)
        (tmp_path / "2.json").write_text(case, "utf-8")
        endless, sound = json_input.read_folder(tmp_path, "", (), 1)
    assert [each.code for each in endless.findings] == ["case_too_long"]
    assert (sound.line, sound.payload) == (2, example)


def test_with_a_kind_bare_payloads_are_cases(
    engine: Engine, tmp_path: Path, example: dict[str, Any]
) -> None:
    source = written(tmp_path, example, {"payload": example}, {"kind": "x", "payload": {}})
    assert [item.kind for item in items_of(engine, source, KIND)] == [KIND, KIND, "x"]


def test_a_folder_is_read_by_name_with_its_photos(engine: Engine) -> None:
    items = items_of(engine, CORPUS / "site_inspection_record")
    named = {item.payload.get("id", item.line): item for item in items if not item.findings}
    assert all(item.kind == "site_inspection_record" for item in named.values())
    photos = items[0].files
    assert photos["IMG_0701.jpg"].startswith(b"\xff\xd8")
    with pytest.raises(KeyError):
        photos["../site_inspection_record/IMG_0701.jpg"]


def test_a_folder_of_folders_takes_the_kind_from_their_names(
    engine: Engine, tmp_path: Path
) -> None:
    for sample in SAMPLES:
        (tmp_path / sample.kind).mkdir(exist_ok=True)
        shutil.copy(sample.path, tmp_path / sample.kind)
    items = items_of(engine, tmp_path)
    assert [item.kind for item in items] == sorted(sample.kind for sample in SAMPLES)
    assert count(engine, tmp_path) == len(items)


def test_counting_agrees_with_reading(
    engine: Engine, tmp_path: Path, example: dict[str, Any]
) -> None:
    source = written(tmp_path, *[{"kind": KIND, "payload": example}] * 50)
    assert count(engine, source) == 50
    source.write_text(source.read_text("utf-8") + "\n", "utf-8")
    assert count(engine, source) == 50


def test_the_fingerprint_follows_every_byte_and_photo_but_not_the_name(tmp_path: Path) -> None:
    source = written(tmp_path, "a", "b")
    first = fingerprint(source)
    renamed = source.rename(tmp_path / "again.jsonl")
    assert fingerprint(renamed) == first
    (tmp_path / "unrelated.txt").write_bytes(b"x")
    assert fingerprint(renamed) == first
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with_photo = fingerprint(renamed)
    (tmp_path / "photo.jpg").write_bytes(b"y")
    assert len({first, with_photo, fingerprint(renamed)}) == 3
    in_folder = fingerprint(tmp_path)
    (tmp_path / "case.json").write_bytes(b"{}")
    assert fingerprint(tmp_path) != in_folder


@pytest.mark.parametrize("place", ["beside", "below"])
def test_names_in_another_encoding_stop_nothing(
    engine: Engine, tmp_path: Path, example: dict[str, Any], place: str
) -> None:
    """A disk of Chinese Windows: its names are no UTF-8."""
    source = written(tmp_path, {"kind": KIND, "payload": example})
    folder = tmp_path / os.fsdecode("照片".encode("gbk")) if place == "below" else tmp_path
    folder.mkdir(exist_ok=True)
    (folder / os.fsdecode("门头.jpg".encode("gbk"))).write_bytes(b"x")
    (folder / os.fsdecode("案件.json".encode("gbk"))).write_text(json.dumps(example), "utf-8")
    assert [item.payload for item in items_of(engine, source)] == [example]
    assert fingerprint(source)
    (item,) = items_of(engine, tmp_path, KIND)
    assert item.payload == example
    before = fingerprint(tmp_path)
    (folder / os.fsdecode("门头.jpg".encode("gbk"))).write_bytes(b"y")
    assert fingerprint(tmp_path) != before


def test_what_programs_leave_behind_is_no_case(
    engine: Engine, tmp_path: Path, example: dict[str, Any]
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(example), "utf-8")
    (tmp_path / "__MACOSX").mkdir()
    for name in ("__MACOSX/a.json", "._a.json", "~$a.json", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"\0")
    before = fingerprint(tmp_path)
    assert len(items_of(engine, tmp_path, KIND)) == 1
    assert count(engine, tmp_path) == 1
    (tmp_path / "._IMG_1.jpg").write_bytes(b"\0")
    assert fingerprint(tmp_path) == before
    assert [*FolderPhotos(tmp_path)] == []
    (tmp_path / "~$a.xlsx").write_bytes(b"\0")
    with pytest.raises(InputError, match="选原来的文件"):
        opener_for(tmp_path / "~$a.xlsx")


@pytest.mark.parametrize("name", ["missing.jsonl", "cases.odt"])
def test_an_input_nobody_can_read_is_refused_with_advice(tmp_path: Path, name: str) -> None:
    if name == "cases.odt":
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError, match=r"路径|格式"):
        opener_for(tmp_path / name)


def test_photos_that_go_far_are_found_whatever_their_spelling(tmp_path: Path) -> None:
    (tmp_path / "IMG_1.JPG").write_bytes(b"one")
    (tmp_path / "IMG_2.heic").write_bytes(b"two")
    payload = {"photos": [{"file": "img_1.jpg"}, {"file": "IMG_2.HEIC"}, {"file": "IMG_3.jpg"}]}
    found = named_photos(payload, FolderPhotos(tmp_path))
    assert found == {"IMG_1.JPG": b"one", "IMG_2.heic": b"two"}
