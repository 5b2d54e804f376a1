"""Judge a PDF that somebody brings: in a process of its own, which a hostile file may ruin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.archive.conformance import problems_of
from docgen.archive.verify import Verdict, Verification, verify_with_sets
from docgen.engine import Engine, assemble
from docgen.sets import FOLDER
from docgen.settings import STORE_NAME, Settings
from docgen.workers.apart import TooHardToReadError, call_apart

# How long a file may take: a document of many photos takes a few seconds, veraPDF some more.
SECONDS = 180.0
# Bytes of address space beyond what the process has at its start.
MEMORY = 2 << 30
GIVEN_UP = Verification(
    Verdict.unprovable,
    "没有查完：打开这份文件要用的内存或时间超过限度，或者进程中途退出。"
    "本系统生成的文书不会这样，请核对是不是拿错了文件。",
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a file, and why it is not PDF/A-3a and PDF/UA-1 (nothing: it is both)."""

    verification: Verification
    problems: tuple[str, ...]


def judge_apart(
    engine: Engine,
    content: bytes,
    payload: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Judgement:
    """Return what `verify_pdf` and `problems_of` say of a file, both asked elsewhere.

    Errors: those of opening an engine.
    """
    _ = engine.faces  # Prepared here, where it may take a minute.
    try:
        return call_apart(
            _judge, engine.settings, content, payload, files, memory=MEMORY, seconds=SECONDS
        )
    except TooHardToReadError:
        return Judgement(GIVEN_UP, ())


def _judge(
    settings: Settings,
    content: bytes,
    payload: Mapping[str, Any] | None,
    files: Mapping[str, bytes] | None,
) -> Judgement:
    kept_here = settings.home / STORE_NAME / FOLDER
    verification = verify_with_sets(assemble(settings), kept_here, content, payload, files)
    return Judgement(verification, tuple(problems_of(content)))
