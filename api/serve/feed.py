"""A large body on its way from the loop that receives it to the thread that reads it."""

import threading
from collections.abc import Callable

from api.serve.limits import AHEAD


class Feed:
    """Bytes in order, some `AHEAD` of them waiting: a buffer to waitress, a file to the reader.

    `patience` is how many seconds the reader waits for more, `on_room` tells the loop that there
    is room again.
    """

    def __init__(self, patience: float, on_room: Callable[[], None]) -> None:
        self._patience, self._on_room = patience, on_room
        self._waiting = bytearray()
        self._change = threading.Condition()
        self._whole = self._broken = False
        self._length = 0

    @property
    def full(self) -> bool:
        """Whether the reader should catch up before more is received."""
        return len(self._waiting) >= AHEAD

    def append(self, piece: bytes) -> None:
        """Take in what has arrived."""
        with self._change:
            self._length += len(piece)
            if not self._broken:  # Otherwise nobody reads it any more.
                self._waiting += piece
            self._change.notify()

    def finish(self) -> None:
        """Note that the body has arrived to its end."""
        with self._change:
            self._whole = True
            self._change.notify()

    def close(self) -> None:
        """Note that nothing more comes, or that nobody wants it."""
        with self._change:
            self._broken = True
            self._waiting.clear()
            self._change.notify()

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes as soon as some are here; none after the last.

        Errors: `TimeoutError` when the client says nothing for too long, `ConnectionError` when
        it has gone.
        """
        with self._change:
            while not (self._waiting or self._whole or self._broken):
                if not self._change.wait(self._patience):
                    raise TimeoutError
            if self._broken:
                raise ConnectionError
            was_full = self.full
            piece = bytes(self._waiting[:size] if size >= 0 else self._waiting)
            del self._waiting[: len(piece)]
            there_is_room = was_full and not self.full
        if there_is_room:
            self._on_room()
        return piece

    def getfile(self) -> "Feed":
        """Return what the application reads."""
        return self

    def __len__(self) -> int:
        return self._length
