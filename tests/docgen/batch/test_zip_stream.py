"""A folder given out as a zip: whole, of the length said, the same every time, small in memory."""

import io
import random
import shutil
import subprocess
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from docgen.batch.office import zip_stream
from docgen.batch.office.zip_stream import ZipStream


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    folder = tmp_path / "bag"
    (folder / "data/documents/2026-07").mkdir(parents=True)
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    (folder / "data/移交清单.csv").write_bytes("序号,题名\n".encode())
    (folder / "data/empty").touch()
    for number in range(5):
        content = random.Random(number).randbytes(70_000 * number)
        (folder / f"data/documents/2026-07/{number}.pdf").write_bytes(content)
    return folder


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def lying(folder: Path, within: str) -> dict[str, bytes]:
    return {
        f"{within}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_zip_holds_the_folder_and_has_the_length_it_says(bag: Path) -> None:
    stream = ZipStream(bag, "batch")
    content = b"".join(stream)
    assert len(content) == stream.length
    assert members(content) == lying(bag, "batch")
    assert content == b"".join(ZipStream(bag, "batch"))


@pytest.mark.parametrize(("largest", "most"), [(100_000, 0xFFFF), (0xFFFFFFFF, 3), (1000, 3)])
def test_larger_form_is_read_by_others(
    largest: int, most: int, bag: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python reads the numbers of the larger form only where the small ones say to look there."""
    monkeypatch.setattr(zip_stream, "LARGEST", largest)
    monkeypatch.setattr(zip_stream, "MOST_MEMBERS", most)
    content = b"".join(ZipStream(bag, "batch"))
    assert len(content) == ZipStream(bag, "batch").length
    there = content.replace(largest.to_bytes(4, "little"), b"\xff" * 4)
    if most < 0xFFFF:
        place = there.rindex(b"PK\5\6")
        there = there[: place + 8] + b"\xff" * 4 + there[place + 12 :]
    assert members(there) == lying(bag, "batch")


@pytest.mark.skipif(not shutil.which("unzip"), reason="unzip is not installed")
def test_unzip_finds_nothing_wrong(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "bag.zip").write_bytes(b"".join(ZipStream(bag, "batch")))
    told = subprocess.run(["unzip", "-tq", tmp_path / "bag.zip"], capture_output=True, check=False)
    assert told.returncode == 0, told


def test_memory_does_not_grow_with_the_bag(bag: Path) -> None:
    with (bag / "data/big").open("wb") as file:
        file.truncate(60 << 20)
    tracemalloc.start()
    try:
        size = sum(len(piece) for piece in ZipStream(bag, "batch"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 60 << 20
    assert peak < 8 << 20


def test_file_that_was_cut_short_ends_the_stream(bag: Path) -> None:
    stream = ZipStream(bag, "batch")
    (bag / "data/documents/2026-07/4.pdf").write_bytes(b"short")
    with pytest.raises(OSError, match="has changed"):
        b"".join(stream)


@pytest.mark.parametrize("cut", [0, 1, 30, 61, 5_000, 70_500, 300_000, 699_000, 701_000])
def test_any_two_parts_make_the_whole(bag: Path, tmp_path: Path, cut: int) -> None:
    whole = b"".join(ZipStream(bag, "batch"))
    memo = tmp_path / "sums"
    cut = min(cut, len(whole) - 1)
    parts = [
        b"".join(ZipStream(bag, "batch", memo).part(*ends))
        for ends in ((0, cut), (cut, len(whole)))
    ]
    assert b"".join(parts) == whole
    assert [len(each) for each in parts] == [cut, len(whole) - cut]
    assert b"".join(ZipStream(bag, "batch", memo)) == whole


def test_check_sums_are_remembered_until_a_file_changes(
    bag: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo = tmp_path / "sums"
    whole = b"".join(ZipStream(bag, "batch", memo))
    with monkeypatch.context() as patched:
        patched.setattr(zip_stream.zlib, "crc32", lambda *_: pytest.fail("reckoned again"))
        stream = ZipStream(bag, "batch", memo)
        assert b"".join(stream.part(len(whole) - 900, len(whole))) == whole[-900:]
    before = stream.etag
    (bag / "bagit.txt").write_text("BagIt-Version: 9.9\n")
    again = ZipStream(bag, "batch", memo)
    assert again.etag != before
    assert members(b"".join(again))["batch/bagit.txt"] == b"BagIt-Version: 9.9\n"


def test_the_end_of_a_bag_of_31_gigabytes_is_there_at_once(bag: Path) -> None:
    """A part of a large file is read at its place, not from the beginning."""
    size = 31 * 10**9
    with (bag / "zz-large").open("wb") as file:
        file.truncate(size)
        file.seek(size - 4)
        file.write(b"last")
    stream = ZipStream(bag, "batch")
    end = sum(len(zip_stream._head(each, 0)) + each.size for each in stream._members)
    began = time.monotonic()
    assert b"".join(stream.part(end - 1_000_004, end)) == bytes(1_000_000) + b"last"
    assert time.monotonic() - began < 2
