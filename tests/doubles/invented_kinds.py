"""Small invented kinds beside the real ones: schemas without templates, for what needs no paper."""

from copy import copy
from pathlib import Path
from typing import Any, ClassVar

from docgen import Engine
from docgen.kinds.catalogue import Kind
from schemas.ground.fields import Choice, Day, Text, When
from schemas.ground.kind import Audience, Clock, Header, KindSchema, Workflow
from schemas.ground.neighbours import Excludes, Follows, Neighbours


def invented(name: str, schema: type[KindSchema]) -> Kind:
    """Return a kind of the complaints' work that has a schema and nothing else."""
    return Kind(name, Workflow.complaint, schema, schema(), Path("none"))


def with_kinds(engine: Engine, **schemas: type[KindSchema]) -> Engine:
    """Return an engine like this one that knows more kinds, by their names."""
    other = copy(engine)
    more = {name: invented(name, schema) for name, schema in schemas.items()}
    other.catalogue = engine.catalogue.beside(more)
    return other


class Invented(KindSchema):
    """What the invented kinds of this test share."""

    header = Header("测试文书", (Audience.office,), "issued_on", "只用于测试。")
    example: ClassVar[dict[str, Any]] = {}
    issued_on = Day("日期", group="日期")


class Entry(Invented):
    """It begins a case."""

    outcome = Choice("结果", {"open": "待办", "withdrawn": "撤回"}, group="登记")
    received_on = Day("收到投诉日期", group="登记")
    remark = Text("备注", group="登记", optional=True, own=True)
    clocks = (Clock("D1", starts="received_on"),)
    neighbours = Neighbours(
        excludes=(
            Excludes("ending", "撤回的不再作决定", "《办法》", When("outcome", ("withdrawn",))),
        )
    )


class Ending(Invented):
    """It ends what the entry began, within a period of the law."""

    received_on = Day("收到投诉日期", group="登记")
    entered_on = Day("登记日期", group="登记")
    remark = Text("备注", group="登记", optional=True, own=True)
    clocks = (Clock("D1", starts="received_on", settled_by="issued_on"),)
    neighbours = Neighbours(
        follows=(
            Follows(
                "entry",
                "登记的应当决定",
                "《办法》",
                settles=True,
                needed=True,
                takes={"entered_on": "issued_on"},
            ),
        ),
    )


class Reminder(Invented):
    """It may come again and again, until it no longer matters."""

    neighbours = Neighbours(
        follows=(Follows("entry", "提醒办理"), Follows("reminder", "再次提醒")),
        excludes=(Excludes("ending", "已经决定的不再提醒", "《办法》", both_ways=False),),
    )
