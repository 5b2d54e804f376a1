"""Lists of orders on their way in: kept while somebody looks at their columns, then entered.

A list lies below `order-lists/ID` beside the store, with what is known of it (`list.json`); it is
no record and is removed some days after. It is entered in a thread, one list at a time; a service
that ends in between leaves it unfinished, and entering it again doubles nothing.
"""

import json
import re
import shutil
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from docgen.errors import DocgenError, ExitCode
from docgen.log import open_log, places
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.register.issued import allow
from docgen.register.order_headings import Head, Heading
from docgen.register.order_import import (
    Imported,
    OrderFileError,
    Recognised,
    facts_of_import,
    import_orders,
    recognise,
)
from docgen.register.order_mappings import USUAL_ENCODING, keep_mapping, mapping_of
from docgen.register.rights import Act
from docgen.spreadsheet.stage import TEXTS
from docgen.spreadsheet.text_file import encoding_of
from schemas.parts.orders import SOURCES

LOG = open_log("orders")
FOLDER, ABOUT, SEEN, ERRORS = "order-lists", "list.json", "seen.json", "errors.xlsx"
# So long a list lies there: it names people, and all of it is in the register.
KEPT = timedelta(days=7)
BLOCK = 1 << 20
# What every XLSX begins with.
NEW_WORKBOOK = b"PK\x03\x04"
LONGEST_NAME = 120
STATES = {
    "new": "等待核对列", "running": "正在导入", "done": "已导入", "failed": "没有导入完",
}  # fmt: skip
_ID = re.compile(r"[0-9a-f]{32}")


class UnknownListError(DocgenError):
    """There is no such list, or it was removed."""

    code = "unknown_list"
    exit_code = ExitCode.not_found

    def __init__(self) -> None:
        super().__init__("没有这份工单表，或者已经过期清除了，请重新上传。")


@dataclass(frozen=True, slots=True)
class OrderList:
    """One list: whose, of which source, how far it is, what became of it.

    `rows` are done so far, `outcome` is what `facts_of_import` says, `fault` why it ended early.
    """

    id: str
    system: str
    name: str
    by: str
    at: datetime
    state: str = "new"
    rows: int = 0
    outcome: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""


class OrderLists:
    """The lists of an office."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._folder = register.store.parent / FOLDER
        self._turn, self._one = threading.Lock(), threading.Lock()
        self._working: dict[str, OrderList] = {}

    def take(self, sent: IO[bytes], name: str, system: str, *, actor: Actor) -> OrderList:
        """Keep a list that somebody sent, once it is seen to be one; old ones are removed.

        Errors: `NotAllowedError`, `SheetError`, `TooHardToReadError`.
        """
        allow(Act.intake, actor)
        if system not in SOURCES:
            raise OrderFileError("请选择工单的来源。")
        self._clear_away()
        now = self._register.now()
        name = Path(name).name[-LONGEST_NAME:]
        if name.lower().endswith(".xls") and sent.read(len(NEW_WORKBOOK)) == NEW_WORKBOOK:
            name += "x"  # Platforms call a new workbook by the old name.
        sent.seek(0)
        found = OrderList(new_id(now), system, name, actor.name, now)
        folder = self._folder / found.id
        folder.mkdir(parents=True)
        try:
            with self._source(found).open("xb") as file:
                shutil.copyfileobj(sent, file, BLOCK)
            self._look_at(found)
            self._write(found)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return found

    def find(self, list_id: str, *, actor: Actor) -> OrderList:
        """Return a list.

        Errors: `NotAllowedError`, `UnknownListError`.
        """
        allow(Act.intake, actor)
        if now := self._working.get(list_id):
            return now
        path = self._folder / list_id / ABOUT
        if not _ID.fullmatch(list_id) or not path.is_file():
            raise UnknownListError
        said = json.loads(path.read_text("utf-8"))
        found = OrderList(**said | {"at": datetime.fromisoformat(said["at"])})
        # Whoever was at it has ended: it may be begun again.
        return replace(found, state="new") if found.state == "running" else found

    def seen(self, found: OrderList) -> Recognised:
        """Say what the columns of a list seem to mean, as it was seen when it came."""
        said = json.loads((self._folder / found.id / SEEN).read_text("utf-8"))
        headings = tuple(Heading(**each) for each in said["headings"])
        samples = {int(at): words for at, words in said["samples"].items()}
        return Recognised(said["sheet"], Head(said["row"], headings), samples)

    def _look_at(self, found: OrderList) -> None:
        """Read a list once for what its columns mean: a long one takes its time.

        Errors: `SheetError`, `TooHardToReadError`.
        """
        kept = mapping_of(self._register, found.system).headings
        seen = recognise(self._source(found), kept)
        said = {
            "sheet": seen.sheet, "row": seen.head.row, "samples": seen.samples,
            "headings": [asdict(each) for each in seen.head.headings],
        }  # fmt: skip
        path = self._folder / found.id / SEEN
        path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")

    def enter(
        self, found: OrderList, headings: Mapping[str, str], *, actor: Actor
    ) -> threading.Thread | None:
        """Keep what the headings mean and begin to enter a list; return who is at it.

        One that is entered already, or being entered, is left alone: None.
        Errors: `NotAllowedError`, `SheetError`.
        """
        source = self._source(found)
        encoding = encoding_of(source) if source.suffix in TEXTS else USUAL_ENCODING
        keep_mapping(self._register, found.system, headings, encoding, actor=actor)
        with self._turn:
            if found.id in self._working or found.state == "done":
                return None
            self._note(replace(found, state="running", rows=0, fault=""))
        work = threading.Thread(target=self._enter, args=(found, actor), daemon=True)
        work.start()
        return work

    def errors(self, found: OrderList) -> Path | None:
        """Return the workbook of the rows that were refused, if there are any."""
        path = self._folder / found.id / ERRORS
        return path if path.is_file() else None

    def _enter(self, found: OrderList, actor: Actor) -> None:
        running = replace(found, state="running")
        try:
            with self._one:
                done: Imported = import_orders(
                    self._register, self._source(found), found.system, actor=actor,
                    told=lambda rows: self._note(replace(running, rows=rows), write=False),
                    errors=self._folder / found.id / ERRORS,
                )  # fmt: skip
            ended = replace(running, state="done", outcome=facts_of_import(done))
            self._source(found).unlink(missing_ok=True)
        except DocgenError as fault:
            ended = replace(running, state="failed", fault=fault.message)
        except Exception as fault:
            LOG.error("list_failed", fault=type(fault).__name__, frames=places(fault))
            words = "程序出错，没有导入完；已经导入的都在。请告诉管理员，再点导入。"
            ended = replace(running, state="failed", fault=words)
        with self._turn:
            self._write(ended)
            self._working.pop(found.id, None)

    def _note(self, found: OrderList, *, write: bool = True) -> None:
        self._working[found.id] = found
        if write:
            self._write(found)

    def _write(self, found: OrderList) -> None:
        said = {**asdict(found), "at": found.at.isoformat()}
        path = self._folder / found.id / ABOUT
        part = path.with_suffix(".part")
        part.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        part.replace(path)

    def _source(self, found: OrderList) -> Path:
        return self._folder / found.id / f"工单表{Path(found.name).suffix.lower()}"

    def _clear_away(self) -> None:
        before = self._register.now() - KEPT
        for folder in self._folder.glob("*"):
            if folder.stat().st_mtime < before.timestamp():
                shutil.rmtree(folder, ignore_errors=True)
