"""Administration as pages: accounts, keys shown once, house facts, calendars, health."""

import io
import re
import tomllib
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from api.doors import DOORS
from api.pages.house import MOST_HOUSE_BYTES
from docgen import Settings
from docgen.house import house_toml, read_house
from docgen.register import keys, people, signing_in
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.passwords import propose
from docgen.register.rights import Act
from docgen.settings import saved_house
from schemas.law.tables import shipped_calendars
from tests.api.pages.conftest import Browser, Desk
from tests.browser.furnish import PEOPLE
from tests.docgen.register.accounts import PASSWORD, trail

HOSTILE = "<i>甲</i>"


def secret_in(answer: TestResponse) -> str:
    """The secret that an answer shows once."""
    found = re.search(r'<code class="secret">([^<]+)</code>', answer.text)
    assert found
    return found[1]


def upload(browser: Browser, path: str, field: str, content: bytes) -> TestResponse:
    return browser.send(path, **{field: FileStorage(io.BytesIO(content), "x.toml")})


@pytest.mark.parametrize("role", ["drafter", "officer", "archivist"])
def test_nobody_but_the_administrator_gets_in(served: Flask, desk: Desk, role: str) -> None:
    browser = desk(role)
    doors = [rule for rule in served.url_map.iter_rules() if DOORS[rule.endpoint] is Act.administer]
    assert len(doors) >= 10
    for rule in doors:
        opened = (
            browser.get(rule.rule) if "GET" in (rule.methods or ()) else browser.forge(rule.rule)
        )
        assert opened.status_code == 403, rule


def test_the_overview_tells_what_doctor_tells(desk: Desk) -> None:
    page = desk("admin").get("/admin").text
    for words in ("字体摘要", "历法", "数据文件夹", "仿宋", "Fandol"):
        assert words in page


def test_records_are_checked_to_their_end(desk: Desk, register: Register) -> None:
    browser = desk("admin")
    assert "从头到尾衔接" in browser.get("/admin/audit").text
    with register.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit SET actor = '别人' WHERE sequence = 2")
    assert "第 2 条" in browser.get("/admin/audit").text


def test_an_account_is_added_with_a_password_shown_once_and_lets_in(desk: Desk) -> None:
    browser = desk("admin")
    added = browser.send("/admin/people", act="add", name="向晚", role="drafter", signs_in="yes")
    secret = secret_in(added)
    assert secret not in browser.get("/admin/people").text
    assert desk("").forge("/sign-in", name="向晚", password=secret).status_code == 303


def test_a_password_is_reset_and_an_account_disabled_and_enabled(
    desk: Desk, register: Register
) -> None:
    browser, name = desk("admin"), PEOPLE[Role.drafter]
    secret = secret_in(browser.send("/admin/people", act="reset", name=name, sure="yes"))
    assert desk("").forge("/sign-in", name=name, password=PASSWORD).status_code == 401
    assert desk("").forge("/sign-in", name=name, password=secret).status_code == 303
    disable = {"act": "disable", "name": name}
    assert "立即失效" in browser.send("/admin/people", **disable).text
    assert not people.find_person(register, name).disabled, "asked, not done"
    assert "已停用" in browser.send("/admin/people", **disable, sure="yes").text
    assert desk("").forge("/sign-in", name=name, password=secret).status_code == 401
    browser.send("/admin/people", act="enable", name=name)
    assert desk("").forge("/sign-in", name=name, password=secret).status_code == 303
    assert {"password_set", "person_disabled", "person_enabled"} <= {
        act for _, act, _ in trail(register)
    }


def test_a_role_is_changed_and_counts_at_once(desk: Desk, register: Register) -> None:
    drafter = desk("drafter")
    assert drafter.get("/documents").status_code == 403
    change = {"act": "role", "name": PEOPLE[Role.drafter], "role": "officer"}
    assert "改为执法人员" in desk("admin").send("/admin/people", **change).text
    assert drafter.get("/documents").status_code == 200
    told = [detail for _, act, detail in trail(register) if act == "person_changed"][-1]
    assert (told["fields"], told["before"], told["role"]) == (["role"], "drafter", "officer")


def test_a_certificate_is_given_with_the_account_changed_and_shown_to_its_holder(
    desk: Desk, register: Register
) -> None:
    browser, officer = desk("admin"), PEOPLE[Role.officer]
    browser.send("/admin/people", act="add", name="向晚", role="officer", certificate="99990012071")
    assert people.find_person(register, "向晚").certificate == "99990012071"
    number = "99990012099"
    change = {"act": "certificate", "name": officer, "certificate": number}
    assert "已登记" in browser.send("/admin/people", **change).text
    assert f">{number}</td>" in browser.get("/admin/people").text
    assert f"执法证号 {number}" in desk("officer").get("/account").text
    assert "执法证号" not in desk("drafter").get("/account").text
    assert "已去掉" in browser.send("/admin/people", **change | {"certificate": ""}).text
    assert people.find_person(register, officer).certificate == ""


