"""A zip of cases is unpacked into its folder and nowhere else, and never beyond measure."""

import io
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from docgen.batch.office import unpack as module
from docgen.batch.office.unpack import ArchiveError, unpack

CASE = b'{"kind": "referral_letter", "payload": {}}'


def packed(path: Path, names: Iterable[str | zipfile.ZipInfo], content: bytes = CASE) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(name, content)
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_folder_of_cases_is_unpacked_as_it_was(tmp_path: Path) -> None:
    names = ["甲/一.json", "甲/IMG_1.jpg", "乙.json"]
    left_behind = [
        "__MACOSX/乙.json", ".DS_Store", "甲/Thumbs.db", "~$cases.xlsx", "甲/~$一.json",
        ".~lock.表.ods#", "._IMG_1.jpg", "@eaDir/IMG_1.jpg", "desktop.ini", "甲/ehthumbs.db",
    ]  # fmt: skip
    target = tmp_path / "in"
    assert unpack(packed(tmp_path / "a.zip", names + left_behind), target) == target
    assert files(target) == {*names}
    assert (target / "乙.json").read_bytes() == CASE


def test_one_sheet_with_its_photos_is_the_input_itself(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", ["批/表.xlsx", "批/门头.png"])
    assert unpack(archive, tmp_path / "in") == tmp_path / "in/批/表.xlsx"


def test_names_of_chinese_windows_are_read(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", ["XXXX.json"])
    archive.write_bytes(archive.read_bytes().replace(b"XXXX", "案件".encode("gb18030")))
    unpack(archive, tmp_path / "in")
    assert files(tmp_path / "in") == {"案件.json"}


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "names",
    [
        ["../a.json"], ["/etc/a.json"], ["a/../../b.json"], ["C:/a.json"], ["a\\b.json"],
        ["/".join("abcdefghij") + ".json"], ["a\x01.json"], ["x" * 160 + ".json"],
        [link("a.json")], ["a.json", "b.exe"], ["a.json", "A.JSON"], ["a.json", "b.xlsx"],
        ["a.xlsx", "b.xlsx"], ["a.jpg"], [],
    ],
)  # fmt: skip
def test_what_is_no_plain_folder_of_cases_is_refused(
    names: list[str | zipfile.ZipInfo], tmp_path: Path
) -> None:
    (tmp_path / "below/in").mkdir(parents=True)
    archive = packed(tmp_path / "a.zip", names)
    with pytest.raises(ArchiveError):
        unpack(archive, tmp_path / "below/in")
    assert {name for name in files(tmp_path) if not name.startswith("below/in/")} == {"a.zip"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("批/说明.docx", "「批/说明.docx」 既不是案件"),
        ("IMG_1.HEIC", "「IMG_1.HEIC」：照片是 HEIC 格式.*导出为 JPEG"),
        ("IMG_1.webp", "「IMG_1.webp」：照片是 WebP 格式.*另存为 JPEG"),
        ("a\u202e\x01.json", r"「a\?\?.json」"),
    ],
)  # fmt: skip
def test_file_that_cannot_be_used_is_named(name: str, words: str, tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", ["a.json", name])
    with pytest.raises(ArchiveError, match=words):
        unpack(archive, tmp_path / "in")


def test_bomb_is_given_up_at_the_limit(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", ["a.json", "b.json"], b"0" * (2 << 20))
    assert archive.stat().st_size < 10_000
    with pytest.raises(ArchiveError, match="分成几批"):
        unpack(archive, tmp_path / "in", 3 << 20)


def test_size_that_is_a_lie_is_not_believed(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", ["a.json"], b"0" * 5000)
    content = archive.read_bytes()
    archive.write_bytes(content.replace((5000).to_bytes(4, "little"), (7).to_bytes(4, "little")))
    with pytest.raises(ArchiveError, match="已损坏"):
        unpack(archive, tmp_path / "in")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 2)
    archive = packed(tmp_path / "a.zip", ["a.json", "b.json", "c.json"])
    with pytest.raises(ArchiveError, match="超过 2 个文件"):
        next(module.unpack_in_steps(archive, tmp_path / "in", 1 << 20))


def test_zip_under_a_password_or_none_at_all_is_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", ["a.json"])
    content = bytearray(archive.read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + flags] |= 1
    for wrong in (bytes(content), b"", b"no zip", io.BytesIO(archive.read_bytes()).read()[:60]):
        archive.write_bytes(wrong)
        with pytest.raises(ArchiveError, match="已损坏"):
            unpack(archive, tmp_path / "in")
