"""Do what is asked once, however often it is asked: the same key gets the same answer for a while.

Whoever works on a request holds a file lock named after the caller and the key, which the kernel
lets go when the process dies. So nobody waits for the dead, and nobody takes the living for dead.
What a dead process had made is told from the register: its id was chosen and kept beforehand.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from docgen.errors import DocgenError
from docgen.register import audit, store
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.register.recover import withdraw
from docgen.register.tables import answers


class KeyReusedError(DocgenError):
    """The key was used for another request."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("这个 Idempotency-Key 已用于另一份内容，请换一个新的再提交。")


class StillRunningError(DocgenError):
    """The first request with this key has no answer yet."""

    code = "still_running"
    retry_after = 1

    def __init__(self) -> None:
        super().__init__("同一 Idempotency-Key 的请求正在办理，请稍后用同一个再问。")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with; `repeated` if an earlier one was."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Repeatable:
    """A request that may come again: whose it is, the key, and the digest of all that it asks."""

    caller: str
    key: str
    sha256: str

    @property
    def claim(self) -> str:
        """The name of the lock that whoever works on it holds; it tells nothing of the key."""
        return "answer-" + hashlib.sha256(f"{self.caller}\0{self.key}".encode()).hexdigest()

    @property
    def row(self) -> ColumnElement[bool]:
        """The condition that picks its row."""
        return (answers.c.caller == self.caller) & (answers.c.key == self.key)


def answer_once(
    register: Register,
    request: Repeatable,
    make: Callable[[str], Answer],
    recall: Callable[[str], Answer | None],
) -> Answer:
    """Return what `make` answers, or what it answered when this request came before.

    `make` is told the id of what it makes. `recall` tells from such an id how a process that died
    would have answered; None: nothing came of it. A request that is refused leaves nothing behind,
    so its key may be used again.
    Errors: `KeyReusedError`, `StillRunningError`, `RegisterUnavailableError`, `StoreError`, and
    those of `make`.
    """
    with store.abandoned(register.store, request.claim) as nobody_is_at_it:
        before = _find(register, request)
        if not nobody_is_at_it:
            raise StillRunningError
        if before and before.state == "done":
            return Answer(before.status, before.headers, before.body, repeated=True)
        if before:
            _undo(register, before.made_id)
            if told := recall(before.made_id):
                _keep(register, request, told)
                return replace(told, repeated=True)
        made_id = _begin(register, request)
        try:
            answer = make(made_id)
        except Exception:
            # What cannot be forgotten now is found left behind by whoever asks next.
            with suppress(Exception):
                _forget(register, request)
            raise
        # The act is done and has to be told; without its row it is told from the register.
        with suppress(Exception):
            _keep(register, request, answer)
        return answer


def clear_out(register: Register) -> None:
    """Remove the answers that have had their day; run at start-up, and by every new request."""
    with register.writing() as connection:
        connection.execute(delete(answers).where(_too_old(register)))


def _too_old(register: Register) -> ColumnElement[bool]:
    """Pick the answers that have had their time (`Ages.answers`): their keys are as good as new."""
    return answers.c.began_at <= register.now() - register.ages.answers


def _find(register: Register, request: Repeatable) -> Row[Any] | None:
    """Return what is kept of a request; one that is too old counts no more.

    Errors: `KeyReusedError`.
    """
    kept = select(answers).where(request.row, ~_too_old(register))
    with register.reading() as connection:
        row = connection.execute(kept).first()
    if row and row.request_sha256 != request.sha256:
        raise KeyReusedError
    return row


def _begin(register: Register, request: Repeatable) -> str:
    """Enter a request as running, with the id of what it is going to make; clear out the old."""
    now = register.now()
    made_id = new_id(now)
    with register.writing() as connection:
        connection.execute(delete(answers).where(_too_old(register) | request.row))
        connection.execute(
            insert(answers).values(
                caller=request.caller,
                key=request.key,
                request_sha256=request.sha256,
                made_id=made_id,
                state="running",
                began_at=now,
            )
        )
    return made_id


def _undo(register: Register, made_id: str) -> None:
    """Undo a document whose making was cut off; anything else has no half.

    Errors: `StillRunningError` when somebody is making it all the same.
    """
    with store.abandoned(register.store, made_id) as is_abandoned:
        if not is_abandoned:
            raise StillRunningError
        withdraw(register, made_id, actor=audit.PROGRAM)


def _keep(register: Register, request: Repeatable, answer: Answer) -> None:
    done = {
        "state": "done",
        "status": answer.status,
        "headers": dict(answer.headers),
        "body": answer.body,
    }
    with register.writing() as connection:
        connection.execute(update(answers).where(request.row).values(**done))


def _forget(register: Register, request: Repeatable) -> None:
    with register.writing() as connection:
        connection.execute(delete(answers).where(request.row))
