"""Send a live service and its readers thousands of damaged files: each ends in a sentence.

`python -m tests.fuzz_files` takes twenty minutes on two cores; `--share 0.05` a twentieth of it.
Meanwhile another process asks `/healthz` five times a second. It prints what became of the files
as JSON and ends with 1 if any ended in a fault of the program, or the service was silent for a
second.
"""

import argparse
import http.client
import io
import json
import re
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from docgen import Engine, Settings
from docgen.archive.conformance import problems_of
from docgen.archive.verify import verify_pdf
from docgen.batch.inputs import open_input
from docgen.batch.item import Reading
from docgen.batch.sheet.produce import Given, write_csv, write_workbook
from docgen.cli.office import server_options
from docgen.engine import assemble
from docgen.errors import DeadlineError, DocgenError, WorkerLostError
from docgen.register import keys
from docgen.register.actor import Role
from docgen.register.database import open_register
from docgen.register.rights import Scope
from docgen.register.upgrade import migrate
from docgen.workers.pool import RenderPool
from tests import mutants
from tests.docgen.batch.sheets import photo_name
from tests.docgen.register.accounts import CONSOLE, staff
from tests.mutants import Chance
from tests.servers import ROOT, Server, free_port, running

KIND, RECORD = "mediation_agreement", "site_inspection_record"
# What is said where a fault of ours was caught late: a sentence, but one that names a bug.
BUGS = re.compile("程序出错")
HAN = re.compile("[\u4e00-\u9fff]")
# Every so many workbooks one goes through the service as a batch as well.
THROUGH = 20
ENDED = ("done", "failed", "cancelled")


@dataclass
class Tally:
    """What became of the files of one sort; faults with the number of the mutant."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def note(self, number: int, outcome: str, sentence: str = "") -> None:
        """Enter how one file ended."""
        self.outcomes[outcome] += 1
        if outcome == "fault" or (sentence and not HAN.search(sentence)) or BUGS.search(sentence):
            self.faults.append(f"{number}: {outcome} {sentence[:200]}")

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Keep the longest time that one file took."""
        began = time.monotonic()
        yield
        self.slowest = max(self.slowest, time.monotonic() - began)


