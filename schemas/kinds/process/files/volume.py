"""卷宗 (PP art. 78): which file a sheet belongs to, and which part of it, 正卷 or 副卷."""

from collections.abc import Mapping
from typing import Any

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Choice, Text
from schemas.ground.house import FILE_SORTS
from schemas.ground.kind import KindSchema

FILED = "《市场监督管理行政处罚程序规定》第七十八条"
GROUP = "卷宗"
VOLUMES = {"main": "正卷", "secondary": "副卷"}
# Ways a case ends, after which its file is put together.
CLOSINGS = {
    "complaint_result_feedback": "投诉举报办结以后立卷",
    "mediation_agreement": "调解结束以后立卷",
    "mediation_termination_decision": "终止调解以后立卷",
    "non_acceptance_notice": "不予受理以后立卷",
    "report_result_notice": "举报办结以后立卷",
    "case_filing_approval_form": "决定不予立案以后立卷",
    "referral_feedback_slip": "移送有了结果以后立卷",
    "inspection_result_notice": "检查结束以后立卷",
    "rectification_follow_up_record": "整改复查以后立卷",
}


class OfAFile(KindSchema):
    """A sheet of one part of one file; the parts are bound, counted and shown apart."""

    file_sort = Choice("档案类别", FILE_SORTS, group=GROUP, source=FILED)
    volume = Choice(
        "卷别", VOLUMES, group=GROUP, own=True, source=FILED,
        hint="案源材料等内部材料入副卷，举报人的材料只入副卷。",
    )  # fmt: skip
    case_name = Text(
        "案件名称", longest=100, group=GROUP, source=FILED,
        hint="案件或者线索的名称，不写举报人。",
    )  # fmt: skip

    @derived(Text("卷别"), prints=("volume",))
    def volume_mark(self, value: Record, facts: Facts) -> str:
        """Which part it is; parties look into the first part only."""
        return VOLUMES[value.volume] + (
            "（不提供当事人查阅）" if value.volume == "secondary" else ""
        )

    @derived(Text("卷宗"), prints=("file_sort", "volume"))
    def volume_line(self, value: Record, facts: Facts) -> str:
        """Which file's which part, above a sheet; whoever fills in a sheet by hand ticks it."""
        if facts.copy == "blank":
            return "□" + "　□".join(VOLUMES.values())
        return f"{FILE_SORTS[value.file_sort]}　{value.volume_mark}"

    def is_of_this_volume(self, value: Record, payload: Mapping[str, Any]) -> bool:
        """Tell whether a standing sheet is of the same part of the file."""
        return payload.get("volume") in (value.volume, VOLUMES[value.volume])
