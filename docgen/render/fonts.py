"""Keep the faces every PDF is set in: prepared once per machine, opened in milliseconds."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen.errors import ExitCode, RenderError
from docgen.render.font_reduction import RECIPE
from docgen.render.font_repertoire import BITMAP_BYTES, lacks, to_bitmap
from docgen.render.font_sources import (
    FAMILIES,
    ROLES,
    FaceSource,
    choose_sources,
    find_candidates,
    machine_folders,
)

Progress = Callable[[str, int, int], None]

RECORD = "faces.json"
COVERAGE = "coverage.bits"
# A role may do without its own face, but a document cannot be set without hanzi and ASCII.
REQUIRED_ROLES = ("song",)


class FontsError(RenderError):
    """The faces a document needs are not on this machine or cannot be prepared."""

    code = "fonts_unavailable"
    exit_code = ExitCode.bad_settings


@dataclass(frozen=True, slots=True)
class Face:
    """One prepared face: where it lies, what it was made from, how much it covers."""

    role: str
    family: str
    path: Path
    digest: str
    source: Path
    source_family: str
    source_digest: str
    licence: str
    coverage: int


@dataclass(frozen=True)
class FaceSet:
    """The prepared faces by role, with one digest that names them all.

    `workbench` keeps what the PDF writer builds per thread from these files (font maps are
    not safe to share between threads); it is no part of the value and does not travel when a
    set is sent to another process.
    """

    faces: Mapping[str, Face]
    digest: str
    bitmap: bytes = field(repr=False)
    workbench: threading.local = field(
        default_factory=threading.local, compare=False, repr=False, hash=False
    )

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of `text` that no face can print, each once, sorted."""
        return lacks(self.bitmap, text)

    def report(self) -> tuple[Mapping[str, Any], ...]:
        """Return one line per role for `docgen doctor`."""
        return tuple(
            {
                "role": face.role,
                "family": face.family,
                "source_family": face.source_family,
                "source": str(face.source),
                "licence": face.licence,
                "coverage": face.coverage,
                "digest": face.digest,
            }
            for face in self.faces.values()
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _face_set, (dict(self.faces), self.digest, self.bitmap)


def open_faces(
    cache: Path, office: Path | None = None, *, folders: tuple[Path, ...] | None = None
) -> FaceSet:
    """Open the faces prepared in `cache`, preparing them first when they are absent or stale.

    Stale means: another recipe, or a font file that came, went or changed in size or time.
    """
    candidates = find_candidates(office, folders or machine_folders())
    return _recorded(cache, candidates) or prepare_faces(cache, office, folders=folders)


def prepare_faces(
    cache: Path,
    office: Path | None = None,
    progress: Progress | None = None,
    *,
    folders: tuple[Path, ...] | None = None,
) -> FaceSet:
    """Prepare one reduced face per role in `cache` and return them.

    `office` is the folder of the bureau's own faces; `progress` is called with the role just
    done, how many are done and how many there are. Faces whose source is unchanged are kept.
    Raises FontsError when there is no face for hanzi at all.
    """
    candidates = find_candidates(office, folders or machine_folders())
    sources = choose_sources(candidates, office)
    _refuse_without_hanzi(sources)
    cache.mkdir(parents=True, exist_ok=True)
    with _only_one_at_a_time(cache):
        known = _read_record(cache).get("faces", {})
        faces: dict[str, Any] = {}
        workers = min(os.cpu_count() or 1, len(sources))
        with ThreadPoolExecutor(workers) as pool:
            running = {
                pool.submit(_prepare, source, cache, known.get(source.role)): source.role
                for source in sources
            }
            for done, future in enumerate(as_completed(running), start=1):
                faces[running[future]] = future.result()
                if progress is not None:
                    progress(running[future], done, len(sources))
        faces = {role: faces[role] for role in ROLES if role in faces}
        _write_coverage(cache, faces)
        record = {"recipe": RECIPE, "candidates": _fingerprint(candidates), "faces": faces}
        text = json.dumps(record, ensure_ascii=False, indent=1)
        _write_atomically(cache / RECORD, text.encode())
    prepared = _recorded(cache, candidates)
    if prepared is None:
        raise FontsError(f"字体缓存写入后无法读回，请检查文件夹 {cache} 的磁盘空间和权限。")
    return prepared


def _refuse_without_hanzi(sources: tuple[FaceSource, ...]) -> None:
    present = {source.role for source in sources}
    if not present.issuperset(REQUIRED_ROLES):
        raise FontsError(
            "这台机器上没有可用的宋体。请安装 fonts-noto-cjk（apt install fonts-noto-cjk），"
            "或用 DOCGEN_FONTS 指定本单位的字体文件夹。"
        )


def _prepare(source: FaceSource, cache: Path, known: dict[str, Any] | None) -> dict[str, Any]:
    """Reduce one source in a process of its own, unless the cache already holds the outcome."""
    source_digest = _digest_of(source.path)
    identity = {
        "recipe": RECIPE,
        "source_digest": source_digest,
        "number": source.number,
    }
    if known and identity.items() <= known.items():
        kept = cache / known["file"]
        if kept.is_file() and _digest_of(kept) == known["digest"]:
            return known | _origin(source)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        output = Path(folder) / "face.ttf"
        facts = _reduce_elsewhere(source, output)
        name = f"{source.role}-{facts['digest'][:16]}.ttf"
        output.replace(cache / name)
    return {
        **identity,
        "file": name,
        "size": (cache / name).stat().st_size,
        "digest": facts["digest"],
        **_origin(source),
        "coverage": len(facts["code_points"]),
        "ranges": _ranges(facts["code_points"]),
    }


def _origin(source: FaceSource) -> dict[str, str]:
    return {
        "source": str(source.path),
        "source_family": source.family,
        "licence": source.licence,
    }


def _reduce_elsewhere(source: FaceSource, output: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "docgen.render.font_reduction", str(source.path),
               str(source.number), FAMILIES[source.role], str(output)]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    outcome = subprocess.run(command, capture_output=True, env=environment, check=False)
    if outcome.returncode != 0:
        last_line = outcome.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise FontsError(f"字体文件 {source.path.name} 无法使用，请更换或移走它（{last_line}）。")
    facts: dict[str, Any] = json.loads(outcome.stdout)
    return facts


def _recorded(cache: Path, candidates: tuple[Path, ...]) -> FaceSet | None:
    """Return the set `cache` records if it is whole and was made from these very candidates."""
    record = _read_record(cache)
    if record.get("recipe") != RECIPE or record.get("candidates") != _fingerprint(candidates):
        return None
    coverage = cache / COVERAGE
    if not coverage.is_file() or coverage.stat().st_size != BITMAP_BYTES:
        return None
    faces = {}
    for role, facts in record["faces"].items():
        path = cache / facts["file"]
        if not path.is_file() or path.stat().st_size != facts["size"]:
            return None
        faces[role] = Face(
            role=role,
            family=FAMILIES[role],
            path=path,
            digest=facts["digest"],
            source=Path(facts["source"]),
            source_family=facts["source_family"],
            source_digest=facts["source_digest"],
            licence=facts["licence"],
            coverage=facts["coverage"],
        )
    named = "\n".join(f"{role} {face.digest}" for role, face in faces.items())
    digest = hashlib.sha256(named.encode()).hexdigest()
    return _face_set(faces, digest, coverage.read_bytes())


def _face_set(faces: dict[str, Face], digest: str, bitmap: bytes) -> FaceSet:
    return FaceSet(MappingProxyType(faces), digest, bitmap)


def _read_record(cache: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((cache / RECORD).read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return record


def _write_coverage(cache: Path, faces: Mapping[str, Any]) -> None:
    points = (
        point
        for facts in faces.values()
        for first, last in facts["ranges"]
        for point in range(first, last + 1)
    )
    _write_atomically(cache / COVERAGE, to_bitmap(points))


def _ranges(code_points: list[int]) -> list[tuple[int, int]]:
    """Fold ascending code points into inclusive ranges."""
    ranges: list[tuple[int, int]] = []
    for point in code_points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return ranges


def _fingerprint(candidates: tuple[Path, ...]) -> list[list[Any]]:
    """Describe font files by path, size and time, which costs no reading."""
    described = ((path, path.stat()) for path in candidates)
    return [[str(path), status.st_size, status.st_mtime_ns] for path, status in described]


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_atomically(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(stream.name).replace(path)


@contextmanager
def _only_one_at_a_time(cache: Path) -> Iterator[None]:
    """Let the processes of one machine prepare in turn: the later ones find everything done."""
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
