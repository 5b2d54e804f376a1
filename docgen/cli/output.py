"""What people and programs read: findings, tables, files written so that none is ever half."""

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from docgen.errors import DocgenError, InvalidCaseError
from schemas.ground.base import Finding, Weight

WEIGHTS = {Weight.error: "错误", Weight.notice: "提示"}


def report(fault: DocgenError) -> None:
    """Say on stderr what is wrong and where; as JSON where `--json` was asked for."""
    findings = fault.findings if isinstance(fault, InvalidCaseError) else ()
    if "--json" in sys.argv:
        say_json({"code": fault.code, "detail": fault.message, "errors": as_rows(findings)})
        return
    click.echo(fault.message, err=True)
    show_findings(findings)


def show_findings(findings: Iterable[Finding]) -> None:
    """List findings on stderr: weight, place, sentence, source."""
    for finding in findings:
        place = finding.pointer or "（整体）"
        source = f"（{finding.source}）" if finding.source else ""
        click.echo(f"  [{WEIGHTS[finding.weight]}] {place}：{finding.detail}{source}", err=True)


def as_rows(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as the JSON rows every door gives."""
    return [
        {
            "pointer": finding.pointer,
            "code": finding.code,
            "detail": finding.detail,
            "source": finding.source,
        }
        for finding in findings
    ]


def say_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write one JSON value on stdout, readable for people too."""
    click.echo(as_text(json.dumps(value, ensure_ascii=False, indent=2, default=str)))


def as_text(words: str) -> str:
    """Return words that any output takes: names of files in another encoding are marked in them."""
    return words.encode("utf-8", "replace").decode()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: temporary file, fsync, rename, fsync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".docgen-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
