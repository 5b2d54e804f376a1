"""How often passwords may be guessed at: counted by where a guess comes from, before it is tried.

A stranger's guesses close the door to the stranger, never to the account's owner: a browser that
has signed in before is known by a cookie and counted by itself. Counts live in this process only;
whoever can end it can do worse than guess.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType

from docgen.errors import DocgenError

# Failures in this time that close a door, and how long it stays closed.
WITHIN = timedelta(minutes=15)
MOST_FAILURES = 5
# What is counted together: one account from one place, all accounts from one place, one account
# from all places that nobody knows. `device` is a browser that has signed in to the account.
BOUNDS: Mapping[str, int] = MappingProxyType(
    {"device": MOST_FAILURES, "pair": MOST_FAILURES, "address": 30, "account": 100}
)
# So many counts are kept; whoever comes from more places than this is bounded by the account.
MOST_COUNTS = 20_000


class TooManyGuessesError(DocgenError):
    """So many guesses came from there that no more are tried for a while."""

    code = "too_many_guesses"

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = max(1, round(wait.total_seconds()))
        minutes = -(-self.retry_after // 60)
        super().__init__(
            f"从这里登录失败的次数过多，请 {minutes} 分钟后再试；忘记密码的请管理员重新设置。"
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody signs in from: an address, and the browser if the account has used it."""

    address: str
    device: str = ""

    @property
    def place(self) -> str:
        """What an address is counted under: itself, or the network that one subscriber has."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return self.address
        if not isinstance(address, IPv6Address):
            return str(address)
        return str(address.ipv4_mapped or int(address) >> 64)


@dataclass(slots=True)
class _Count:
    since: datetime
    failures: int = 0
    closed_until: datetime | None = None


class Guesses:
    """The counts of one service; `now` is its clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._counts: OrderedDict[tuple[str, bytes], _Count] = OrderedDict()
        self._lock = threading.Lock()
        # What is typed as a name may be a password: it is kept as nobody can read it.
        self._salt = secrets.token_bytes(16)

    def count(self, account: str, origin: Origin) -> list[str]:
        """Count a guess that is about to be tried; return which of `BOUNDS` it was the last of.

        Nothing is counted while a door is closed, so that it always opens again.
        Errors: `TooManyGuessesError`.
        """
        now = self._now()
        with self._lock:
            counts = {name: self._at(place, now) for name, place in self._places(account, origin)}
            closed = [each.closed_until for each in counts.values() if each.closed_until]
            if closed:
                raise TooManyGuessesError(max(closed) - now)
            filled = []
            for name, count in counts.items():
                count.failures += 1
                if count.failures >= BOUNDS[name]:
                    count.closed_until = now + WITHIN
                    filled.append(name)
            return filled

    def forgive(self, account: str, origin: Origin) -> None:
        """Take back the guess that was none, and what this place got wrong before it."""
        with self._lock:
            for name, place in self._places(account, origin):
                count = self._counts.get(place)
                if count is None:
                    continue
                count.failures -= 1
                if count.failures < BOUNDS[name]:
                    count.closed_until = None
                if name in ("device", "pair"):
                    del self._counts[place]

    def _places(self, account: str, origin: Origin) -> list[tuple[str, tuple[str, bytes]]]:
        if origin.device:
            said = {"device": (account, origin.device)}
        else:
            place = origin.place
            said = {"pair": (account, place), "address": ("", place), "account": (account, "")}
        return [(name, (name, self._digest(*words))) for name, words in said.items()]

    def _at(self, place: tuple[str, bytes], now: datetime) -> _Count:
        count = self._counts.get(place)
        if count is None or now >= (count.closed_until or count.since + WITHIN):
            count = self._counts[place] = _Count(now)
        self._counts.move_to_end(place)
        while len(self._counts) > MOST_COUNTS:
            self._counts.popitem(last=False)
        return count

    def _digest(self, *words: str) -> bytes:
        said = "\0".join(words).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, key=self._salt, digest_size=16).digest()
