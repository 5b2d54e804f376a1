"""The lawful: each has a document issued, takes its file, waits as a person does, and goes on."""

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field

from tests.siege.material import KIND

CLIENTS = 20
# Between two documents somebody reads, signs and calls the next.
PAUSE = (2.0, 6.0)
MOST_TRIES = 40


@dataclass
class Lawful:
    """What twenty clients were given, and how long each waited from asking to holding the file."""

    port: int
    until: float
    waited: list[float] = field(default_factory=list)
    retried: int = 0
    failed: list[str] = field(default_factory=list)
    healthy: list[float] = field(default_factory=list)

    def run(self, keys: list[str], payload: bytes) -> None:
        """Have every client get documents until the time is up."""
        clients = [threading.Thread(target=self._be, args=(key, payload)) for key in keys]
        watcher = threading.Thread(target=self._watch)
        for thread in (*clients, watcher):
            thread.start()
        for thread in (*clients, watcher):
            thread.join()

    def _be(self, key: str, payload: bytes) -> None:
        chance = random.Random(key)
        time.sleep(chance.uniform(0, PAUSE[0]))
        number = 0
        while time.monotonic() < self.until:
            number += 1
            began = time.monotonic()
            fault = self._get_one(key, payload, f"{key[-8:]}-{number}")
            if fault:
                self.failed.append(fault)
            else:
                self.waited.append(time.monotonic() - began)
            time.sleep(chance.uniform(*PAUSE))

    def _get_one(self, key: str, payload: bytes, once: str) -> str:
        """Issue one document and take its file; return what went wrong, if it did."""
        headers = {
            "Authorization": f"Bearer {key}", "Content-Type": "application/json",
            "Idempotency-Key": once,
        }  # fmt: skip
        fault = ""
        for _ in range(MOST_TRIES):
            try:
                status, body, told = self._ask("POST", f"/v1/documents/{KIND}", payload, headers)
                if status == 201:
                    place = json.loads(body)["links"]["file"]
                    status, body, told = self._ask("GET", place, b"", headers)
                    if status == 200 and body.startswith(b"%PDF"):
                        return ""
                fault = f"{status} {body[:80]!r}"
                if status not in (408, 409, 503):
                    return fault
                wait = min(1.0, float(told.get("Retry-After", 1)))
            except (OSError, http.client.HTTPException) as lost:
                fault, wait = type(lost).__name__, 0.2
            self.retried += 1
            time.sleep(wait)
        return fault

    def _watch(self) -> None:
        """Ask after the service's health twice a second."""
        while time.monotonic() < self.until:
            began = time.monotonic()
            try:
                status = self._ask("GET", "/healthz", b"", {})[0]
            except (OSError, http.client.HTTPException) as lost:
                self.failed.append(f"healthz {type(lost).__name__}")
            else:
                if status != 200:
                    self.failed.append(f"healthz {status}")
                self.healthy.append(time.monotonic() - began)
            time.sleep(0.5)

    def _ask(
        self, method: str, place: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, bytes, dict[str, str]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, place, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read(), dict(answer.headers)
        finally:
            line.close()
