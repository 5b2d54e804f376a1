"""Keep prepared faces in a folder: what is in it, what it was made from, and that it is whole."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from docgen.render.font_recipe import RECIPE
from docgen.render.font_repertoire import BITMAP_BYTES, to_bitmap
from docgen.render.font_sources import FAMILIES, FaceSource
from docgen.render.refusals import FontsError

# Two releases of docgen that share a cache each keep a record of their own; else they would take
# turns in preparing everything anew.
MAKE = hashlib.sha256(RECIPE.encode()).hexdigest()[:8]
RECORD = f"faces-{MAKE}.json"
COVERAGE = f"coverage-{MAKE}.bits"
LOCK = "lock"


def read_record(cache: Path, candidates: tuple[Path, ...]) -> dict[str, Any] | None:
    """Return what `cache` holds, by role, or None unless it is whole and up to date.

    Up to date means: made by this recipe, while the font files of the machine were these very
    `candidates`. A file with the recorded size and time is taken for the recorded one; another time
    alone makes no difference, as when an image has travelled through a registry: then its digest
    decides.
    """
    record = _read(cache)
    if record.get("recipe") != RECIPE:
        return None
    now = _fingerprint(candidates)
    if not _are_the_same(record.get("candidates", []), now):
        return None
    _note_times(cache, record, now)
    faces: dict[str, Any] = record["faces"]
    sizes = {facts["file"]: facts["size"] for facts in faces.values()} | {COVERAGE: BITMAP_BYTES}
    # A record without outlines was written by an earlier release.
    sizes |= {facts.get("outlines", ""): facts.get("outlines_size") for facts in faces.values()}
    for name, size in sizes.items():
        path = cache / name
        if not path.is_file() or path.stat().st_size != size:
            return None
    return faces


def read_coverage(cache: Path) -> bytes:
    """Return the bitmap of all characters that some face of `cache` prints."""
    return (cache / COVERAGE).read_bytes()


def known_faces(cache: Path) -> dict[str, Any]:
    """Return what an earlier preparation left in `cache`, up to date or not."""
    faces: dict[str, Any] = _read(cache).get("faces", {})
    return faces


def write_record(cache: Path, candidates: tuple[Path, ...], faces: Mapping[str, Any]) -> None:
    """Record the prepared `faces` as the content of `cache`.

    Files of an earlier set stay: a process that opened it may still read them.
    """
    points = (
        point
        for facts in faces.values()
        for first, last in facts["ranges"]
        for point in range(first, last + 1)
    )
    _write_atomically(cache / COVERAGE, to_bitmap(points))
    known = [[*facts, _digest_of(Path(facts[0]))] for facts in _fingerprint(candidates)]
    record = {"recipe": RECIPE, "candidates": known, "faces": faces}
    _write_atomically(cache / RECORD, json.dumps(record, ensure_ascii=False).encode())


@contextmanager
def only_one_at_a_time(cache: Path) -> Iterator[None]:
    """Let the processes of one machine prepare in turn: the later ones find everything done.

    Raises FontsError when the folder cannot be written.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        opened = (cache / LOCK).open("w")
    except OSError as fault:
        raise FontsError(
            f"字体要重新准备，但缓存文件夹 {cache} 写不了（{fault.strerror}）；"
            "请改正权限，或者在构建镜像时准备好字体。"
        ) from fault
    with opened as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare_face(
    source: FaceSource, cache: Path, known: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Reduce one source in a process of its own, unless `known` says the cache has it already.

    Raises FontsError naming the font file when it cannot be used.
    """
    source_digest = _digest_of(source.path)
    identity = {
        "recipe": RECIPE,
        "source_digest": source_digest,
        "number": source.number,
    }
    if known and identity.items() <= known.items():
        kept = cache / known["file"]
        if kept.is_file() and _digest_of(kept) == known["digest"]:
            return {**known, **_origin(source), **write_outlines(kept)}
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        output = Path(folder) / "face.ttf"
        facts = _reduce_elsewhere(source, output)
        name = f"{source.role}-{facts['digest'][:16]}.ttf"
        output.replace(cache / name)
    return {
        **identity,
        **write_outlines(cache / name),
        "file": name,
        "size": (cache / name).stat().st_size,
        "digest": facts["digest"],
        **_origin(source),
        "coverage": len(facts["code_points"]),
        "ranges": _ranges(facts["code_points"]),
    }


def write_outlines(face: Path) -> dict[str, Any]:
    """Write the file that documents' fonts are cut from beside a face; return what it is."""
    path = face.with_suffix(".outlines")
    # What cuts faces takes a fifth of a second to import, and is wanted once a machine.
    from docgen.render.font_reduction import outlines_of  # noqa: PLC0415

    content = outlines_of(face.read_bytes())
    _write_atomically(path, content)
    return {"outlines": path.name, "outlines_size": len(content)}


def _origin(source: FaceSource) -> dict[str, str]:
    return {
        "source": str(source.path),
        "source_family": source.family,
        "licence": source.licence,
    }


def _reduce_elsewhere(source: FaceSource, output: Path) -> dict[str, Any]:
    arguments = (source.path, source.number, FAMILIES[source.role], output, os.getpid())
    command = [sys.executable, "-m", "docgen.render.font_reduction", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    outcome = subprocess.run(  # noqa: S603 - our own module, and paths found on this machine
        command, capture_output=True, env=environment, check=False
    )
    if outcome.returncode != 0:
        last_line = outcome.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise FontsError(f"字体文件 {source.path.name} 无法使用，请更换或移走它（{last_line}）。")
    facts: dict[str, Any] = json.loads(outcome.stdout)
    return facts


def _read(cache: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((cache / RECORD).read_bytes())
    except (OSError, json.JSONDecodeError):
        return {}
    return record


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


def _are_the_same(recorded: list[list[Any]], now: list[list[Any]]) -> bool:
    """Tell whether the font files of the machine are those that were recorded."""
    if len(recorded) != len(now):
        return False
    for then, (path, size, at) in zip(recorded, now, strict=True):
        if then[:2] != [path, size]:
            return False
        # A record of an earlier release has no digests.
        if then[2] != at and then[3:] != [_digest_of(Path(path))]:
            return False
    return True


def _note_times(cache: Path, record: dict[str, Any], now: list[list[Any]]) -> None:
    """Keep the times of today, so that nobody need read the fonts again, where that can be kept."""
    recorded = record["candidates"]
    if [each[:3] for each in recorded] == now:
        return
    record["candidates"] = [[*facts, then[3]] for facts, then in zip(now, recorded, strict=True)]
    with suppress(OSError):  # An image's own folder may be read-only.
        _write_atomically(cache / RECORD, json.dumps(record, ensure_ascii=False).encode())


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_atomically(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    # A folder prepared by root, in an image for instance, is read by others.
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path)