def test_a_refused_certificate_stands_where_it_was_typed_and_nowhere_else(desk: Desk) -> None:
    typed = {"name": PEOPLE[Role.archivist], "certificate": "9" * 31}
    shown = desk("admin").send("/admin/people", act="certificate", **typed).text
    assert shown.count(f'value="{"9" * 31}"') == 1
    assert f"<option selected>{PEOPLE[Role.archivist]}</option>" in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "add", "name": HOSTILE, "role": "officer"}, "名称应当是"),
        ({"act": "add", "name": PEOPLE[Role.officer], "role": "officer"}, "账号"),
        ({"act": "disable", "name": PEOPLE[Role.admin], "sure": "yes"}, "最后一个管理员"),
        ({"act": "role", "name": PEOPLE[Role.admin], "role": "officer"}, "最后一个管理员"),
        ({"act": "reset", "name": "没有这个人", "sure": "yes"}, "没有这个账号"),
        ({"act": "add", "name": "向晚", "role": "officer", "certificate": "9" * 31}, "最多 30 字"),
        ({"act": "certificate", "name": "没有这个人", "certificate": "9"}, "没有这个账号"),
    ],
)
def test_what_cannot_be_done_to_an_account_is_said(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    answer = desk("admin").send("/admin/people", **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert HOSTILE not in answer.text
    assert "docgen users" not in answer.text


def test_a_form_that_no_page_of_ours_sends_is_refused(desk: Desk) -> None:
    browser = desk("admin")
    for path in ("/admin/people", "/admin/keys"):
        assert browser.send(path, act="promote").status_code == 400
    king = browser.send("/admin/people", act="add", name="甲", role="king")
    all_scopes = browser.send("/admin/keys", act="add", name="甲", person="乙", scope="*")
    assert king.status_code == all_scopes.status_code == 400


def test_a_key_is_shown_once_works_and_is_revoked(
    served: Flask, desk: Desk, register: Register
) -> None:
    browser = desk("admin")
    given = {"act": "add", "name": "档案系统", "person": PEOPLE[Role.archivist], "scope": "read"}
    secret = secret_in(browser.send("/admin/keys", **given))
    assert secret not in browser.get("/admin/keys").text
    holder = keys.who(register, secret)
    assert holder
    assert holder.person == PEOPLE[Role.archivist]
    assert "已撤销" in browser.send("/admin/keys", act="revoke", name="档案系统").text
    assert keys.who(register, secret) is None


def test_a_key_beyond_the_role_of_its_person_is_refused(desk: Desk) -> None:
    given = {"act": "add", "name": "越权", "person": PEOPLE[Role.drafter], "scope": "issue"}
    answer = desk("admin").send("/admin/keys", **given)
    assert answer.status_code == 422
    assert "可以用的权限是" in answer.text
    assert 'value="issue" checked' in answer.text


def test_the_invented_bureau_is_said_to_be_invented(desk: Desk) -> None:
    page = desk("admin").get("/admin/house").text
    assert "虚构" in page
    for words in ("行政复议机关", "示例市示例区人民政府", "待确认", "单价"):
        assert words in page


def test_a_house_file_is_checked_and_changes_nothing(desk: Desk, office: Settings) -> None:
    browser, place = desk("admin"), "/admin/house/file"
    shipped = Path("schemas/ground/house.toml").read_bytes()

    def sent(content: bytes) -> TestResponse:
        file = FileStorage(io.BytesIO(content), "x.toml")
        return browser.send(place, "/admin/house", house=file, do="check")

    assert "内容与现用的相同" in sent(shipped).text
    other = shipped.replace(b"referral_reply_days = 30", b"referral_reply_days = 20")
    assert "移送后请受移送机关反馈的工作日数" in sent(other).text
    for broken in (b"x", b"\xff", b"referral_reply_days = -1", b""):
        answer = sent(broken)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    # Cut short it could still be read, and would put something else in force.
    padded = sent(shipped + b"#" * MOST_HOUSE_BYTES)
    assert "文件超过 512 KB" in padded.text
    assert saved_house(office.home) is None


def test_house_facts_are_written_on_the_page_kept_dated_and_taken_away(
    desk: Desk, office: Settings, register: Register
) -> None:
    browser = desk("admin")
    authority = {
        "name": "示例市新区市场监督管理局", "seal_name": "示例市新区市场监督管理局",
        "number_prefix": "示新市监", "address": "示例市新区大道1号", "phone": "0999-60012315",
        "region": "新区", "reconsideration_body": "示例市新区人民政府",
        "court": "示例市新区人民法院",
    }  # fmt: skip
    given = {f"authority.{name}": text for name, text in authority.items()}
    missing = browser.send("/admin/house", **given)
    assert missing.status_code == 422
    assert '<a href="#f.enforcement_body">' in missing.text
    assert f'value="{authority["name"]}"' in missing.text, "nothing typed is lost"
    assert saved_house(office.home) is None
    given |= {"enforcement_body": "示例市新区综合行政执法局", "weekend_extends": "true"}
    done = browser.send("/admin/house", **given)
    assert "已保存，重新启动服务后生效。改了：发文机关、期间末日为普通周末时顺延" in done.text
    path = saved_house(office.home)
    assert path
    assert re.fullmatch(r"2026-07-20T09\d{4}-00\.toml", path.name)
    house = read_house(path)
    assert (house.authority.name, house.weekend_extends) == (authority["name"], True)
    # Whatever starts from now on works with them, and the page shows them.
    assert Settings.from_env({"DOCGEN_HOME": str(office.home)}).house == path
    page = browser.get("/admin/house").text
    assert f'value="{authority["name"]}"' in page
    taken = browser.get(f"/admin/house/{path.name}")
    assert taken.data == path.read_bytes()
    taken.close()
    assert "attachment" in taken.headers["Content-Disposition"]
    assert trail(register)[-1][1] == "house_saved"
    again = browser.send("/admin/house", **given | {"authority.region": "老区"})
    assert "已保存" in again.text
    assert path.is_file(), "the state before stays"
    assert read_house(saved_house(office.home)).authority.region == "老区"
    file = FileStorage(io.BytesIO(taken.data), "x.toml")
    back = browser.send("/admin/house/file", "/admin/house", house=file, do="save")
    assert "已保存" in back.text
    assert read_house(saved_house(office.home)).authority.region == "新区"
    assert browser.get("/admin/house/..%2Fregister.sqlite").status_code == 404


def test_rows_of_the_house_facts_are_added_without_scripts(desk: Desk) -> None:
    page = desk("admin").send("/admin/house", do="add:contracts").text
    assert 'name="contracts.0.code"' in page


@pytest.mark.parametrize("place", ["shipped", "hostile"])
def test_house_facts_are_written_as_a_file_that_reads_alike(place: str) -> None:
    values = tomllib.loads(Path("schemas/ground/house.toml").read_text("utf-8"))
    if place == "hostile":
        values["authority"]["address"] = "a\"b\\c# [x] = 'y'\t喆"
    assert tomllib.loads(house_toml(values)) == values


def test_an_official_calendar_is_checked_taken_in_and_recorded(
    desk: Desk, office: Settings, register: Register
) -> None:
    browser = desk("admin")
    text = next(each for each in shipped_calendars() if "year = 2026" in each).encode()
    answer = upload(browser, "/admin/calendars", "calendar", text)
    assert (answer.status_code, trail(register)[-1][1]) == (303, "calendar_added")
    assert "重新启动服务后生效" in browser.get(answer.headers["Location"]).text
    kept = office.home / "calendars" / "2026-official.toml"
    assert kept.read_bytes() == text
    # A restarted service finds it without a setting.
    assert Settings.from_env({"DOCGEN_HOME": str(office.home)}).calendars == kept.parent
    for broken in (text.replace(b"2026-10-01", b"2026-10-11"), b"\xff\xfe", b"", b"#" * 70_000):
        refused = upload(browser, "/admin/calendars", "calendar", broken)
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
    (kept.parent / "mine.toml").write_bytes(text)
    assert "mine.toml" in upload(browser, "/admin/calendars", "calendar", text).text


def test_a_proposed_password_is_good_and_never_the_same(register: Register) -> None:
    proposed = {propose() for _ in range(50)}
    assert len(proposed) == 50
    assert all(
        re.fullmatch(r"([2-9a-hj-km-np-z]{4}-){3}[2-9a-hj-km-np-z]{4}", each) for each in proposed
    )
    people.add_person(register, "雨生", Role.drafter, proposed.pop(), actor=signing_in.UNKNOWN)


def test_one_changes_ones_own_password_and_stays_signed_in_here_only(desk: Desk) -> None:
    here, elsewhere = desk("drafter"), desk("drafter")
    new = "木桥 白露 三轮车 砚台"
    wrong = here.send("/account", now="不是这个", new=new, again=new)
    assert "现在的密码不对" in wrong.text
    assert "两次输入的新密码不同" in here.send("/account", now=PASSWORD, new=new, again="x").text
    assert "密码应当有" in here.send("/account", now=PASSWORD, new="短", again="短").text
    changed = here.send("/account", now=PASSWORD, new=new, again=new)
    assert changed.status_code == 303
    assert "密码已经修改" in here.get("/account?done=yes").text
    assert elsewhere.get("/account").status_code == 303
