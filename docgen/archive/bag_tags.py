"""Read a bag's tag files and compare them with the folder: what is named, there, missing, extra."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from docgen.archive import tags
from docgen.archive.entry import FileEntry
from docgen.archive.inspection import Inspection
from docgen.archive.outlet import digest_file
from docgen.archive.verify import UnprovableError
from docgen.folders import walk

MANIFESTS = tuple(f"manifest-{algorithm}.txt" for algorithm in tags.ALGORITHMS)
TAG_MANIFESTS = tuple(f"tagmanifest-{algorithm}.txt" for algorithm in tags.ALGORITHMS)
# In the order in which the tag manifests name them.
TAG_FILES = ("bagit.txt", tags.INFO, *MANIFESTS)
MISSING, EXTRA = "文件不见了。", "清单里没有这个文件，是后来放进去的。"


@dataclass(slots=True)
class Named:
    """What the manifests name: both digests by path; what `bag-info.txt` says; what lies there."""

    digests: dict[str, tuple[str, str]] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def read_tags(bag: Path, inspection: Inspection) -> Named:
    """Read and check the tag files and compare the manifests with the folder.

    Errors: `UnprovableError` for a folder that is no finished bag of ours.
    """
    if not all((bag / name).is_file() for name in ("bagit.txt", MANIFESTS[0])):
        raise UnprovableError(f"{bag} 不是封装好的归档包（缺少 bagit.txt 或文件清单）。")
    _check_tag_files(bag, inspection)
    named = Named()
    for place, name in enumerate(MANIFESTS):
        _read_manifest(bag, name, place, named, inspection)
    _compare_with_folder(bag, named, inspection)
    try:
        named.info = tags.read_info((bag / tags.INFO).read_bytes())
    except (OSError, ValueError):
        inspection.blame("digests", tags.INFO, "读不出来，文件缺失或被改动过。")
    return named


def _check_tag_files(bag: Path, inspection: Inspection) -> None:
    """Compare the tag files with what the tag manifests must say of them, byte for byte."""
    there: list[FileEntry] = []
    for name in TAG_FILES:
        inspection.examined["digests"] += 1
        if (bag / name).is_file():
            found = digest_file(bag / name)
            there.append(FileEntry("tag", name, found.sha256, found.sha512, found.size))
        else:
            inspection.blame("complete", name, MISSING)
    disagreeing: dict[str, set[str]] = {}
    for algorithm, name in zip(tags.ALGORITHMS, TAG_MANIFESTS, strict=True):
        inspection.examined["digests"] += 1
        if not (bag / name).is_file():
            inspection.blame("complete", name, MISSING)
            continue
        wanted = [tags.manifest_line(algorithm, file) for file in there]
        lines = (bag / name).read_bytes().splitlines(keepends=True)
        if len(there) < len(TAG_FILES):  # The missing one is told already.
            lines = [line for line in lines if line in wanted]
        if lines != wanted:
            wrong = {
                file.path for file, line in zip(there, wanted, strict=True) if line not in lines
            }
            disagreeing[name] = wrong
    # A tag file that both manifests disown was altered; what only one disowns, that one was.
    altered = set.intersection(*disagreeing.values()) if len(disagreeing) > 1 else set()
    for path in sorted(altered):
        inspection.blame("digests", path, "与两份标签清单都不符，被改动过。")
    for name, wrong in disagreeing.items():
        if not altered or wrong - altered:
            inspection.blame("digests", name, "与它所列的文件不符，被改动过。")


def _read_manifest(bag: Path, name: str, place: int, named: Named, inspection: Inspection) -> None:
    if not (bag / name).is_file():
        return
    try:
        with (bag / name).open("rb") as lines:
            for path, digest in tags.read_manifest(lines):
                digests = [*named.digests.get(path, ("", ""))]
                digests[place] = digest
                named.digests[path] = (digests[0], digests[1])
    except ValueError:
        inspection.blame("digests", name, "有一行读不出来，被改动过。")


def _compare_with_folder(bag: Path, named: Named, inspection: Inspection) -> None:
    """Compare the folder with the manifests, and every name and link in it with what may be."""
    expected = {*TAG_FILES, *TAG_MANIFESTS}
    for path, size in _files(bag, inspection):
        if path.startswith("data/"):
            named.sizes[path] = size
        if path not in named.digests and path not in expected:
            inspection.blame("complete", path, EXTRA)
    for path, digests in named.digests.items():
        inspection.examined["complete"] += 1
        inspection.examined["contained"] += 1
        parts = PurePosixPath(path).parts
        if not path.startswith("data/") or ".." in parts or "\\" in path:
            inspection.blame("contained", path, "清单里的路径指向 data 文件夹以外。")
        elif path not in named.sizes:
            inspection.blame("complete", path, MISSING)
        elif "" in digests:
            inspection.blame("complete", path, "只有一份清单列了这个文件。")


def _files(bag: Path, inspection: Inspection) -> Iterator[tuple[str, int]]:
    """Yield every file of the folder by its path below it, never following a link."""
    for folder, folders, names in walk(bag):
        folders.sort()
        for name in sorted(
            [*names, *(each for each in folders if Path(folder, each).is_symlink())]
        ):
            path = Path(folder, name)
            relative = path.relative_to(bag).as_posix()
            if path.is_symlink():
                inspection.blame("contained", relative, "是一个链接，不是文件本身。")
            elif path.is_file():
                yield relative, path.stat().st_size
            else:
                inspection.blame("contained", relative, "不是普通文件。")


def check_sums(bag: Path, named: Named, inspection: Inspection, documents: int, head: str) -> None:
    """Compare what `bag-info.txt` says of the whole with the whole.

    A sum that is wrong because of what was named already says nothing new.
    """
    manifest = bag / MANIFESTS[0]
    wanted = {tags.CONTENT: f"sha256:{digest_file(manifest).sha256}"}
    if not (inspection.found["complete"] or inspection.found["digests"]):
        wanted[tags.SUM] = f"{sum(named.sizes.values())}.{len(named.sizes)}"
    if not inspection.found["ledger"]:
        wanted |= {tags.DOCUMENTS: str(documents), tags.LEDGER: head}
    for label, value in wanted.items():
        if named.info.get(label) != value:
            inspection.blame("complete", tags.INFO, f"所记的 {label} 与包的内容不符。")