@contextmanager
def pulse(port: int, told: dict[str, Any]) -> Iterator[None]:
    """Ask beside us how the service is; what came of it is told as `healthz`."""
    asking = subprocess.Popen(
        [sys.executable, "-m", "tests.pulse", str(port)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield
    finally:
        told["healthz"] = json.loads(asking.communicate(timeout=120)[0])


def workbooks(engine: Engine, count: int, seed: int, server: Server, key: str) -> Tally:
    """Read mutated workbooks and CSV as a batch does; some go through the service too.

    Those are read in this process, where a fault of ours is no sentence yet.
    """
    tally, kind = Tally(), engine.catalogue[KIND]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = [Given(f"{at}", kind.schema.example) for at in range(3)]
        write_workbook(folder / "a.xlsx", kind, cases, photo_name)
        write_csv(folder / "a.csv", kind, cases, photo_name)
        samples = {path.suffix: path.read_bytes() for path in folder.glob("a.*")}
        for number in range(count):
            chance = Chance(f"{seed} {number}")
            suffix = ".csv" if number % 10 == 0 else ".xlsx"
            mutate = mutants.damaged if suffix == ".csv" else mutants.of_zip
            content = mutate(samples[suffix], chance)
            source = folder / f"b{suffix}"
            source.write_bytes(content)
            with tally.timed(), patch("docgen.spreadsheet.stage.stream_apart", _here):
                _read(tally, engine, source, number)
            if number % THROUGH == 0:
                _send(tally, server, key, number, source.name, content)
    return tally


def _here(job: Callable[..., Iterator[Any]], *arguments: Any) -> Iterator[Any]:
    return job(*arguments)


def _read(tally: Tally, engine: Engine, source: Path, number: int) -> None:
    try:
        reading = Reading(engine.catalogue, KIND, "skip")
        with open_input(source, reading, source.parent / "scratch") as given:
            found = [finding.detail for item in given.items() for finding in item.findings]
    except DocgenError as refusal:
        tally.note(number, "refused", refusal.message)
    except Exception as fault:
        tally.note(number, "fault", repr(fault))
    else:
        tally.note(number, "findings" if found else "read", " ".join(found))


def zips(engine: Engine, count: int, seed: int, server: Server, key: str) -> Tally:
    """Hand mutated zips of cases in; those that are taken are cancelled."""
    tally, example = Tally(), engine.catalogue[KIND].schema.example
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for at in range(3):
            case = {"kind": KIND, "payload": example, "id": f"z{at}"}
            package.writestr(f"批/案{at}.json", json.dumps(case))
        package.writestr("批/门头.jpg", mutants.with_exif(Chance(1)))
    for number in range(count):
        content = mutants.of_zip(buffer.getvalue(), Chance(f"{seed} {number}"))
        with tally.timed():
            _send(tally, server, key, number, "a.zip", content, ends=False)
    return tally


def photos(engine: Engine, count: int, seed: int, server: Server, key: str) -> Tally:
    """Check a record with a photo whose EXIF is damaged; every fiftieth is rendered."""
    tally, example = Tally(), engine.catalogue[RECORD].schema.example
    photo = {**example["photos"][0], "file": "a.jpg"}
    payload = json.dumps({**example, "photos": [photo]}).encode()
    for number in range(count):
        content = mutants.with_exif(Chance(f"{seed} {number}"))
        act = "render" if number % 50 == 0 else "check"
        with tally.timed():
            parts = [("payload", "", payload), ("photo", "a.jpg", content)]
            _note_answer(tally, number, *_post(server, f"/v1/{act}/{RECORD}", key, parts))
    return tally


def pdfs(engine: Engine, count: int, seed: int, _server: Server, _key: str) -> Tally:
    """Verify mutated archive copies in a worker, as the page does."""
    tally = Tally()
    samples = [
        engine.render(kind, engine.catalogue[kind].schema.example, copy="archive").content
        for kind in (KIND, RECORD)
    ]
    with RenderPool(engine.settings, workers=1, deadline=60) as pool:
        for number in range(count):
            chance = Chance(f"{seed} {number}")
            content = mutants.of_pdf(samples[number % 2], chance)
            with tally.timed():
                try:
                    verdict, detail = pool.submit(_judge, content).result()
                    tally.note(number, verdict, detail)
                except (DeadlineError, WorkerLostError) as given_up:
                    tally.note(number, "given_up", given_up.message)
                except Exception as fault:
                    tally.note(number, "fault", repr(fault))
    return tally


def _judge(engine: Engine, content: bytes) -> tuple[str, str]:
    said = verify_pdf(engine, content)
    problems_of(content, verapdf=False)
    return said.verdict.value, said.detail


def _send(
    tally: Tally, server: Server, key: str, number: int, name: str, content: bytes,
    *, ends: bool = True,
) -> None:  # fmt: skip
    """Hand a batch in, and see how it ends, or cancel it."""
    place = f"/v1/batches?format=docx&hidden=skip&kind={KIND}"
    status, body = _post(server, place, key, [("input", name, content)])
    if status != 202:
        _note_answer(tally, number, status, body)
        return
    where = json.loads(body)["links"]["self"]
    if not ends:
        server.send("POST", f"{where}/cancel", Authorization=f"Bearer {key}")
        tally.note(number, "taken")
        return
    for _ in range(600):
        found = json.loads(server.send("GET", where, Authorization=f"Bearer {key}")[1])
        if found["state"] in ENDED:
            tally.note(number, f"batch {found['state']}", found.get("detail") or "")
            return
        time.sleep(0.2)
    tally.note(number, "fault", "the batch does not end")


def _post(
    server: Server, place: str, key: str, parts: list[tuple[str, str, bytes]]
) -> tuple[int, bytes]:
    """Send a form; a service that is busy is asked again."""
    lines = []
    for name, file, content in parts:
        named = f'; filename="{file}"' if file else ""
        head = f'--limit\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
        lines.append(head.encode() + content + b"\r\n")
    body = b"".join(lines) + b"--limit--\r\n"
    kind = "multipart/form-data; boundary=limit"
    for _ in range(100):
        try:
            status, answer, _ = server.send(
                "POST", place, body, Authorization=f"Bearer {key}", Content_Type=kind
            )
        except (OSError, http.client.HTTPException) as fault:
            return 0, repr(fault).encode()
        if status not in (429, 503):
            return status, answer
        time.sleep(0.5)
    return status, answer


def _note_answer(tally: Tally, number: int, status: int, body: bytes) -> None:
    if 200 <= status < 300:
        tally.note(number, "taken")
    elif 400 <= status < 500:
        problem = json.loads(body)
        tally.note(number, "refused", problem["detail"])
    else:
        tally.note(number, "fault", f"{status} {body[:200].decode('utf-8', 'replace')}")


SORTS: dict[str, tuple[int, Callable[[Engine, int, int, Server, str], Tally]]] = {
    "workbooks": (2000, workbooks),
    "zips": (2000, zips),
    "exif": (8000, photos),
    "pdfs": (500, pdfs),
}


def main() -> int:
    """Run every sort after the other against one service."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[*SORTS])
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as home:
        settings = replace(Settings.from_env(), home=Path(home))
        register = open_register(settings)
        migrate(register)
        staff(register, "江望舒", Role.archivist)
        scopes = (Scope.batch, Scope.render)
        key = keys.add_key(register, "fuzz", "江望舒", scopes, actor=CONSOLE)
        register.engine.dispose()
        engine, port = assemble(settings), free_port()
        options = server_options(settings, f"127.0.0.1:{port}")
        limits = {"DOCGEN_HOME": home, "DOCGEN_RATE": "1000000"}
        service = running(["api.serve", *options, "wsgi:app"], port, **limits)
        with service as server, pulse(port, told):
            for name, (count, send) in SORTS.items():
                if asked.only in (None, name):
                    began = time.monotonic()
                    tally = send(
                        engine, max(1, round(count * asked.share)), asked.seed, server, key
                    )
                    told[name] = {
                        **tally.outcomes, "slowest": round(tally.slowest, 2),
                        "minutes": round((time.monotonic() - began) / 60, 1),
                        "faults": tally.faults[:50],
                    }  # fmt: skip
                    print(json.dumps({name: told[name]}, ensure_ascii=False), flush=True)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    faulty = any(told[name]["faults"] for name in told if name != "healthz")
    return int(faulty or told["healthz"]["slowest"] > 1 or told["healthz"]["unanswered"] > 0)


if __name__ == "__main__":
    sys.exit(main())
