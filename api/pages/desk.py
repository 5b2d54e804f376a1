"""概览: the page of the head of an office: what is late, what is due today, this month's rates."""

from collections.abc import Sequence

from flask import Blueprint, Response

from api.auth import current_caller
from api.pages.frame import page
from docgen.chart.chart import Chart, Series
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.register.about import Telling
from docgen.register.approvals import open_count
from docgen.register.database import Register
from docgen.register.desk import Load, desk_of
from docgen.register.due_items import DueItems
from docgen.register.rights import Act, may
from schemas.ground.base import Record
from schemas.ground.house import stations_by_act
from schemas.parts import kpi
from schemas.parts.charts import NONE

MOST_BARS, MOST_DUE = 10, 20


def desk_routes(engine: Engine, register: Register, due_items: DueItems) -> Blueprint:
    """Return `/desk`."""
    routes = Blueprint("desk_pages", __name__)

    @routes.get("/desk")
    def desk() -> Response:
        today = register.now().astimezone(BEIJING).date()
        due = due_items.on(today)
        found = desk_of(
            register, engine, due, today,
            reports=may(Act.read_reports, current_caller().actor.role),
        )  # fmt: skip
        actor = current_caller().actor
        pressing = [each for each in due if each.days_left is not None and each.days_left <= 0]
        telling = Telling(engine.catalogue, actor, engine.house.authority.region)
        refs = {each.case_ref for each in pressing[:MOST_DUE] if each.case_ref}
        return page(
            "pages/desk.html",
            here="desk_pages.desk",
            desk=found,
            due=pressing[:MOST_DUE],
            about_case=telling.of_cases(register, refs),
            rule=kpi.RULE,
            asked=open_count(register) if stations_by_act(engine.house) else None,
            person_chart=_loads("各人超期和今天到期", found.by_person),
            matter_chart=_loads("各事项超期和今天到期", found.by_matter),
            rate_chart=_rates(found.rates),
        )

    return routes


def _loads(label: str, loads: Sequence[Load]) -> Chart | None:
    """Return the bars of what presses most; None where nothing does."""
    pressing = [each for each in loads if each.late or each.today][:MOST_BARS]
    if not pressing:
        return None
    counts = tuple(each.late + each.today for each in pressing)
    series = Series("超期和今天到期", counts, tuple(f"{each}件" for each in counts))
    return Chart(label, "bars", tuple(each.name for each in pressing), (series,))


def _rates(rates: Sequence[Record]) -> Chart | None:
    """Return the bars of the rates there are, each with what it has to reach."""
    told = [each for each in rates if each.percent != NONE]
    if not told:
        return None
    shown = tuple(each.percent for each in told)
    series = Series("比率", tuple(float(each.rstrip("%")) for each in shown), shown)
    targets = tuple(
        None if each.threshold is None else float(each.threshold.rstrip("%")) for each in told
    )
    return Chart("本月指标", "bars", tuple(each.name for each in told), (series,), targets)
