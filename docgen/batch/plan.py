"""What a batch was asked for and under which conditions, and what of it changed since."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from docgen.archive.volumes import Merge
from docgen.batch.chunk import Order
from docgen.engine import COPIES, FORMATS, Engine
from docgen.errors import DocgenError, ExitCode, UnknownFormatError
from docgen.kinds import own
from docgen.kinds.catalogue import Catalogue
from docgen.render.manifest import engine_version, house_json

# What a person reads of each condition, in the order in which they are told.
CONDITIONS: Mapping[str, str] = {
    "formats": "格式（--format）",
    "copy": "用途（--copy）",
    "kind": "种类（--kind）",
    "group_by": "分卷字段（--merge-by）",
    "hidden": "隐藏的行列怎么办（--hidden）",
    "issue": "由谁编号（--issue）",
    "templates": "模板",
    "sets": "启用的模板",
    "schemas": "文书种类或法律数据",
    "calendar": "历法",
    "house": "内部设置",
    "faces": "字体",
    "engine": "程序或其部件的版本",
}
# Those the command line states; they must be the same even when nothing is left to render.
ASKED = ("formats", "copy", "kind", "group_by", "hidden", "issue")
# Until the office has confirmed its own table of retention periods.
RETENTION = "30年"
SHEETS = tuple(format for format in FORMATS if format != "html")


class UnknownFieldError(DocgenError):
    """Volumes are to be put together by a field that no kind has."""

    code = "unknown_field"
    exit_code = ExitCode.usage

    def __init__(self) -> None:
        super().__init__("没有一种文书有分卷所用的这一项；可写 month、kind 或案件数据的项名。")


class BatchChangedError(DocgenError):
    """The batch was begun under other conditions or with another input."""

    code = "batch_changed"
    exit_code = ExitCode.batch_changed


def group_field(field: str, catalogue: Catalogue) -> str:
    """Return the field that volumes are put together by, if any kind has it; empty for none.

    Errors: `UnknownFieldError`.
    """
    fields = {name for kind in catalogue.values() for name in kind.reader.fields}
    if field and field.partition(".")[0] not in fields | {"month", "kind"}:
        raise UnknownFieldError
    return field


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch as it was asked for: where cases come from, where documents go, what is made.

    `kind` is the kind of the cases that name none; `limit` takes only so many lines of the input;
    `merge` also binds volumes; `retention` is the period the hand-over list states;
    `hidden` says what becomes of what a spreadsheet hides (`Reading`); with `issue` the register
    gives the numbers and keeps the documents, and no bag is made.
    """

    source: Path
    out: Path
    order: Order
    kind: str = ""
    limit: int | None = None
    merge: Merge | None = None
    retention: str = RETENTION
    hidden: str = ""
    issue: bool = False

    def __post_init__(self) -> None:
        unknown = set(self.order.formats).difference(SHEETS)
        if not self.order.formats or unknown or self.order.copy not in COPIES:
            known = "、".join((*SHEETS, *COPIES))
            raise UnknownFormatError(f"没有这种格式或用途。可用的有：{known}。")

    @property
    def sealing(self) -> dict[str, Any]:
        """What decides the bag beside its documents: with other words it is sealed anew."""
        return {
            "limit": self.limit,
            "merge": str(self.merge or ""),
            "retention": self.retention,
        }

    @property
    def bag(self) -> Path:
        """The BagIt bag."""
        return self.out / "bag"

    @property
    def ledger(self) -> Path:
        """The ledger."""
        return self.out / "ledger.sqlite3"

    @property
    def scratch(self) -> Path:
        """Where files are written before they have their names."""
        return self.out / ".unfinished"

    @property
    def errors(self) -> Path:
        """The list of what failed."""
        return self.out / "errors.jsonl"

    @property
    def faulty_sheet(self) -> Path:
        """The rows of a spreadsheet that failed, to be mended and run again."""
        return self.out / "errors.xlsx"


def conditions_of(plan: Plan, engine: Engine) -> dict[str, Any]:
    """Return everything that decides the documents of a batch beside the input itself."""
    with_pages = "pdf" in plan.order.formats
    return {
        "formats": list(plan.order.formats),
        "copy": plan.order.copy,
        "kind": plan.kind,
        "group_by": plan.order.group_by,
        "hidden": plan.hidden or None,
        "issue": plan.issue or None,
        "templates": {kind: template_digest(engine, plan.order, kind) for kind in engine.catalogue},
        "sets": [[f"{day}", file.stem if file else ""] for day, file in plan.order.sets] or None,
        "schemas": schemas_digest(engine),
        "calendar": engine.law.calendar.version,
        "house": hashlib.sha256(house_json(engine.house)).hexdigest(),
        "faces": engine.faces.digest if with_pages else "",
        "engine": dict(engine_version()),
    }


def changed(
    before: Mapping[str, Any], now: Mapping[str, Any], among: Collection[str] = tuple(CONDITIONS)
) -> list[str]:
    """Return which of the conditions differ, in words; templates are named by their kinds."""
    names = []
    for name in among:
        was, new = before.get(name), now[name]
        if was != new and isinstance(was, Mapping) and name == "templates":
            other = [kind for kind in {**was, **new} if was.get(kind) != new.get(kind)]
            names.append(f"{CONDITIONS[name]}（{'、'.join(other)}）")
        elif was != new:
            names.append(CONDITIONS[name])
    return names


def template_digest(engine: Engine, order: Order, kind: str) -> str:
    """Return one digest over the templates that a kind's documents are made with."""
    digest = hashlib.sha256()
    for format in order.formats:
        own = engine.page_digest if format == "pdf" else engine.word_digest
        digest.update(own(kind).encode())
    return digest.hexdigest()


def schemas_digest(engine: Engine) -> str:
    """Return a digest over the kinds' declarations and the law's tables, calendars included."""
    digest = hashlib.sha256()
    package = Path(str(files("schemas")))
    settings = engine.settings
    own_kinds = settings.kinds / own.FOLDER if settings.kinds else None
    for folder in filter(None, (package, settings.calendars, own_kinds)):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml") and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()


def refuse_changes(
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    done: int,
    among: Collection[str] = tuple(CONDITIONS),
) -> None:
    """Refuse to mix documents of two conditions.

    Errors: `BatchChangedError`.
    """
    if names := changed(before, now, among):
        raise BatchChangedError(
            f"上次运行以后变了：{'、'.join(names)}。已有 {done} 份文书是按原来的生成的，"
            "混在一起就无法逐份核验，所以没有继续。请恢复原状后再运行同一命令；"
            "或者加 --anew，在旁边另起一个文件夹从头做，原有的不动。"
        )
