"""The register on the command line: a whole office day, in Chinese, with codes for programs."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
import openpyxl
import pytest
from sqlalchemy import select, update

from docgen.cli import main
from docgen.cli.commands import COMMANDS, Later
from docgen.cli.register import PLACES
from docgen.errors import ExitCode
from docgen.register import issue as issuing
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.export import FORMATS
from docgen.register.people import add_person
from docgen.register.tables import audit, numbers
from docgen.register.upgrade import migrate
from docgen.settings import Settings
from schemas.kinds.complaint.non_acceptance_notice import NonAcceptanceNotice
from schemas.kinds.report.evidence_extraction_sheet import EvidenceExtractionSheet
from schemas.parts.incoming import IncomingForm
from tests.docgen.register.papers import open_case, put_document
from tests.doubles.quick_render import QuickRender

KIND = "non_acceptance_notice"
Run = Callable[..., tuple[int, str, str]]
PAYLOAD = {
    name: value
    for name, value in NonAcceptanceNotice.example.items()
    if name not in ("delivery", "document_number")
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an officer, a drafter and a case file on the disk."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCGEN_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DOCGEN_DATABASE_URL", raising=False)
    admin = Actor("console:test", Role.admin)
    office = open_register(Settings.from_env())
    migrate(office)
    add_person(office, "何静远", Role.officer, None, actor=admin)
    add_person(office, "罗一鸣", Role.drafter, None, actor=admin)
    office.engine.dispose()
    (tmp_path / "case.json").write_text(json.dumps(PAYLOAD), "utf-8")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `docgen register ARGUMENTS`: exit code, stdout, stderr. Nothing is really rendered."""
    issue, supersede = issuing.issue, issuing.supersede
    render = QuickRender()
    monkeypatch.setattr(issuing, "issue", lambda *a, **k: issue(*a, render=render, **k))
    monkeypatch.setattr(issuing, "supersede", lambda *a, **k: supersede(*a, render=render, **k))

    def run_register(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["docgen", "register", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run_register


@pytest.fixture
def issued(run: Run) -> str:
    """The id of a notice that the officer issued."""
    code, out, err = run("issue", KIND, "case.json", "--case", "C-1", "--by", "何静远", "--json")
    assert code == ExitCode.done, err
    return str(json.loads(out)["id"])


def opened() -> Register:
    return open_register(Settings.from_env())


def test_issuing_prints_the_number_the_register_gave(run: Run) -> None:
    code, out, _ = run("issue", KIND, "case.json", "--by", "何静远")
    assert code == ExitCode.done
    assert out.startswith("示市监﹝2026﹞第1号  ")


def test_only_an_officer_issues_and_only_who_is_known_acts(run: Run) -> None:
    code, _, err = run("issue", KIND, "case.json", "--by", "罗一鸣")
    assert (code, "角色" in err) == (ExitCode.failed, True)
    assert run("issue", KIND, "case.json", "--by", "谁")[0] == ExitCode.not_found
    assert run("issue", KIND, "case.json")[0] == ExitCode.usage
    assert json.loads(run("list", "--json")[1]) == []


def test_the_trail_names_the_person_and_the_account_of_the_machine(run: Run, issued: str) -> None:
    with opened().reading() as connection:
        (name,) = connection.scalars(select(audit.c.actor).where(audit.c.act == "issue"))
    assert name.startswith("何静远/console:")


def test_list_filters_and_counts_for_people_and_programs(run: Run, issued: str) -> None:
    code, out, err = run("list")
    assert code == ExitCode.done
    assert f"{issued}  2026-06-17  有效  投诉不予受理决定书  示市监﹝2026﹞第1号" in out
    assert "共 1 份" in err
    (line,) = json.loads(run("list", "--json", "--case", "C-1", "--from", "2026-06-17")[1])
    assert (line["id"], line["dated_on"]) == (issued, "2026-06-17")
    assert json.loads(run("list", "--json", "--to", "2026-06-16")[1]) == []
    assert json.loads(run("list", "--json", "--count", "state")[1]) == {"issued": 1}
    assert run("list", "--count", "kind")[1].split() == ["1", KIND]


def test_show_tells_the_versions_and_the_deliveries(run: Run, issued: str) -> None:
    deliver(run, issued)
    newer = json.loads(run("supersede", issued, "case.json", "--by", "何静远", "--json")[1])["id"]
    code, out, _ = run("show", issued)
    assert code == ExitCode.done
    assert "已被新版本代替" in out
    assert f"→ 第 1 版  {issued}" in out
    assert f"第 2 版  {newer}" in out
    assert "送达 2026-06-18  邮寄送达  林晓岚" in out
    facts = json.loads(run("show", newer, "--json")[1])
    assert (facts["supersedes"], facts["versions"]) == (issued, [issued, newer])
    assert run("show", "0" * 32)[0] == ExitCode.not_found


def test_files_and_payloads_are_handed_out_and_every_look_is_recorded(
    run: Run, issued: str, tmp_path: Path
) -> None:
    assert run("show", issued, "--file", "delivery_pdf", "-o", tmp_path / "a.pdf")[0] == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads(run("show", issued, "--payload")[1])["complainant_name"] == "林晓岚"
    assert run("show", issued, "--file", "docx")[0] == ExitCode.usage
    with opened().reading() as connection:
        acts = set(connection.scalars(select(audit.c.act).where(audit.c.document_id == issued)))
    assert acts == {"begin", "issue", "read_file", "read_payload"}


def test_void_takes_a_reason_and_shows_in_the_ledger(run: Run, issued: str) -> None:
    assert run("void", issued, "--by", "何静远")[0] == ExitCode.usage
    code, out, _ = run("void", issued, "--reason", "文书种类选错", "--by", "何静远")
    assert (code, out) == (ExitCode.done, "已作废 示市监﹝2026﹞第1号。\n")
    assert json.loads(run("list", "--json")[1])[0]["void_reason"] == "文书种类选错"


def deliver(run: Run, document_id: str) -> tuple[int, str, str]:
    return run(
        "deliver",
        document_id,
        "--method",
        "post",
        "--to",
        "林晓岚",
        "--on",
        "2026-06-18",
        "--proof",
        "1234567890123",
        "--by",
        "何静远",
    )


def test_what_is_undelivered_is_listed_until_it_arrived(run: Run, issued: str) -> None:
    (waiting,) = json.loads(run("undelivered", "--json")[1])
    assert (waiting["document_id"], waiting["missing"]) == (issued, 1)
    assert "还差 1 人" in run("undelivered")[1]
    code, out, _ = deliver(run, issued)
    assert (code, out) == (ExitCode.done, "已登记送达。\n")
    assert json.loads(run("undelivered", "--json")[1]) == []


def test_due_shows_both_layers_the_days_left_and_what_is_only_to_be_told(
    run: Run, issued: str
) -> None:
    code, out, _ = run("due", "--today", "2026-06-18")
    assert code == ExitCode.done
    assert "C-1  D1  剩 4 天" in out
    assert "（已作出，待告知）：法定 2026-06-22，合同 2026-06-22" in out
    assert "今天到期，提醒 09:00、16:00、19:00、22:00" in run("due", "--today", "2026-06-22")[1]
    assert "已超 1 天" in run("due", "--today", "2026-06-23")[1]
    (row,) = json.loads(run("due", "--today", "2026-06-18", "--at", "08:30", "--json")[1])
    assert row["reminders"] == ["2026-06-22T08:30:00+08:00"]
    assert row["statutory"]["code"] == "D1"
    assert "第十五条" in row["statutory"]["source"]
    assert row["contract"]["code"] == "C-ACCEPT"


def test_due_can_be_narrowed_to_what_is_near_or_to_be_reminded_of(run: Run, issued: str) -> None:
    assert json.loads(run("due", "--today", "2026-06-18", "--within", "3", "--json")[1]) == []
    assert json.loads(run("due", "--today", "2026-06-18", "--remind", "--json")[1]) == []
    assert len(json.loads(run("due", "--today", "2026-06-23", "--remind", "--json")[1])) == 1


def test_a_case_is_opened_filled_closed_and_opened_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text('{"received_on": "2026-06-10"}', "utf-8")
    assert run("open", "C-9", "known.json")[0] == ExitCode.done

    def open_duties() -> list[str]:
        rows = json.loads(run("due", "--today", "2026-06-18", "--json")[1])
        return sorted(row["code"] for row in rows)

    assert open_duties() == ["D1", "D2"]
    assert run("close", "C-9")[0] == ExitCode.done
    assert open_duties() == []
    assert run("reopen", "C-9")[0] == ExitCode.done
    assert open_duties() == ["D1", "D2"]
    assert run("close", "C-8")[0] == ExitCode.not_found


def test_resume_tells_the_witness_and_shows_how_far_each_series_has_come(
    run: Run, issued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = tmp_path / "见证.jsonl"
    monkeypatch.setenv("DOCGEN_WITNESS", str(witness))
    witness.write_text('{"at": "2026-07-01T00:00:00+00:00", "sequence": 99, "digest": "0"}\n')
    code, out, told = run("resume", "--reason", "退回了快照")
    assert (code, "编到  示市监﹝2026﹞第1号" in out) == (ExitCode.done, True)
    assert "与发文簿核对" in told
    last = json.loads(witness.read_text("utf-8").splitlines()[-1])
    assert last["sequence"] == json.loads(run("witness")[1])["sequence"]


def test_gaps_and_audit_say_that_all_is_well_or_where_it_is_not(run: Run, issued: str) -> None:
    assert run("gaps")[:2] == (ExitCode.done, "文号连续，没有断号（编过 1 个）。\n")
    code, out, _ = run("audit")
    assert code == ExitCode.done
    assert out.endswith("。\n审计记录完整，每一行登记、每个存档文件都相符。\n")
    said = json.loads(run("witness")[1])
    assert f"第 {said['sequence']} 条，摘要 {said['digest']}" in out
    assert run("witness", "--to", "见证.jsonl")[0] == ExitCode.done
    code, out, _ = run("audit", "--witness", "见证.jsonl")
    assert (code, "与 1 份见证核对过" in out) == (ExitCode.done, True)
    with opened().writing_unsealed() as connection:
        connection.execute(update(audit).where(audit.c.act == "issue").values(actor="别人"))
        connection.execute(update(numbers).values(serial=3))
    code, out, _ = run("audit", "--json")
    assert code == ExitCode.altered
    assert "改动" in json.loads(out)[0]["detail"]
    code, out, _ = run("gaps", "--json")
    assert code == ExitCode.failed
    assert [gap["serial"] for gap in json.loads(out)] == [1, 2]


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_exported_is_for_the_account_that_asked_alone(
    run: Run, issued: str, format: str
) -> None:
    """Whatever the mask allows, and whoever could read the file that stood there before."""
    path = Path(f"台账.{format}")
    path.write_text("earlier")
    path.chmod(0o666)
    mask = os.umask(0)
    try:
        assert run("export", "-o", path)[0] == ExitCode.done
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size > len("earlier")


def test_export_writes_a_whole_file_or_none(run: Run, issued: str, tmp_path: Path) -> None:
    assert run("export", "-o", "台账.xlsx")[0] == ExitCode.done
    sheet = openpyxl.load_workbook("台账.xlsx")["台账"]
    assert sheet["B2"].value == "投诉不予受理决定书"
    about = {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}["当事人、事由"]
    # Whoever runs a command line looks after the machine: names of persons are whole to them too.
    assert about
    assert run("export", "-o", "台账.csv", "--state", "void")[0] == ExitCode.done
    assert len(Path("台账.csv").read_text("utf-8-sig").splitlines()) == 1
    assert run("export", "-o", "台账.ods")[0] == ExitCode.usage
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "case.json",
        "home",
        "台账.csv",
        "台账.xlsx",
    ]


def test_a_backup_is_checked_and_restored_elsewhere(
    run: Run, issued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run("backup", "copy")
    assert (code, "文书 1 份，文件 3 个" in out) == (ExitCode.done, True)
    assert run("backup", "copy")[0] == ExitCode.failed
    assert run("restore", "copy")[0] == ExitCode.failed
    monkeypatch.setenv("DOCGEN_HOME", str(tmp_path / "elsewhere"))
    assert json.loads(run("restore", "copy", "--final", "--json")[1])["documents"] == 1
    assert json.loads(run("list", "--json")[1])[0]["id"] == issued
    assert run("audit")[0] == ExitCode.done
    next(Path("copy").rglob("archive.pdf")).unlink()
    assert run("backup", "copy", "--check")[0] == ExitCode.altered


def test_recover_says_what_it_took_back(run: Run) -> None:
    code, out, err = run("recover")
    assert (code, out) == (ExitCode.done, "")
    assert "0 份" in err


def test_a_series_begins_behind_the_numbers_given_before(run: Run) -> None:
    words = ("--year", "2026", "--last", "117", "--reason", "启用登记簿前编发")
    code, out, _ = run("take-over", KIND, *words)
    assert (code, "第118号" in out) == (ExitCode.done, True)
    out = run("issue", KIND, "case.json", "--by", "何静远")[1]
    assert out.startswith("示市监﹝2026﹞第118号  ")
    assert run("gaps")[0] == ExitCode.done
    assert run("take-over", KIND, *words)[0] == ExitCode.failed
    assert run("take-over", "site_inspection_record", *words)[0] == ExitCode.usage
    assert run("take-over", "no_kind", *words)[0] == ExitCode.not_found


def test_a_number_nobody_bears_is_closed_by_an_officer_with_a_reason(run: Run, issued: str) -> None:
    freed = "示市监﹝2026﹞第2号"
    with opened().writing_unsealed() as connection:
        row = connection.execute(select(numbers)).mappings().one()
        other = dict(row) | {"id": "0" * 32, "serial": 2, "text": freed, "state": "free"}
        connection.execute(numbers.insert().values(**other))
    reason = ("--reason", "年末清理，不再使用")
    assert run("close-number", freed, *reason)[0] == ExitCode.usage
    assert run("close-number", freed, *reason, "--by", "罗一鸣")[0] == ExitCode.failed
    assert run("close-number", freed, *reason, "--by", "何静远")[0] == ExitCode.done
    assert run("close-number", freed, *reason, "--by", "何静远")[0] == ExitCode.failed
    assert run("close-number", "第9号", *reason, "--by", "何静远")[0] == ExitCode.not_found
    out = run("issue", KIND, "case.json", "--by", "何静远")[1]
    assert out.startswith("示市监﹝2026﹞第3号  ")


def test_prefill_prints_what_the_next_document_of_a_case_starts_from(run: Run, issued: str) -> None:
    code, out, _ = run("prefill", "mediation_agreement", "C-1")
    assert code == ExitCode.done
    assert json.loads(out)["received_on"] == PAYLOAD["received_on"]
    with opened().reading() as connection:
        assert "prefill" in connection.scalars(select(audit.c.act)).all()
    assert run("prefill", "mediation_agreement", "C-2")[0] == ExitCode.not_found


def test_what_platforms_want_back_is_written_as_a_sheet(run: Run) -> None:
    Path("orders.csv").write_text("工单编号,来电时间\nW-1,2026-06-01\n", "utf-8")
    assert run("import-orders", "orders.csv")[0] == ExitCode.done
    code, _, err = run("order-replies", "-o", "回填.csv", "--from", "2026-06-01")
    assert (code, "0 件" in err) == (ExitCode.done, True)
    assert Path("回填.csv").read_text("utf-8-sig").startswith("工单编号,")
    assert run("order-replies", "-o", "回填.pdf")[0] == ExitCode.usage


def test_orders_are_imported_and_the_rows_that_were_not_are_named(run: Run) -> None:
    Path("orders.csv").write_text("工单编号,来电时间\nW-1,2026-06-01\nW-2,昨天\n", "utf-8")
    code, out, err = run("import-orders", "orders.csv")
    assert code == ExitCode.batch_incomplete
    assert out == "新登记 1 件，更新 0 件，没有变化 0 件，没有导入 1 行。\n"
    assert err.startswith("第 3 行没有导入：“来电时间”看不出是哪一天")
    code, out, _ = run("import-orders", "orders.csv", "--json", "--system", "hotline_12345")
    told = json.loads(out)
    assert (told["added"], told["unchanged"], told["refused"][0]["row"]) == (0, 1, 3)


def test_a_paper_is_compiled_in_an_officer_s_name(run: Run, issued: str) -> None:
    code, out, _ = run("compile", "file_contents_list", "--case", "C-1", "--by", "何静远")
    assert code == ExitCode.done
    assert [each["name"] for each in json.loads(out)["papers"]] == ["投诉不予受理决定书"]
    asked = ("compile", "work_ledger", "--period", "2026-06", "--by")
    assert run(*asked, "何静远", "-o", "ledger.json")[0] == ExitCode.done
    assert json.loads(Path("ledger.json").read_text("utf-8"))["orders"] == []
    assert run(*asked, "罗一鸣")[0] != ExitCode.done
    assert run("compile", "work_ledger", "--period", "六月", "--by", "何静远")[0] == ExitCode.usage


def test_a_backup_that_lacks_a_file_says_so_to_programs_too(run: Run, issued: str) -> None:
    next((Path("home") / "store").rglob("*.docx")).unlink()
    code, _, err = run("backup", "copy")
    assert (code, "缺失或损坏" in err) == (ExitCode.altered, True)


def test_help_names_every_command_of_the_register(run: Run) -> None:
    out = run("--help")[1]
    assert COMMANDS["register"][1] in out
    for name in PLACES:
        assert f"\n  {name} " in out


@pytest.mark.parametrize("name", PLACES)
def test_a_command_is_called_what_the_table_calls_it(name: str) -> None:
    command = Later(places=PLACES).get_command(click.Context(click.Command("register")), name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_bag_of_a_case_is_written_and_named_by_its_digest(
    run: Run, issued: str, tmp_path: Path
) -> None:
    code, out, err = run("bag", "--case", "C-1", "--out", tmp_path / "bag")
    assert (code, "1 份文书" in err) == (ExitCode.done, True)
    digest = out.strip().removeprefix("内容摘要 ")
    assert digest in (tmp_path / "bag/bag-info.txt").read_text("utf-8")


@pytest.mark.parametrize("asked", [(), ("--case", "C-1", "--year", "2026")])
def test_bag_wants_a_case_or_a_year(run: Run, asked: tuple[str, ...]) -> None:
    code, _, err = run("bag", *asked, "--out", "bag")
    assert code == ExitCode.usage
    assert "二者选一" in err


def test_what_is_not_there_has_no_gaps_and_no_clean_bill(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("gaps")[1] == "登记簿里还没有编过文号。\n"
    for home in (str(tmp_path / "nowhere"), ""):
        monkeypatch.setenv("DOCGEN_HOME", home)
        for command in (("gaps",), ("audit",), ("backup", "copy")):
            code, out, err = run(*command)
            assert (code, out) == (ExitCode.bad_settings, "")
            assert "没有登记簿" in err
    assert {each.name for each in tmp_path.iterdir()} == {"home", "case.json"}


def test_a_paper_that_came_in_is_entered_with_its_scan_and_listed(run: Run) -> None:
    Path("来文.pdf").write_bytes(b"%PDF as it came")
    said = IncomingForm.example | {"scan": "来文.pdf"}
    options = [
        part for name, text in said.items() for part in (f"--{name.replace('_', '-')}", text)
    ]
    code, out, _ = run("incoming", "enter", "2026-118", *options, "--by", "何静远", "--json")
    assert code == ExitCode.done
    entered = json.loads(out)
    code, out, _ = run("incoming", "list", "--case", "2026-118")
    assert f"{entered['id']}  2026-118  2026-06-15 收到" in out
    assert "2026-08-31 前报告" in out
    assert run("incoming", "scan", entered["id"], "--by", "何静远", "-o", "取出.pdf")[0] == 0
    assert Path("取出.pdf").read_bytes() == b"%PDF as it came"
    assert "CF-3" in run("due")[1]
    assert run("incoming", "void", entered["id"], "--reason", "归错", "--by", "何静远")[0] == 0
    assert "CF-3" not in run("due")[1]


def test_a_signed_paper_comes_back_is_listed_taken_and_taken_back(run: Run) -> None:
    assert run("issue", KIND, "case.json", "--by", "何静远", "--json")[0] == ExitCode.done
    (id_,) = [each["id"] for each in json.loads(run("list", "--json")[1])]
    scan = b"%PDF-1.7 \x00 signed"
    Path("扫描.pdf").write_bytes(scan)
    told = ("--sort", "signed", "--file", "扫描.pdf", "--by", "何静远")
    code, out, _ = run("signed", "attach", id_, *told, "--json")
    assert code == ExitCode.done
    copy = json.loads(out)["id"]
    assert run("signed", "attach", id_, *told)[0] == ExitCode.invalid_case
    assert f"{copy}  签字盖章件  扫描.pdf" in run("signed", "list", id_)[1]
    assert run("signed", "take", id_, copy, "--by", "何静远", "-o", "取出.pdf")[0] == 0
    assert Path("取出.pdf").read_bytes() == scan
    assert run("signed", "void", id_, copy, "--reason", "归错", "--by", "何静远")[0] == 0
    assert "已作废" in run("signed", "list", id_)[1]
    assert run("signed", "take", id_, id_, "--by", "何静远", "-o", "没有.pdf")[0] != 0


def test_no_command_but_one_upgrades_a_register(run: Run, home: Path) -> None:
    office = opened()
    with office.writing_unsealed() as connection:
        for table in (
            "seals", "orders", "reminders", "incoming", "promotions", "signed_copies",
            "order_mappings", "approvals",
        ):  # fmt: skip
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("ALTER TABLE drafts DROP COLUMN packet")
        connection.exec_driver_sql("ALTER TABLE audit DROP COLUMN rows")
        for column in ("templates_sha256", "joined_reason"):
            connection.exec_driver_sql(f"ALTER TABLE documents DROP COLUMN {column}")
        for column in ("hidden", "merge", "merge_by", "retention", "size", "deaths", "rows"):
            connection.exec_driver_sql(f"ALTER TABLE batches DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0005'")
    office.engine.dispose()
    for command in (("list",), ("gaps",), ("recover",)):
        code, out, err = run(*command)
        assert (code, out) == (ExitCode.failed, "")
        assert "0005" in err
        assert "docgen register upgrade" in err
    code, out, _ = run("upgrade")
    assert code == ExitCode.done
    assert "从第 0005 版升级" in out
    (saved,) = (home / "backups").iterdir()
    assert run("backup", saved, "--check")[0] == ExitCode.done
    assert "不用升级" in run("upgrade")[1]
    assert run("list")[0] == ExitCode.done


def test_the_evidence_of_a_case_is_listed_and_can_be_attached(home: Path, run: Run) -> None:
    register = open_register(Settings.from_env())
    open_case(register, "C-1")
    sheet = dict(EvidenceExtractionSheet.example)
    put_document(register, "evidence_extraction_sheet", sheet, case_ref="C-1", title="证据提取单")
    code, out, err = run("evidence", "C-1")
    assert (code, err) == (0, "共 1 项证据。\n")
    assert out == (
        "1  证据：送货单复印件  2026-07-10 15:10  原件存示例区悦邻生鲜便利店  1件（1页）"
        "  见《证据提取单》\n"
    )
    code, out, _ = run("evidence", "C-1", "--attachments", "--json")
    assert (code, json.loads(out)) == (
        0,
        [
            {"name": "证据提取单（2026-06-17）", "copies": 1, "pages": 2},
            {"name": "送货单复印件", "copies": 1, "pages": 1},
        ],
    )
