"""What a bag carries beside its documents so that any of them can be rendered again.

Templates, schemas with the law's dated tables and calendars, the house facts, the prepared faces
and the releases of all libraries. The office's own faces are named by their digests only: their
licence may forbid handing them on.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from docgen.archive.entry import FileEntry
from docgen.archive.outlet import digest_file, put, take
from docgen.engine import Engine
from docgen.kinds import own
from docgen.kinds.json_schema import json_schema
from docgen.render.font_store import known_faces
from docgen.render.manifest import engine_version, house_json
from docgen.sets import FOLDER as SETS_FOLDER

FOLDER = "data/resources"
ROLE = "resource"
SUMMARY = f"{FOLDER}/resources.json"
FACES = f"{FOLDER}/faces/faces.json"
SETS = f"{FOLDER}/{SETS_FOLDER}"
# Below the data folder: what the bags of all batches have in common.
SHARED = "shared"
SCHEMA_SUFFIXES = (".py", ".toml")


def write_resources(
    bag: Path, engine: Engine, *, faces: bool = True, sets: Iterable[Path] = ()
) -> Iterator[FileEntry]:
    """Copy every resource into the bag and yield its entry; without `faces`, only their digests.

    `sets` are the files of other sets of templates that some of the documents were printed with.
    """
    yield put(bag, f"{FOLDER}/house.json", ROLE, house_json(engine.house))
    for kind in engine.catalogue.values():
        schema = json.dumps(json_schema(kind), ensure_ascii=False, indent=1, sort_keys=True)
        yield put(bag, f"{FOLDER}/json-schema/{kind.name}.json", ROLE, schema.encode())
    for path, source in _sources(engine):
        yield take(bag, path, ROLE, source)
    for each in sets:
        yield take(bag, f"{SETS}/{each.name}", ROLE, each)
    if faces:
        for face in engine.faces.faces.values():
            if not _is_own(engine, face.source):
                yield _share(bag, f"{FOLDER}/faces/{face.path.name}", face.path, engine)
        yield put(bag, FACES, ROLE, json.dumps(_faces_facts(engine), ensure_ascii=False).encode())
    summary = json.dumps(
        summarise(engine, faces=faces), ensure_ascii=False, indent=1, sort_keys=True
    )
    yield put(bag, SUMMARY, ROLE, summary.encode())


def _share(bag: Path, path: str, source: Path, engine: Engine) -> FileEntry:
    """Put a face into a bag; all bags of an office below its data folder share one copy of it.

    It is none of the cache's own files, which a bag altered by hand would take along.
    """
    home = engine.settings.home.absolute()
    if not bag.absolute().is_relative_to(home):
        return take(bag, path, ROLE, source)
    common = home / SHARED
    common.mkdir(mode=0o700, exist_ok=True)
    kept = common / source.name
    if not kept.exists():
        take(common, source.name, ROLE, source)
    entry, target = digest_file(kept), bag / path
    if entry.sha256 != digest_file(source).sha256:
        return take(bag, path, ROLE, source)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.hardlink_to(kept)
    return replace(entry, role=ROLE, path=path)


def summarise(engine: Engine, *, faces: bool = True) -> dict[str, Any]:
    """Return the versions and digests of everything that decides a document's bytes.

    `faces` is whether the bag carries the faces it may.
    """
    return {
        "engine": dict(engine_version()),
        "calendar": engine.law.calendar.version,
        "house_sha256": hashlib.sha256(house_json(engine.house)).hexdigest(),
        "faces_sha256": engine.faces.digest,
        "faces": [
            {
                "role": face.role,
                "file": face.path.name,
                "sha256": face.digest,
                "source": face.source.name,
                "source_family": face.source_family,
                "source_sha256": face.source_digest,
                "licence": face.licence,
                "carried": faces and not _is_own(engine, face.source),
            }
            for face in engine.faces.faces.values()
        ],
        "department": engine.house.authority.department or "",
        "kinds": {
            kind.name: [kind.header.title, kind.workflow.value]
            for kind in engine.catalogue.values()
        },
        "templates": {
            kind.name: {
                "schema_version": kind.header.version,
                "html_sha256": engine.page_digest(kind.name),
                "docx_sha256": engine.word_digest(kind.name),
            }
            for kind in engine.catalogue.values()
        },
    }


def read_summary(content: bytes) -> dict[str, Any]:
    """Read `resources.json`; what has not the shape that `summarise` gives it says nothing."""
    try:
        summary: dict[str, Any] = json.loads(content)
        texts = [summary["department"], summary["faces_sha256"], summary["calendar"]]
        for facts in summary["templates"].values():
            texts += [facts["html_sha256"], facts["docx_sha256"]]
        for title, workflow in summary["kinds"].values():
            texts += [title, workflow]
        files = [face["file"] for face in summary["faces"] if face["carried"]]
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}
    whole = all(isinstance(text, str) for text in texts) and all(map(is_plain, files))
    return summary if whole else {}


def is_plain(name: Any) -> bool:
    """Tell whether a name that a bag gives is that of a file in the folder it is looked for in."""
    return isinstance(name, str) and Path(name).name == name


def _sources(engine: Engine) -> Iterator[tuple[str, Path]]:
    """Yield every file to copy, by its path in the bag, in a fixed order."""
    templates = engine.settings.templates
    kinds = set(engine.catalogue)
    for path in sorted(templates.rglob("*")):
        place = path.relative_to(templates)
        if place.parts[0] == own.FOLDER:
            continue
        if path.is_file() and (path.stem in kinds or path.name.startswith("_")):
            yield f"{FOLDER}/templates/{place.as_posix()}", path
    if engine.settings.kinds:
        for path in own.programs_in(engine.settings.kinds):
            yield f"{FOLDER}/{path.relative_to(engine.settings.kinds).as_posix()}", path
    package = Path(str(files("schemas")))
    for path in sorted(package.rglob("*")):
        if path.suffix in SCHEMA_SUFFIXES and path.is_file():
            yield f"{FOLDER}/schemas/{path.relative_to(package).as_posix()}", path
    if engine.settings.calendars:
        for path in sorted(engine.settings.calendars.glob("*.toml")):
            yield f"{FOLDER}/calendars/{path.name}", path


def _faces_facts(engine: Engine) -> dict[str, Any]:
    """Return what opening the faces again needs: the record of their preparation, less paths."""
    known = known_faces(engine.settings.cache / "faces")
    return {
        role: {**known[role], "source": Path(known[role]["source"]).name}
        for role in engine.faces.faces
    }


def _is_own(engine: Engine, source: Path) -> bool:
    own = engine.settings.fonts
    return own is not None and source.resolve().is_relative_to(own.resolve())
