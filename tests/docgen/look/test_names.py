"""What `docgen names` lists is what a template may use, no more and no less, for every kind."""

import re
from html import unescape
from pathlib import Path

from click.testing import CliRunner

from docgen import Engine
from docgen.cli.cases import names as names_command
from docgen.cli.commands import COMMANDS
from docgen.look.names import ROW, Name, Use, names_of, names_sheet
from docgen.template.names import NameWalk
from docgen.template.shape import printed_paths, shape_of
from tests.catalogue import every_kind


def as_template(names: list[Name]) -> str:
    """Write a template that uses every name listed as it is written there."""
    text, loops = "", []
    for each in names:
        while loops and loops[-1][0] >= each.depth:
            text += loops.pop()[1]
        ask = re.sub(r"^\{\{ | \}\}$|^\{% if | %\} … .*$|\.…$", "", each.written)
        if each.use is Use.loop:
            begin, end = each.written.split(" … ")
            text, loops = text + begin, [*loops, (each.depth, end)]
        elif each.use is Use.group:
            text, loops = text + f"{{% if {ask} %}}", [*loops, (each.depth, "{% endif %}")]
        elif each.optional:
            text += f"{{% if {ask} %}}{each.written}{{% endif %}}"
        else:
            text += each.written.replace("…", "")
    return text + "".join(end for _, end in reversed(loops))


@every_kind
def test_every_name_may_be_used_as_it_is_written(engine: Engine, kind: str) -> None:
    declared = engine.catalogue[kind]
    walk = NameWalk(shape_of(declared.schema))
    walk.walk(engine.environment.parse(as_template(names_of(engine, declared))))
    assert [each.detail for each in walk.misuses] == []


@every_kind
def test_no_name_that_must_be_printed_is_missing(engine: Engine, kind: str) -> None:
    declared = engine.catalogue[kind]
    walk = NameWalk(shape_of(declared.schema))
    listed = [each for each in names_of(engine, declared) if each.use is not Use.may]
    walk.walk(engine.environment.parse(as_template(listed)))
    for path, ways in printed_paths(declared.schema).items():
        assert not walk.used.isdisjoint(ways), path


@every_kind
def test_the_sheet_holds_every_name_and_says_how_to_use_it(engine: Engine, kind: str) -> None:
    declared = engine.catalogue[kind]
    sheet = unescape(names_sheet(engine, declared))
    for each in names_of(engine, declared):
        assert f"<code>{each.written}</code>" in sheet
        assert each.label in sheet
    assert f"<code>{{% for {ROW} in" in sheet
    assert "{%tr if" in sheet


def test_the_command_lists_them_and_writes_the_sheet(tmp_path: Path) -> None:
    told = CliRunner().invoke(names_command, ["non_acceptance_notice"])
    assert told.exit_code == 0
    assert "{{ complaint_subject }}  投诉事项（文字；必须打印）" in told.output
    assert "例如：示例市优康商贸有限公司" in told.output
    target = tmp_path / "names.html"
    assert (
        CliRunner().invoke(names_command, ["non_acceptance_notice", "-o", str(target)]).exit_code
        == 0
    )
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "names" in COMMANDS
