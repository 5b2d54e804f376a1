"""Tell the witness outside, at an interval, how far the trail has come."""

import threading

from docgen.errors import DocgenError
from docgen.log import open_log
from docgen.register.database import Register
from docgen.register.head import Head, advance
from docgen.register.witness import ahead, send, state

LOG = open_log("witness")
# Who was not heard is tried again after this, and twice as long each time, up to the interval.
FIRST_SECONDS = 30.0


class Witnessing:
    """Sends statements in a thread of its own, from `start` to `stop`, whenever there is news."""

    def __init__(self, register: Register, to: str, seconds: float, key: bytes) -> None:
        self._register, self._to, self._seconds, self._key = register, to, seconds, key
        self._ending = threading.Event()
        self._told: Head | None = None
        self._thread = threading.Thread(target=self._work, name="witness", daemon=True)

    def start(self) -> None:
        """Begin with a statement at once."""
        self._thread.start()

    def stop(self) -> None:
        """Send what is new, once, and end."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()
            self.tell()

    def tell(self) -> bool:
        """Send a statement if the trail has come further; tell whether all is told.

        A file that already names what the trail lacks is left as it is, and the head in the store
        learns of it: a service that was put back while it ran issues nothing more.
        """
        try:
            if known := ahead(self._register, self._to):
                LOG.error("witness_ahead", sequence=known.sequence)
                advance(self._register.store, known)
                return False
            statement = state(self._register, self._key)
            if statement.head != self._told:
                send(statement, self._to)
                self._told = statement.head
        except DocgenError as fault:
            LOG.warning("witness_not_told", code=fault.code)
            return False
        return True

    def _work(self) -> None:
        wait = FIRST_SECONDS
        while not self._ending.is_set():
            told = self.tell()
            wait = FIRST_SECONDS if told else min(2 * wait, self._seconds)
            self._ending.wait(self._seconds if told else wait)
