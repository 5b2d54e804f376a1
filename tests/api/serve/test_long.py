"""What lasts: a bag of 31 GB on its way, and connections kept through a busy hour."""

import http.client
import os
import random
import select
import socket
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.serve.limits import AHEAD, Limits
from api.serve.server import Server, let_nobody_in
from api.serve.supervisor import listen
from docgen.batch.office.zip_stream import ZipStream
from tests.api.serve.conftest import Place

SOAK = bool(os.environ.get("DOCGEN_SOAK"))
BYTES = 31 * 10**9 if SOAK else 400 * 10**6
CLIENTS, ASKED = 30, 40


def resident() -> int:
    """The memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_bag_goes_out_whole_in_little_memory(tmp_path: Path) -> None:
    """What the client has not taken yet waits on the disk, not in memory."""
    (tmp_path / "bag").mkdir()
    with (tmp_path / "bag" / "documents").open("wb") as file:
        file.truncate(BYTES)
    stream = ZipStream(tmp_path / "bag", "batch")
    length = stream.length

    def app(_environ: object, start_response: object) -> object:
        start_response("200 OK", [("Content-Length", str(length))])  # type: ignore[operator]
        return iter(stream)

    listener = listen("127.0.0.1:0")
    port = listener.getsockname()[1]
    server = Server(app, listener, threads=2, limits=Limits())
    thread = threading.Thread(target=server.serve, kwargs={"grace": 5.0})
    thread.start()
    most = taken = 0
    before = resident()
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        line.request("GET", "/bag")
        answer = line.getresponse()
        buffer = bytearray(1 << 20)
        while count := answer.readinto(buffer):
            taken += count
            most = max(most, resident() - before)
        line.close()
    finally:
        server.stop()
        thread.join(30)
    assert taken == length
    assert most < 16 * AHEAD


def test_no_kept_connection_is_reset_however_busy_the_service(calm: Place) -> None:
    """More clients than threads, each on one connection, with pauses and bodies of any size."""

    def be(number: int) -> Counter[str]:
        chance, said = random.Random(number), Counter[str]()
        line = http.client.HTTPConnection("127.0.0.1", calm.port, timeout=60)
        line.connect()
        kept = line.sock
        for turn in range(ASKED):
            body = b"x" * chance.choice((0, 10, 70_000))
            threading.Event().wait(chance.choice((0, 0, 0.01, 0.05)))
            line.request("POST", f"/{number}-{turn}", body)
            answer = line.getresponse().read()
            said["whole"] += answer == b"/%d-%d %b END" % (number, turn, body)
            said["kept"] += line.sock is kept
        line.close()
        return said

    with ThreadPoolExecutor(CLIENTS) as clients:
        said = sum(clients.map(be, range(CLIENTS)), Counter[str]())
    assert said == {"whole": CLIENTS * ASKED, "kept": CLIENTS * ASKED}


@pytest.mark.parametrize("turn", range(5))
def test_who_asks_while_the_service_stops_gets_an_answer_or_a_clean_end(
    calm: Place, turn: int
) -> None:
    def be(number: int) -> str:
        line = http.client.HTTPConnection("127.0.0.1", calm.port, timeout=30)
        try:
            for asked in range(200):
                fresh = line.sock is None  # After an answer that is the last it dials anew.
                line.request("GET", f"/{number}-{asked}")
                if line.getresponse().read() != b"/%d-%d  END" % (number, asked):
                    return "wrong"
        except ConnectionRefusedError:
            return "refused"
        except http.client.RemoteDisconnected:
            return "ended"
        except ConnectionResetError:
            return "never taken" if fresh else "reset"
        finally:
            line.close()
        return "done"

    with ThreadPoolExecutor(8) as clients:
        those = [clients.submit(be, number) for number in range(8)]
        threading.Event().wait(0.05 + turn / 20)
        calm.server.stop()
        ends = Counter(each.result(timeout=60) for each in those)
    assert not ends.keys() & {"reset", "wrong"}, ends
    # Whose handshake the kernel had not ended when it was told to let nobody in.
    assert ends["never taken"] <= 1, ends


def test_nobody_is_let_in_and_never_taken() -> None:
    """Whoever knocks after the door was told to let nobody in is not told that he is in."""
    listener = listen("127.0.0.1:0")
    let_nobody_in(listener)
    try:
        with pytest.raises(TimeoutError):
            socket.create_connection(listener.getsockname(), timeout=0.3)
        assert not select.select([listener], [], [], 0)[0]
        # Who was killed while stopping leaves the door to the next, who lets people in again.
        server = Server(None, listener, threads=1, limits=Limits())
        socket.create_connection(listener.getsockname(), timeout=10).close()
        server.close()
    finally:
        listener.close()
