"""机关设置: what the house has decided, read, changed and taken away; each state is kept."""

import os
import signal
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from api.auth import current_caller
from api.pages.form.acts import ROW_ACTS, act_on_rows
from api.pages.form.entries import Entries, entries_of, payload_of, read_posted
from api.pages.form.model import ItemMaker
from api.pages.frame import page
from docgen.case.review import Review
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.errors import SettingsError
from docgen.house import is_invented, judge_house
from docgen.look.house import changed_by, house_entries, read_values
from docgen.register.database import Register
from docgen.register.house_facts import save_house, saved_houses
from docgen.settings import HOUSES, Settings, saved_house
from schemas.ground.base import Facts, Finding
from schemas.ground.house import House

MOST_HOUSE_BYTES = 512 * 1024


def house_routes(settings: Settings, engine: Engine, register: Register) -> Blueprint:
    """Return `/admin/house`."""
    routes = Blueprint("house_pages", __name__, url_prefix="/admin/house")

    def current() -> Mapping[str, Any]:
        """Return the facts as they were last saved; of the invented bureau nothing is offered."""
        path = saved_house(settings.home) or settings.house
        if path is None:
            return {}
        return tomllib.loads(path.read_text("utf-8"))

    @routes.get("")
    def house() -> Response:
        return show(entries_of(House(), current()))

    @routes.post("")
    def change() -> Response:
        part, act = House(), request.form.get("do", "save")
        entries = read_posted(part, request.form.to_dict(flat=False))
        act, _, name = act.partition(":")
        if act in ROW_ACTS:
            act_on_rows(part, entries, act, name)
            return show(entries)
        values = payload_of(part, entries)
        _, findings = judge_house(values)
        if findings:
            return show(entries, findings=findings)
        return keep(values)

    @routes.post("/file")
    def take_in() -> Response:
        """Compare a file with what counts, or make it count."""
        given = request.files.get("house")
        try:
            values = read_values(_read(given) if given else b"")
            if request.form.get("do") == "save":
                return keep(values)
            changes = changed_by(values, engine.house)
        except SettingsError as fault:
            return show(entries_of(House(), current()), fault=fault.message)
        return show(entries_of(House(), current()), changes=changes)

    @routes.get("/<name>")
    def file(name: str) -> Response:
        """Give out one state as the file that `DOCGEN_HOUSE` may name."""
        path = settings.home / HOUSES / name
        if name not in {each.file for each in saved_houses(register)} or not path.is_file():
            raise NotFound
        return send_file(
            path, mimetype="application/toml", as_attachment=True, download_name=f"house-{name}"
        )

    def keep(values: Mapping[str, Any]) -> Response:
        changes = changed_by(values, engine.house)
        save_house(register, settings.home, values, changes, actor=current_caller().actor)
        told = "已保存，正在启用，几秒后生效。" if renew() else "已保存，重新启动服务后生效。"
        changed = f"改了：{'、'.join(changes)}。" if changes else "内容与先前的相同。"
        return show(entries_of(House(), values), done=told + changed)

    def show(
        entries: Entries,
        *,
        findings: Sequence[Finding] = (),
        fault: str = "",
        done: str = "",
        changes: tuple[str, ...] | None = None,
    ) -> Response:
        today = register.now().astimezone(BEIJING).date()
        facts = Facts(engine.law, engine.house, today)
        maker = ItemMaker(facts, Review(tuple(findings)), strict=bool(findings))
        items = maker.items(House(), entries)
        labels = {item.pointer: item for each in items for item in (each, *each.walk())}
        return page(
            "pages/admin_house.html",
            here="admin_pages.overview",
            status=422 if fault or findings else 200,
            required=[each for each in items if not each.field.optional],
            optional=[each for each in items if each.field.optional],
            faults=[(labels.get(each.pointer), each) for each in findings],
            invented=is_invented(engine.house),
            entries=house_entries(engine.house, settings.house),
            file=settings.house,
            saved=saved_houses(register),
            file_url=lambda name: url_for(".file", name=name),
            fault=fault,
            done=done,
            changes=changes,
        )

    return routes


def _read(given: FileStorage) -> bytes:
    """Return a file handed in; of one cut short something else would be put in force."""
    content: bytes = given.read(MOST_HOUSE_BYTES + 1)
    if len(content) > MOST_HOUSE_BYTES:
        raise SettingsError(
            f"文件超过 {MOST_HOUSE_BYTES >> 10} KB，不像机关资料文件，没有启用；请核对选的文件。"
        )
    return content


def renew() -> bool:
    """Ask the server that runs this to begin anew once it has answered; False where none does."""
    if not callable(signal.getsignal(signal.SIGHUP)):
        return False
    os.kill(os.getpid(), signal.SIGHUP)
    return True
