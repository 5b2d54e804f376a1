"""Whatever is touched in a bag is found and named, and an untouched one is found whole."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Engine
from docgen.archive.bag import seal
from docgen.archive.bag_verify import Means, verify_bag
from docgen.archive.entry import Entry, count_pages, file_entry
from docgen.archive.inspection import CHECKS, Inspection
from docgen.archive.verify import UnprovableError, Verdict
from docgen.case.case import canonical_json
from docgen.workers.pool import RenderPool
from tests.docgen.archive.conftest import BAGGED_ON

Unsealed = tuple[Path, Sequence[Entry]]
DIGESTS_ONLY = Means(sample=0)


def named(inspection: Inspection) -> set[str]:
    """Return the files a verification found fault with."""
    return {fault.path for fault in inspection.faults}


def flip(path: Path, position: int) -> None:
    """Alter one bit of the byte at a position."""
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


@pytest.fixture(scope="module")
def shared(
    papers: tuple[Path, list[Entry]], engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """One bag for tests that put back what they touch."""
    folder = tmp_path_factory.mktemp("shared") / "bag"
    shutil.copytree(papers[0], folder)
    return seal(folder, papers[1], engine, bagged_on=BAGGED_ON, faces=False).bag


@pytest.fixture
def restored(shared: Path) -> Iterator[Callable[[Path], None]]:
    """Remember files before they are touched, and put them back after the test."""
    kept: dict[Path, bytes] = {}
    yield lambda path: kept.setdefault(path, path.read_bytes()) and None
    for path, content in kept.items():
        path.write_bytes(content)


def test_untouched_bag_is_whole_in_every_respect(shared: Path, engine: Engine) -> None:
    inspection = verify_bag(engine, shared)
    assert inspection.verdict is Verdict.identical
    assert not inspection.faults
    made = [row["check"] for row in inspection.rows()]
    assert made == [check for check in CHECKS if check not in ("volumes", "worklog")]
    assert inspection.verdicts == {Verdict.identical: 10}
    assert inspection.documents == 8


def test_pool_finds_the_same(shared: Path, engine: Engine) -> None:
    told = []
    with RenderPool(engine.settings, workers=2) as pool:
        means = Means(pool, progress=lambda done, total: told.append((done, total)))
        inspection = verify_bag(engine, shared, means)
    assert inspection.as_json() == verify_bag(engine, shared).as_json()
    assert told == [(number, 8) for number in range(1, 9)]


def test_sample_renders_so_many_again_and_digests_all(shared: Path, engine: Engine) -> None:
    inspection = verify_bag(engine, shared, Means(sample=2))
    assert inspection.examined["digests"] == verify_bag(engine, shared).examined["digests"]
    assert 2 <= inspection.examined["opens"] <= 4
    assert "随机抽取其中 2 份" in inspection.notes[0]


def test_one_altered_byte_in_any_file_is_found_and_named(shared: Path, engine: Engine) -> None:
    """Every file of the bag in turn: documents, lists, metadata, ledger, resources, tags.

    Of resources of one sort, the templates of a work say, one; in the long form all.
    """
    paths = sorted(path for path in shared.rglob("*") if path.is_file())
    if not os.environ.get("DOCGEN_SOAK"):
        resources = [path for path in paths if "resources" in path.parts]
        of_each_sort = {(path.parent, path.suffix): path for path in resources}.values()
        paths = [path for path in paths if path not in resources or path in of_each_sort]
    assert len(paths) > 90
    for number, path in enumerate(paths):
        content = path.read_bytes()
        flip(path, (number * 7919) % len(content))
        inspection = verify_bag(engine, shared, DIGESTS_ONLY)
        path.write_bytes(content)
        relative = path.relative_to(shared).as_posix()
        assert inspection.verdict is Verdict.altered, relative
        assert relative in named(inspection), relative
    assert verify_bag(engine, shared, DIGESTS_ONLY).verdict is Verdict.identical


@pytest.mark.parametrize(
    "name", ["bagit.txt", "bag-info.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"]
)
def test_every_byte_of_the_smallest_tags_counts(shared: Path, engine: Engine, name: str) -> None:
    path, step = shared / name, 1 if os.environ.get("DOCGEN_SOAK") else 29
    content = path.read_bytes()
    for position in range(0, len(content), step):
        flip(path, position)
        inspection = verify_bag(engine, shared, DIGESTS_ONLY)
        path.write_bytes(content)
        assert name in named(inspection), position


@pytest.mark.parametrize(
    "place",
    ["stray.txt", "data/stray.txt", "data/documents/stray.pdf", "data/metadata/.hidden.xml"],
)
def test_added_file_is_named(bag: Path, engine: Engine, place: str) -> None:
    (bag / place).write_bytes(b"added")
    inspection = verify_bag(engine, bag, DIGESTS_ONLY)
    assert named(inspection) == {place}
    assert inspection.found == {"complete": 1}


@pytest.mark.parametrize(
    "place",
    [
        "data/register.csv",
        "data/ledger.jsonl",
        "data/metadata/000001.json",
        "data/resources/house.json",
        "bag-info.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha256.txt",
    ],
)
def test_removed_file_is_named(bag: Path, engine: Engine, place: str) -> None:
    (bag / place).unlink()
    assert place in named(verify_bag(engine, bag, DIGESTS_ONLY))


def test_removed_document_is_named(bag: Path, engine: Engine, unsealed: Unsealed) -> None:
    path = unsealed[1][2].files[0].path
    (bag / path).unlink()
    assert path in named(verify_bag(engine, bag, DIGESTS_ONLY))


def test_link_in_place_of_a_document_is_named(bag: Path, engine: Engine, tmp_path: Path) -> None:
    document = next((bag / "data/documents").rglob("*.pdf"))
    moved = document.rename(tmp_path / "elsewhere.pdf")
    document.symlink_to(moved)
    inspection = verify_bag(engine, bag, DIGESTS_ONLY)
    assert inspection.found["contained"] == 1
    assert named(inspection) == {document.relative_to(bag).as_posix()}


def resealed(folder: Path, entries: Sequence[Entry], engine: Engine, path: str) -> Inspection:
    """Verify a bag whose maker forged one file and then every digest that names it."""
    content = (folder / path).read_bytes()
    forged = [
        replace(
            entry,
            files=tuple(
                file_entry(file.role, path, content) if file.path == path else file
                for file in entry.files
            ),
        )
        for entry in entries
    ]
    seal(folder, forged, engine, bagged_on=BAGGED_ON, faces=False)
    return verify_bag(engine, folder)


@pytest.mark.parametrize("role", ["pdf", "docx"])
def test_document_forged_with_all_its_digests_is_found_by_rendering(
    unsealed: Unsealed, engine: Engine, role: str
) -> None:
    folder, entries = unsealed
    entry = next(entry for entry in entries if entry.file("docx") and entry.file("pdf"))
    path = next(file.path for file in entry.files if file.role == role)
    content = (folder / path).read_bytes()
    if role == "pdf":
        (folder / path).write_bytes(content + b"\n")
    else:
        other = next(each for each in entries if each.kind != entry.kind and each.file("docx"))
        (folder / path).write_bytes((folder / other.file("docx").path).read_bytes())  # type: ignore[union-attr]
    inspection = resealed(folder, entries, engine, path)
    assert {(fault.check, fault.path) for fault in inspection.faults} == {("rerender", path)}


def test_document_that_is_no_pdf_at_all_is_found(unsealed: Unsealed, engine: Engine) -> None:
    folder, entries = unsealed
    path = entries[0].files[0].path
    (folder / path).write_bytes(b"no PDF")
    inspection = resealed(folder, entries, engine, path)
    assert {(fault.check, fault.path) for fault in inspection.faults} == {("opens", path)}


def test_entry_that_says_another_thing_than_its_document_is_found(
    unsealed: Unsealed, engine: Engine
) -> None:
    folder, entries = unsealed
    entries = [*entries[:-1], replace(entries[-1])]
    entries[0] = replace(entries[0], title="投诉调解书（副本）")
    seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    inspection = verify_bag(engine, folder)
    assert [fault.detail for fault in inspection.faults] == [
        "台账记的题名与文书自带的案件数据不一致。"
    ]


def test_lists_that_disagree_with_the_ledger_are_found(bag: Path, engine: Engine) -> None:
    """Someone rewrites the list and every manifest that names it."""
    path = bag / "data/register.csv"
    path.write_bytes(path.read_bytes().replace("30年".encode(), "10年".encode()))
    renew_manifests(bag, "data/register.csv")
    inspection = verify_bag(engine, bag, DIGESTS_ONLY)
    assert ("lists", "data/register.csv") in {
        (fault.check, fault.path) for fault in inspection.faults
    }
    assert "digests" not in inspection.found


def renew_manifests(bag: Path, path: str) -> None:
    """Put the digest a file has now into manifests and tag manifests, as a forger would."""
    for algorithm in ("sha256", "sha512"):
        manifest = bag / f"manifest-{algorithm}.txt"
        entry = file_entry("", path, (bag / path).read_bytes())
        lines = manifest.read_text("utf-8").splitlines()
        lines = [
            f"{getattr(entry, algorithm)}  {path}" if line.endswith(f"  {path}") else line
            for line in lines
        ]
        manifest.write_text("\n".join(lines) + "\n", "utf-8")
    for algorithm in ("sha256", "sha512"):
        manifest = bag / f"tagmanifest-{algorithm}.txt"
        names = [line.split("  ")[1] for line in manifest.read_text("utf-8").splitlines()]
        entries = [file_entry("", name, (bag / name).read_bytes()) for name in names]
        manifest.write_text(
            "".join(f"{getattr(entry, algorithm)}  {entry.path}\n" for entry in entries), "utf-8"
        )


def test_documents_of_another_make_are_found_among_the_rest(
    unsealed: Unsealed, engine: Engine
) -> None:
    """A document whose manifest names other faces than the bag does was mixed in."""
    folder, entries = unsealed
    seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    path = folder / "data/resources/resources.json"
    summary = json.loads(path.read_bytes())
    path.write_bytes(canonical_json(summary | {"faces_sha256": "0" * 64}))
    renew_manifests(folder, "data/resources/resources.json")
    inspection = verify_bag(engine, folder)
    assert {fault.check for fault in inspection.faults} == {"payload", "complete"}
    assert inspection.found["payload"] == 8


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_document_without_its_case_is_whole_but_not_provable(
    unsealed: Unsealed, engine: Engine, format: str
) -> None:
    """A delivery copy carries no case, and neither does a Word file."""
    folder, entries = unsealed
    entry = next(entry for entry in entries if entry.kind == "referral_letter")
    example = engine.catalogue[entry.kind].schema.example
    path = entry.files[0].path.replace(".pdf", f".{format}")
    (folder / entry.files[0].path).unlink()
    content = engine.render(entry.kind, example, format).content
    (folder / path).write_bytes(content)
    pages = count_pages(content) if format == "pdf" else None
    entries = [
        replace(each, files=(file_entry(format, path, content),), pages=pages)
        if each is entry
        else each
        for each in entries
    ]
    seal(folder, entries, engine, bagged_on=BAGGED_ON, faces=False)
    inspection = verify_bag(engine, folder)
    assert not inspection.faults
    assert inspection.verdict is Verdict.unprovable
    assert inspection.verdicts[Verdict.unprovable] == 1


@pytest.mark.parametrize("name", ["bagit.txt", "manifest-sha256.txt"])
def test_folder_that_is_no_bag_is_unprovable(tmp_path: Path, engine: Engine, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UnprovableError):
        verify_bag(engine, tmp_path)
