"""Take a batch in: its input and its photos, written below `batches/ID` before the register knows.

A folder that is not finished has another name, so that a crash leaves no batch with half its input.
"""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.batch.chunk import Order
from docgen.batch.item import InputError
from docgen.batch.json_input import refuse_empty
from docgen.batch.keep import KeepError, sync
from docgen.batch.office.room import room_for, size_of
from docgen.batch.office.rows import FOLDER, Batch, enter
from docgen.batch.office.unpack import SINGLE_INPUTS, unpack
from docgen.batch.plan import SHEETS, Plan, group_field
from docgen.kinds.catalogue import Catalogue
from docgen.photo.folder import shown
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.spreadsheet.stage import READERS as SHEET_SUFFIXES
from schemas.parts.photo_files import PHOTO_SUFFIXES, format_of_name, way_out

UNFINISHED = ".receiving"
INPUT_SUFFIXES = (*SINGLE_INPUTS, ".zip")
FORMATS = {**{name: (name,) for name in SHEETS}, "both": SHEETS}
# What a service that died left behind is kept this long, in case another still writes to it.
ABANDONED_SECONDS = 24 * 3600
_NAME = re.compile(r"[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]{0,149}")


class BatchTooLargeError(InputError):
    """More arrives than a service takes in at once."""

    code = "too_large"

    def __init__(self, files: int) -> None:
        super().__init__(f"一批最多 2 GB、{files} 个文件，请分成几批；照片可以先压缩。")


class Reception:
    """One batch on its way in; files are written to it as they arrive."""

    def __init__(self, register: Register, batch_id: str, room: int) -> None:
        self.id = batch_id
        self.folder = register.store.parent / FOLDER / (batch_id + UNFINISHED)
        self._input: Path | None = None
        self.room = room

    def place_of(self, name: str, *, is_input: bool) -> Path:
        """Return where a file of this name is to be written.

        Errors: `InputError`.
        """
        suffix = Path(name).suffix.lower()
        if is_input:
            if self._input:
                raise InputError("一批只能有一个输入文件，请把其余的删去或分成几批。")
            if suffix not in INPUT_SUFFIXES:
                raise InputError(f"输入应当是 {'、'.join(INPUT_SUFFIXES)} 文件，请改正扩展名。")
            self._input = self.folder / f"cases{suffix}"
            return self._input
        if format := format_of_name(name):
            raise InputError(f"{shown(name)}：{way_out(format)}")
        if not _NAME.fullmatch(name) or suffix not in PHOTO_SUFFIXES:
            raise InputError(
                f"{shown(name)} 不能作照片：应当是 .jpg 或 .png，文件名不带路径、最长 150 字，"
                "请改名。"
            )
        if (self.folder / name).exists():
            raise InputError(
                f"有两张照片的文件名都是 {shown(name)}，请改名，并在案件数据里写新的文件名。"
            )
        return self.folder / name

    def source(self) -> str:
        """Return the input's place below the batch's folder once everything has arrived.

        Errors: `InputError`.
        """
        if self._input is None:
            raise InputError("没有收到输入文件，请把它放在名为 input 的部分里。")
        if self._input.suffix != ".zip":
            return self._input.name
        packed = self._input
        found = unpack(packed, self.folder / "in", self.room)
        packed.unlink()
        # Photos that came beside the zip lie beside its cases.
        for photo in [each for each in self.folder.iterdir() if each.is_file()]:
            photo.rename(found / photo.name if found.is_dir() else found.parent / photo.name)
        return found.relative_to(self.folder).as_posix()

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of everything that has arrived, by name."""
        return {each.name: _digest(each) for each in self.folder.iterdir() if each.is_file()}

    def discard(self) -> None:
        """Remove what has arrived."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def receiving(register: Register) -> Iterator[Reception]:
    """Give a place for a batch to arrive at; what is not handed in is removed.

    Errors: `BusyError` when too many wait, `KeepError` when the disk takes no more.
    """
    room = room_for(register, register.store.parent)
    reception = Reception(register, new_id(register.now()), room)
    try:
        reception.folder.mkdir(mode=0o700, parents=True)
        yield reception
    except OSError as fault:
        raise KeepError(f"收不下这一批（{fault.strerror}），请管理员检查磁盘空间。") from fault
    finally:
        reception.discard()


def hand_in(
    register: Register, catalogue: Catalogue, reception: Reception, *, actor: Actor,
    batch_id: str = "", kind: str = "", format: str = "pdf", copy: str = "archive",
    hidden: str = "", merge: int | None = None, merge_by: str = "", retention: str = "",
) -> Batch:  # fmt: skip
    """Enter what has arrived as a batch that waits for its turn, under `batch_id` if given.

    The rest is what the command line knows by these names.
    Errors: `InputError`, `UnknownKindError`, `UnknownFormatError`, `UnknownFieldError`.
    """
    if kind:
        catalogue[kind]
    group_field(merge_by, catalogue)
    source, order = reception.source(), Order(FORMATS.get(format, ()), copy)
    if (reception.folder / source).suffix not in SHEET_SUFFIXES:
        refuse_empty(reception.folder / source)
    batch_id = batch_id or reception.id
    folder = reception.folder.with_name(batch_id)
    Plan(folder / source, folder / "out", order, kind)  # Refuses what nobody makes.
    batch = Batch(
        id=batch_id, state="waiting", source=source, kind=kind,
        formats=",".join(order.formats), copy=copy, retry=False,
        created_by=actor.name, created_at=register.now(), started_at=None, finished_at=None,
        total=None, done=0, failed=0, code=None, detail=None, content_sha256=None,
        hidden=hidden or None, merge=merge, merge_by=merge_by or None,
        retention=retention or None, size=size_of(reception.folder),
    )  # fmt: skip
    os.sync()
    reception.folder.rename(folder)
    sync(folder.parent)
    enter(register, batch, actor)
    return batch


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clear_away(register: Register) -> None:
    """Remove what arrived in part before a service died."""
    for folder in (register.store.parent / FOLDER).glob(f"*{UNFINISHED}"):
        if time.time() - folder.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
