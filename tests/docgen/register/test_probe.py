"""Whether the register is well is found out by using it, on either database."""

import time
from threading import Event, Thread

import pytest

from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.probe import PATIENCE, probe_database, probe_store
from docgen.register.store import StoreError, check_files


def test_a_register_that_is_well_is_left_as_it_was(register: Register) -> None:
    probe_database(register)
    probe_store(register)
    assert [*register.store.iterdir()] == []
    assert check_files(register) == []


def test_a_register_that_somebody_holds_is_told_soon(register: Register) -> None:
    held, done = Event(), Event()

    def hold() -> None:
        with register.writing():
            held.set()
            done.wait(20)

    holder = Thread(target=hold)
    holder.start()
    try:
        assert held.wait(20)
        began = time.monotonic()
        with pytest.raises(RegisterUnavailableError):
            probe_database(register)
        assert time.monotonic() - began >= PATIENCE / 2
    finally:
        done.set()
        holder.join()
    probe_database(register)


def test_a_store_that_is_no_folder_is_told(register: Register) -> None:
    register.store.rmdir()
    register.store.write_text("")
    with pytest.raises(StoreError):
        probe_store(register)
