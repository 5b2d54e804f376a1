"""Say in one sentence which code of a kind failed, instead of letting its exception out."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import extract_tb
from typing import Any

import marshmallow

from docgen.errors import CatalogueError
from schemas.ground.base import Part, Record
from schemas.law import LawError

# What others understand: a question the law does not answer, and what is nobody's fault.
UNDERSTOOD = (LawError, MemoryError)


class KindFaultError(CatalogueError):
    """The code of a kind failed over a case: the kind must be mended, not the case."""

    code = "kind_at_fault"


class PartFault(Exception):  # noqa: N818 - on its way to become the error above
    """Code of a part failed: `what` did (a rule by its name), over the field at `pointer`."""

    def __init__(self, what: str, pointer: str, method: str, fault: Exception) -> None:
        super().__init__(what)
        self.what, self.pointer = what, pointer
        self.fault = fault
        frames = extract_tb(fault.__traceback__)
        own = [frame for frame in frames if frame.name == method] or frames
        self.place = f"{Path(own[-1].filename).name} 第 {own[-1].lineno} 行" if own else ""


@contextmanager
def faults_of(kind: str) -> Iterator[None]:
    """Turn a fault of a part's code into a `KindFaultError` that names the kind.

    Neither the exception's own words nor any value is repeated: both may be a party's data.
    """
    try:
        yield
    except PartFault as found:
        over = f"，出在字段 {found.pointer}" if found.pointer else ""
        fault = type(found.fault).__name__
        raise KindFaultError(
            f"文书 {kind} 的程序有错：{found.what}{over}（{found.place}，{fault}）。"
            "案件数据不用改，请告诉管理员，修改这种文书的程序。"
        ) from found.fault


def fault_over(
    what: str,
    method: str,
    values: Mapping[str, Any],
    again: Callable[[Record], object],
    fault: Exception,
    *,
    pointer: str,
) -> PartFault:
    """Return the fault of a method over `values` of the part at `pointer`; `again` calls it anew.

    The field named is the one that was read last before the method failed.
    """
    watched = _Watched(values)
    with suppress(Exception):  # the same one again: only what was read is wanted
        again(watched)
    field = f"/{watched.last}" if watched.last else ""
    return PartFault(what, pointer + field, method, fault)


def fault_in_reading(part: Part, payload: Mapping[str, Any], fault: Exception) -> PartFault:
    """Return the fault of the field that could not read what it was given."""
    for name, field in part.fields.items():
        try:
            field.deserialize(payload.get(name, marshmallow.missing))
        except marshmallow.ValidationError:
            continue
        except Exception as again:
            return PartFault(f"{type(field).__name__} 读不了", f"/{name}", "_deserialize", again)
    return PartFault(f"{type(part).__name__} 读不了", "", "load", fault)


class _Watched(Record):
    """Values that remember which of them was asked for last."""

    __slots__ = ("last",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.last = ""

    def __getitem__(self, name: str) -> Any:
        self.last = name
        return super().__getitem__(name)

    def __getattr__(self, name: str) -> Any:
        self.last = name
        return super().__getattr__(name)
