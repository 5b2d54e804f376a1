"""The way of an order inside the authority, station by station, and back where it is not theirs."""

from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Group, Rows
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.dispatch.order import ORDERS
from schemas.kinds.complaint.dispatch.stations import STATIONS, Returned, Station

DISTRIBUTED = "《市场监督管理投诉举报处理办法》第四十一条"


class PassedOn(Part):
    """Who had an order that was `received_at` a minute, each station later than the one before."""

    blank = {"stations": 3, "returned": ...}

    stations = Rows("环节", Station, most=len(STATIONS), group="环节", own=True, source=ORDERS)
    returned = Group(
        "退回", Returned, group="退回", optional=True, own=True, source=DISTRIBUTED,
        hint="不具备处理权限的，及时反馈统一接收的机构，不得自行移送。",
    )  # fmt: skip

    @rule(ORDERS)
    def stations_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Reception first, each station once, none before the one that passed the order on."""
        passed = [each.station for each in value.stations]
        if passed != list(STATIONS)[: len(passed)]:
            yield error(
                "/stations",
                "stations_order",
                f"环节应当依次是{'、'.join(STATIONS.values())}，不得跳过，请调整。",
            )
        if value.stations[0].at < value.received_at:
            yield error("/stations/0/at", "before_receipt", "签收时间早于收到时间，请核对。")
        for index, (before, after) in enumerate(pairwise(value.stations), start=1):
            if after.at < before.at:
                yield error(
                    f"/stations/{index}/at",
                    "signed_before_previous",
                    "签收时间早于上一环节，请核对。",
                )
        if len(passed) < len(STATIONS) and not value.returned:
            waiting = list(STATIONS.values())[len(passed)]
            yield notice(
                "/stations", "not_passed_on", f"工单还没有到{waiting}，请及时分派并记录签收。"
            )

    @rule(DISTRIBUTED)
    def returned_to_reception(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who has no authority gives the order back and sends it to nobody else."""
        reception = folded_name(value.stations[0].unit)
        if value.returned and folded_name(value.returned.to) != reception:
            yield error(
                "/returned/to",
                "returned_elsewhere",
                "不具备处理权限的，只能退回统一接收的承接部门，不得自行移送其他部门。",
            )

    @rule(ORDERS)
    def returned_by_who_had_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only who took an order can give it back, after that."""
        if not value.returned:
            return
        back, units = value.returned, [folded_name(each.unit) for each in value.stations]
        if folded_name(back.unit) not in units[1:]:
            yield error(
                "/returned/unit", "returned_by_a_stranger", "退回的部门不在前面的环节里，请核对。"
            )
        if back.at < value.stations[-1].at:
            yield error("/returned/at", "returned_before_receipt", "退回时间早于签收时间，请核对。")

    @rule(ORDERS)
    def return_rests_on_a_paper(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract wants the written basis for giving an order back."""
        if value.returned and "《" not in value.returned.reason:
            yield notice(
                "/returned/reason",
                "reason_without_basis",
                "退回应当提供文字依据，请写明文件的名称和条款。",
            )
