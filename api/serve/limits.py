"""What one client, and all of them together, may take of the service."""

from dataclasses import dataclass

from api.intake import MOST_BODY_BYTES

# Bytes a second that even the slowest line of an office carries, both ways.
SLOWEST = 32 * 1024
MOST_HEAD_BYTES = 32 * 1024
# All requests that have arrived in part, together.
MOST_HELD_BYTES = 256 * 1024 * 1024
# With the files of the service this stays below the 1024 that a process may open.
MOST_CONNECTIONS = 700
# Clients more who have had their last answer and are about to hang up.
MOST_PARTING = 100
# What an answer may be ahead of its client, and an upload ahead of the thread that reads it.
AHEAD = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the server waits, in seconds.

    A client has `patience`, and a second more for every `SLOWEST` bytes, for each request and for
    taking in an answer; `idle` between two requests; `parting` to hang up after the last answer.
    """

    patience: float = 20.0
    idle: float = 75.0
    parting: float = 2.0


__all__ = [
    "AHEAD",
    "MOST_BODY_BYTES",
    "MOST_CONNECTIONS",
    "MOST_HEAD_BYTES",
    "MOST_HELD_BYTES",
    "MOST_PARTING",
    "SLOWEST",
    "Limits",
]
