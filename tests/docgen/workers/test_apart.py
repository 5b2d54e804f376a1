"""What a stranger's file makes a library do costs the process that reads it, and nobody else."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from docgen.batch.item import InputError
from docgen.workers.apart import TooHardToReadError, call_apart, stream_apart
from tests.processes import all_gone

MIB = 1 << 20


def count(last: int) -> Iterator[int]:
    yield os.getpid()
    yield from range(last)


def hoard() -> int:
    return len(bytearray(900 * MIB))


def sleep() -> None:
    time.sleep(600)


def die() -> None:
    os.kill(os.getpid(), signal.SIGABRT)


def refuse() -> None:
    raise InputError("请改正第 3 行。")


def stumble() -> None:
    raise LookupError("张三")


def test_what_a_job_yields_arrives_in_order_and_its_process_ends() -> None:
    pid, *numbers = stream_apart(count, 5)
    assert numbers == [0, 1, 2, 3, 4]
    assert pid != os.getpid()
    assert all_gone([pid])


def test_whoever_has_had_enough_ends_the_process() -> None:
    stream = stream_apart(count, 10**9)
    pid = next(stream)
    stream.close()
    assert all_gone([pid])


@pytest.mark.parametrize(
    ("job", "seconds", "sentence"),
    [(hoard, 60, "内存超过限度"), (sleep, 1, "1 秒没有进展"), (die, 60, "进程中途退出")],
)
def test_memory_time_and_crashes_end_in_a_sentence(
    job: Callable[[], object], seconds: float, sentence: str
) -> None:
    with pytest.raises(TooHardToReadError, match=sentence):
        call_apart(job, memory=200 * MIB, seconds=seconds)


def test_a_refusal_comes_back_as_it_was() -> None:
    with pytest.raises(InputError, match="请改正第 3 行。"):
        call_apart(refuse)


def test_a_fault_of_the_program_says_so_and_quotes_nothing() -> None:
    with pytest.raises(Exception, match="LookupError") as caught:
        call_apart(stumble)
    assert "张三" not in str(caught.value)
