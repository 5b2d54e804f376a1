"""The attackers, in a process of their own: `python -m tests.siege.attacks PORT SECONDS KEY KEY`.

The keys are a drafter's and an archivist's, as if both had been stolen. Each attack is a function
that goes on until the time is up; it prints how often which answer came.
"""

import http.client
import io
import json
import random
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pikepdf

from tests.siege import material

NAME = "何静远"
HEAD = (
    b"POST /v1/check/non_acceptance_notice HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\n"
)
# What a server that frames requests by hand may take for complete.
SILENT = (
    b"POST /v1/re",
    HEAD,
    HEAD + b"Content-Length: 0000000000000100\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked \r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
    + b"".join(b"X-%d: %b\r\n" % (number, b"a" * 3000) for number in range(9)),
)
BOUNDARY = "seam"


class Siege:
    """Everything that is done to one port until the time is up."""

    def __init__(self, port: int, seconds: float, drafter: str, archivist: str) -> None:
        self.port, self.until = port, time.monotonic() + seconds
        self.drafter = {"Authorization": f"Bearer {drafter}"}
        self.archivist = {"Authorization": f"Bearer {archivist}"}
        self.answers: Counter[str] = Counter()
        self._lock = threading.Lock()

    def run(self) -> Counter[str]:
        """Attack in many threads at once."""
        attacks: list[Callable[[], None]] = [
            *[self.silent] * 2, self.dripping, self.crowd, self.deaf, self.resets,
            *[self.guessing] * 4, *[self.bodies] * 2, self.photos, *[self.batches] * 2,
            self.pdfs, self.greedy,
        ]  # fmt: skip
        threads = [threading.Thread(target=self.repeat, args=(each,)) for each in attacks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.answers

    def repeat(self, attack: Callable[[], None]) -> None:
        """Attack again and again; that the service hangs up is its good right."""
        while time.monotonic() < self.until:
            with suppress(OSError, http.client.HTTPException):
                attack()
            time.sleep(0.05)

    def dial(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, attack: str, method: str, place: str, body: bytes = b"", **headers: str) -> int:
        """Ask once and count the answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, place, body, {n.replace("_", "-"): v for n, v in headers.items()})
            answer = line.getresponse()
            answer.read()
            with self._lock:
                self.answers[f"{attack} {answer.status}"] += 1
            return answer.status
        finally:
            line.close()

    def silent(self) -> None:
        """Sixty sockets that begin a request and say no more."""
        sockets = [self.dial() for _ in range(60)]
        for number, each in enumerate(sockets):
            each.sendall(SILENT[number % len(SILENT)])
        self.rest(15)
        for each in sockets:
            each.close()

    def dripping(self) -> None:
        """Forty sockets that say a byte every nine seconds."""
        sockets = [self.dial() for _ in range(40)]
        request = HEAD + b"Content-Length: 1000\r\n\r\n"
        for place in range(len(request)):
            if time.monotonic() > self.until:
                break
            for each in sockets:
                with suppress(OSError):
                    each.sendall(request[place : place + 1])
            self.rest(9)
        for each in sockets:
            each.close()

    def crowd(self) -> None:
        """Eight hundred connections that ask nothing."""
        sockets: list[socket.socket] = []
        with suppress(OSError):
            sockets.extend(self.dial() for _ in range(800))
        self.rest(5)
        for each in sockets:
            each.close()

    def deaf(self) -> None:
        """Ask for the contract many times and read nothing."""
        with self.dial() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(2)
            with suppress(OSError):
                client.sendall(b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
            self.rest(5)

    def resets(self) -> None:
        """Break off in the middle of a body, with a reset."""
        with self.dial() as client:
            client.sendall(HEAD + b"Content-Length: 1000\r\n\r\n" + b"{" * 500)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def guessing(self) -> None:
        """Guess at the password of a named account, and at names."""
        name = random.choice((NAME, f"某人{random.random()}"))
        form = f"name={name}&password={random.random()}-and-some-words".encode()
        kind = "application/x-www-form-urlencoded"
        self.ask("guess", "POST", "/sign-in", form, Content_Type=kind)

    def bodies(self) -> None:
        """Send what is no case."""
        body, media = random.choice(material.bodies())
        place = f"/v1/check/{material.KIND}"
        self.ask("body", "POST", place, body, Content_Type=media, **self.drafter)

    def photos(self) -> None:
        """Send photos that are none."""
        body, media = material.photo_case()
        place = "/v1/check/site_inspection_record"
        self.ask("photo", "POST", place, body, Content_Type=media, **self.drafter)

    def batches(self) -> None:
        """Hand in files that claim to be large."""
        name, content = random.choice(material.batches())
        body = _part("input", name, content)
        media = f"multipart/form-data; boundary={BOUNDARY}"
        place = f"/v1/batches?kind={material.KIND}"
        self.ask(f"batch {name}", "POST", place, body, Content_Type=media, **self.archivist)
        self.rest(0.5)

    def pdfs(self) -> None:
        """Have PDFs verified that are damaged."""
        buffer = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(buffer)
        content = bytearray(buffer.getvalue())
        for _ in range(5):
            content[random.randrange(len(content))] = random.randrange(256)
        media = f"multipart/form-data; boundary={BOUNDARY}"
        body = _part("pdf", "a.pdf", bytes(content))
        self.ask("pdf", "POST", "/verify", body, Content_Type=media, **self.drafter)

    def greedy(self) -> None:
        """Render drafts as fast as they come."""
        example = self._example()
        place = f"/v1/render/{material.KIND}?copy=draft"
        self.ask("greedy", "POST", place, example, Content_Type="application/json", **self.drafter)

    def rest(self, seconds: float) -> None:
        time.sleep(max(0.0, min(seconds, self.until - time.monotonic())))

    def _example(self) -> bytes:
        payload = material.CORPUS / material.KIND / "typical.json"
        return payload.read_bytes()


def _part(field: str, name: str, content: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    return head.encode() + b"\r\n" + content + f"\r\n--{BOUNDARY}--\r\n".encode()


if __name__ == "__main__":
    told = Siege(int(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:5]).run()
    print(json.dumps(dict(sorted(told.items())), ensure_ascii=False))
