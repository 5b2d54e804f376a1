"""Keep the faces every PDF is set in: prepared once per machine, opened in milliseconds."""

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen.render.font_repertoire import lacks
from docgen.render.font_sources import (
    FAMILIES,
    ROLES,
    FaceSource,
    choose_sources,
    find_candidates,
    machine_folders,
)
from docgen.render.font_store import (
    known_faces,
    only_one_at_a_time,
    prepare_face,
    read_coverage,
    read_record,
    write_outlines,
    write_record,
)
from docgen.render.refusals import FontsError

__all__ = ["Face", "FaceSet", "FontsError", "open_faces", "prepare_faces"]

Progress = Callable[[str, int, int], None]

# A role may do without a face of its own, but not every one of them: without this there would
# be no hanzi.
REQUIRED_ROLE = "song"


@dataclass(frozen=True, slots=True)
class Face:
    """One prepared face: where it lies, what it was made from, how much it covers.

    `outlines` has the same glyphs without the tables that lay text out.
    """

    role: str
    family: str
    path: Path
    outlines: Path
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
    cache: Path,
    office: Path | None = None,
    progress: Progress | None = None,
    *,
    folders: tuple[Path, ...] | None = None,
) -> FaceSet:
    """Open the faces prepared in `cache`, preparing them first when they are absent or stale.

    `progress` is called as `prepare_faces` calls it, when there is something to prepare.

    Stale means: another recipe, or a font file that came, went or changed in size or time.
    """
    candidates = find_candidates(office, folders or machine_folders())
    return _opened(cache, candidates) or prepare_faces(cache, office, progress, folders=folders)


def prepare_faces(
    cache: Path,
    office: Path | None = None,
    progress: Progress | None = None,
    *,
    folders: tuple[Path, ...] | None = None,
) -> FaceSet:
    """Prepare one reduced face per role in `cache` and return them.

    `office` is the folder of the bureau's own faces; `progress` is called with a role, how many are
    done and how many there are: before the first, and when that role is done. Faces whose source is
    unchanged are kept.
    Raises FontsError when there is no face for hanzi at all.
    """
    candidates = find_candidates(office, folders or machine_folders())
    sources = choose_sources(candidates, office)
    _refuse_without_hanzi(sources)
    with only_one_at_a_time(cache):
        if progress is not None:
            progress(sources[0].role, 0, len(sources))
        known = known_faces(cache)
        faces: dict[str, Any] = {}
        with ThreadPoolExecutor(min(os.cpu_count() or 1, len(sources))) as pool:
            running = {
                pool.submit(prepare_face, source, cache, known.get(source.role)): source.role
                for source in sources
            }
            for done, future in enumerate(as_completed(running), start=1):
                faces[running[future]] = future.result()
                if progress is not None:
                    progress(running[future], done, len(sources))
        write_record(cache, candidates, {role: faces[role] for role in ROLES if role in faces})
    prepared = _opened(cache, candidates)
    if prepared is None:
        raise FontsError(f"字体缓存写入后无法读回，请检查文件夹 {cache} 的磁盘空间和权限。")
    return prepared


def adopt_faces(
    cache: Path, folder: Path, facts: Mapping[str, Any], office: Path | None = None
) -> None:
    """Fill `cache` with faces that were prepared elsewhere and lie in `folder`.

    `facts` are those of their record, by role. `open_faces` then gives these, as long as the font
    files of this machine stay as they are.
    """
    cache.mkdir(parents=True)
    faces = {}
    for role, face in facts.items():
        shutil.copyfile(folder / face["file"], cache / face["file"])
        faces[role] = {**face, **write_outlines(cache / face["file"])}
    write_record(cache, find_candidates(office, machine_folders()), faces)


def _refuse_without_hanzi(sources: tuple[FaceSource, ...]) -> None:
    if REQUIRED_ROLE not in {source.role for source in sources}:
        raise FontsError(
            "这台机器上没有可用的宋体。请安装 fonts-noto-cjk（apt install fonts-noto-cjk），"
            "或用 DOCGEN_FONTS 指定本单位的字体文件夹。"
        )


def _opened(cache: Path, candidates: tuple[Path, ...]) -> FaceSet | None:
    """Return the set in `cache` if it is whole and was made from these very candidates."""
    record = read_record(cache, candidates)
    if record is None:
        return None
    faces = {
        role: Face(
            role=role,
            family=FAMILIES[role],
            path=cache / facts["file"],
            outlines=cache / facts["outlines"],
            digest=facts["digest"],
            source=Path(facts["source"]),
            source_family=facts["source_family"],
            source_digest=facts["source_digest"],
            licence=facts["licence"],
            coverage=facts["coverage"],
        )
        for role, facts in record.items()
    }
    named = "\n".join(f"{role} {face.digest}" for role, face in faces.items())
    digest = hashlib.sha256(named.encode()).hexdigest()
    return _face_set(faces, digest, read_coverage(cache))


def _face_set(faces: dict[str, Face], digest: str, bitmap: bytes) -> FaceSet:
    return FaceSet(MappingProxyType(faces), digest, bitmap)
