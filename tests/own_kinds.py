"""A folder with a kind that an office declares itself, as `DOCGEN_KINDS` names one."""

import json
from pathlib import Path

from docgen.settings import shipped
from docgen.word.ending import closed
from docgen.word.master import read_master
from docgen.word.notation import parse
from docgen.word.write import write_manuscript

KIND, WORK = "lecture_invitation", "complaint"
SCHEMA = '''
"""消费教育活动邀请函: the bureau invites somebody to a lecture."""

from schemas.ground.fields import Day, Text
from schemas.ground.kind import Audience, Header, KindSchema

from .lectures.rules import not_before_its_letter


class LectureInvitation(KindSchema):
    """One invitation."""

    header = Header(
        title="消费教育活动邀请函",
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="邀请有关单位参加消费教育活动。",
    )
    addressee = Text("受邀单位")
    lecture_place = Text("活动地点")
    lecture_on = Day("活动日期", planned=True)
    contact_note = Text("联系方式", optional=True)
    issued_on = Day("发函日期")
    in_order = not_before_its_letter

    example = {
        "addressee": "示例市第一中学",
        "lecture_place": "示例市消费教育基地",
        "lecture_on": "2026-07-20",
        "contact_note": "电话：0999-60012315",
        "issued_on": "2026-07-01",
    }
'''
SHARED = '''
"""What the office's own invitations share."""

from schemas.ground.base import error, rule


@rule("本局规定")
def not_before_its_letter(self, value, facts):
    """Judge whether a lecture comes after its invitation."""
    if value.lecture_on < value.issued_on:
        yield error("/lecture_on", "lecture_before_letter", "活动日期早于发函日期，请核对。")
'''
LINES = (
    "{{ title }}",
    "{{ addressee }}：",
    "定于{{ lecture_on }}在{{ lecture_place }}举办消费教育活动，邀请你单位派员参加。",
    "{% if contact_note %}{{ contact_note }}。{% endif %}",
    "{{ authority.seal_name }}",
    "{{ issued_on }}",
)
CASE = {
    "addressee": "示例市第二中学",
    "lecture_place": "示例市人民广场",
    "lecture_on": "2026-08-20",
    "issued_on": "2026-08-01",
}
REFUSED = {
    "why": "活动在发函之前。",
    "payload": {**CASE, "lecture_on": "2026-07-20"},
    "expect": [{"pointer": "/lecture_on", "code": "lecture_before_letter"}],
}


def write_own_kinds(folder: Path) -> Path:
    """Write the folder: a program, what it shares, two templates, two cases."""
    program = folder / "kinds" / WORK
    put(program / f"{KIND}.py", SCHEMA)
    put(program / "lectures/__init__.py", '"""Invitations to lectures."""\n')
    put(program / "lectures/rules.py", SHARED)
    page = "\n".join(f"<p>{line}</p>" for line in LINES)
    layout = '{% extends "_layout.html" %}{% block body %}' + page + "{% endblock %}"
    put(folder / "html" / WORK / f"{KIND}.html", layout)
    write_word(folder / "docx" / WORK / f"{KIND}.docx", LINES)
    put(folder / "corpus" / KIND / "no_contact.json", json.dumps(CASE, ensure_ascii=False))
    refused = json.dumps(REFUSED, ensure_ascii=False)
    put(folder / "corpus" / KIND / "refused/too_early.json", refused)
    return folder


def put(path: Path, text: str) -> None:
    """Write a file and the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def write_word(path: Path, lines: tuple[str, ...]) -> None:
    """Write a Word template whose paragraphs are these lines."""
    master = read_master(shipped("templates") / "docx")
    path.parent.mkdir(parents=True, exist_ok=True)
    manuscript = closed(parse("\n".join(("[页面 公文]", *lines)), master), master.paragraphs)
    path.write_bytes(write_manuscript(manuscript, master))
