"""Volumes hold the documents' pages, numbered through, and stay PDF/A-3a and PDF/UA-1."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import bagit
import pikepdf
import pytest

from docgen import Engine
from docgen.archive.bag import seal
from docgen.archive.bag_verify import verify_bag
from docgen.archive.binding import read_digits
from docgen.archive.entry import Entry
from docgen.archive.verify import Verdict
from docgen.archive.volumes import Merge
from docgen.proof.words import words_of
from tests.conformance import assert_conformant
from tests.docgen.archive.conftest import BAGGED_ON
from tests.docgen.archive.test_bag import contents
from tests.docgen.archive.test_bag_verify import named, renew_manifests

Unsealed = tuple[Path, Sequence[Entry]]


@pytest.fixture
def bound(unsealed: Unsealed, engine: Engine) -> Path:
    """A bag with volumes of three documents at most."""
    folder, entries = unsealed
    return seal(folder, entries, engine, bagged_on=BAGGED_ON, merge=Merge(3), faces=False).bag


def volumes(bag: Path) -> list[pikepdf.Pdf]:
    return [pikepdf.open(path) for path in sorted((bag / "data/volumes").glob("*.pdf"))]


def test_volumes_are_conformant_files_of_a_valid_bag(bound: Path, engine: Engine) -> None:
    bagit.Bag(str(bound)).validate()
    for path in (bound / "data/volumes").glob("*.pdf"):
        assert_conformant(path.read_bytes())
    inspection = verify_bag(engine, bound)
    assert inspection.verdict is Verdict.identical, inspection.faults
    assert inspection.examined["volumes"] == 4


def test_volume_holds_every_page_between_cover_and_state_sheet(
    bound: Path, unsealed: Unsealed
) -> None:
    entries = list(unsealed[1])
    opened = volumes(bound)
    assert len(opened) == 3
    for volume, members in zip(opened, (entries[:3], entries[3:6], entries[6:]), strict=True):
        index = json.loads(volume.attachments["volume.json"].get_file().read_bytes())
        assert [each["id"] for each in index["documents"]] == [each.id for each in members]
        assert [each["sha256"] for each in index["documents"]] == [
            each.file("pdf").sha256  # type: ignore[union-attr]
            for each in members
        ]
        counted = sum(each.pages or 0 for each in members)
        assert len(volume.pages) == 2 + counted + 1
        with volume.open_outline() as outline:
            assert [item.title.split(" ")[0] for item in outline.root[1:-1]] == [
                f"{place}." for place in range(1, len(members) + 1)
            ]


def test_words_of_a_volume_are_those_of_its_documents(bound: Path, unsealed: Unsealed) -> None:
    folder, entries = unsealed
    words = words_of("pdf", (bound / "data/volumes/000001.pdf").read_bytes())
    for entry in entries[:3]:
        assert words_of("pdf", (folder / entry.files[0].path).read_bytes()) in words
        assert (entry.document_number or "") in words
    assert "卷内文件目录" in words
    assert "卷内备考表" in words


def test_pages_are_numbered_through_and_contents_say_where(bound: Path) -> None:
    """Every counted page draws its number last, as an artifact."""
    volume = volumes(bound)[0]
    digits = {}
    for page in volume.pages[2:-1]:
        *_, begin, _, _, _, _, place, show, _, _, _ = pikepdf.parse_content_stream(page)
        assert str(begin.operands[0]) == "/Artifact"
        assert float(place.operands[4]) > 500
        font = page.obj.Resources.Font["/DocgenPageNumber"]
        digits[bytes(show.operands[0])] = font.objgen
    assert len(digits) == len(volume.pages) - 3
    assert len(set(digits.values())) == 1
    assert [int(value) for value in volume.Root.PageLabels.Nums[::2]] == [
        0,
        2,
        len(volume.pages) - 1,
    ]


def test_contents_lead_to_the_documents(bound: Path, unsealed: Unsealed) -> None:
    """Each title of the contents list is a link that says where it leads, and leads there."""
    volume, entries = volumes(bound)[0], [*unsealed[1]][:3]
    firsts = [page.obj.objgen for page in volume.pages]
    links = [link for page in volume.pages[:2] for link in page.obj.get("/Annots", ())]
    told = dict.fromkeys((firsts.index(link.Dest[0].objgen), str(link.Contents)) for link in links)
    expected, first = [], 2
    for place, entry in enumerate(entries, start=1):
        number = f" {entry.document_number}" if entry.document_number else ""
        expected.append((first, f"{place}. {entry.title}{number}"))
        first += entry.pages or 0
    assert [*told] == expected
    assert all("/A" not in link for link in links)


def test_grouped_volumes_never_mix_groups(unsealed: Unsealed, engine: Engine) -> None:
    folder, entries = unsealed
    entries = [replace(entry, group=("乙", "甲")[entry.sequence % 2]) for entry in entries]
    seal(folder, entries, engine, bagged_on=BAGGED_ON, merge=Merge(3, grouped=True), faces=False)
    lines = list(csv.DictReader(io.StringIO((folder / "data/volumes.csv").read_text("utf-8-sig"))))
    assert [line["案卷题名"][0] for line in lines] == ["乙", "乙", "甲", "甲"]
    assert [line["件数"] for line in lines] == ["3", "1", "3", "1"]
    assert verify_bag(engine, folder).verdict is Verdict.identical


def test_volumes_are_the_same_each_time_and_gone_when_not_wanted(
    bound: Path, unsealed: Unsealed, engine: Engine
) -> None:
    before = contents(bound)
    seal(bound, unsealed[1], engine, bagged_on=BAGGED_ON, merge=Merge(3), faces=False)
    assert contents(bound) == before
    seal(bound, unsealed[1], engine, bagged_on=BAGGED_ON, faces=False)
    assert not [path for path in contents(bound) if "volumes" in path]


def test_volume_forged_with_its_digests_is_found_by_binding_again(
    bound: Path, engine: Engine
) -> None:
    path = bound / "data/volumes/000001.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    renew_manifests(bound, "data/volumes/000001.pdf")
    inspection = verify_bag(engine, bound)
    assert "data/volumes/000001.pdf" in named(inspection)


def test_documents_without_a_pdf_stay_outside(unsealed: Unsealed, engine: Engine) -> None:
    folder, entries = unsealed
    (folder / entries[1].files[0].path).unlink()
    word = replace(entries[1], files=entries[1].files[1:], pages=None)
    entries = [entries[0], word, *entries[2:]]
    seal(folder, entries, engine, bagged_on=BAGGED_ON, merge=Merge(10), faces=False)
    volume = volumes(folder)[0]
    index = json.loads(volume.attachments["volume.json"].get_file().read_bytes())
    assert [each["sequence"] for each in index["documents"]] == [1, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("size", [0, 1001])
def test_volume_of_no_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 1000"):
        Merge(size)


@pytest.mark.parametrize("merge", [Merge(1), Merge(1000, grouped=True)])
def test_merge_is_read_back_from_its_words(merge: Merge) -> None:
    assert Merge.read(str(merge)) == merge


@pytest.mark.parametrize("text", ["", "x", "5 apart", "0", "1001", "-3"])
def test_other_words_are_no_merge(text: str) -> None:
    assert Merge.read(text) is None


def test_page_with_other_words_gives_no_digits(papers: Unsealed) -> None:
    content = (papers[0] / papers[1][0].files[0].path).read_bytes()
    with pytest.raises(ValueError, match="ten digits"):
        read_digits(content)


def test_binding_keeps_what_pages_draw(papers: Unsealed, bound: Path) -> None:
    source = pikepdf.open(papers[0] / papers[1][0].files[0].path)
    volume = volumes(bound)[0]
    drawn = source.pages[0].Contents.read_bytes()
    assert any(
        isinstance(page.obj.Contents, pikepdf.Array)
        and drawn in b"".join(part.read_bytes() for part in page.obj.Contents)
        for page in volume.pages
    )
