"""Walk the rescues of the operations manual as an operator does, by commands, and show what came.

    python -m tools.drills [DRILL]... > docs/drills.zh-CN.md

Each drill has an office of its own, issues real documents, spoils something, and does what the
manual says. It ends with the numbers on all papers ever printed; one number on two fails. Needs an
account that may mount a disk and run PostgreSQL; what cannot be tried here is said.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.render.font_sources import find_candidates, machine_folders
from docgen.render.font_store import RECORD, known_faces, write_record
from docgen.settings import shipped
from tests.docgen.register.postgres import find_server, frozen, running

KIND, OFFICER = "non_acceptance_notice", "何静远"
SECONDS = 300


class DrillFailedError(Exception):
    """A drill did not end as the manual promises."""


class Office:
    """An invented office below `root`: its data folder, its papers, and what is typed there."""

    def __init__(self, root: Path, database_url: str = "") -> None:
        self.root, self.home = root, root / "data"
        self.papers: list[str] = []
        self.environment = os.environ | {
            "DOCGEN_HOME": str(self.home), "DOCGEN_DATABASE_URL": database_url, "DOCGEN_DEMO": "1",
        }  # fmt: skip
        case = json.loads((shipped("corpus") / KIND / "typical.json").read_bytes())
        case.pop("document_number", None)
        case["delivery"] = None
        (root / "case.json").write_text(json.dumps(case), "utf-8")

    def run(self, line: str, *, shown: bool = True) -> tuple[int, str]:
        """Type a line of `docgen`; return its exit code and what it said."""
        command = [sys.executable, "-m", "docgen.cli", *line.split()]
        done = subprocess.run(  # noqa: S603
            command, env=self.environment, cwd=self.root, capture_output=True, text=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        if shown:
            self.show(f"docgen {line}", done.returncode, said)
        return done.returncode, said

    def show(self, line: str, code: int, said: str) -> None:
        """Print what was typed and what came, without anything of this machine or this minute."""
        said = said.replace(str(self.root), "/srv")
        said = re.sub(r"\b[0-9a-f]{64}\b", "‹摘要›", said)
        said = re.sub(r"\b[0-9a-f]{32}\b", "‹编号›", said)
        said = re.sub(r"\d{8}T\d{6}Z", "‹时刻›", said)
        told = "".join(f"{each}\n" for each in said.strip().splitlines())
        print(f"$ {line}\n{told}" + (f"（退出码 {code}）\n" if code else ""), end="")

    def issue(self, *, shown: bool = True) -> str:
        """Issue one paper; return its number, empty where it was refused."""
        code, said = self.run(f"register issue {KIND} case.json --by {OFFICER}", shown=shown)
        number = said.split("  ")[0] if code == 0 else ""
        self.papers += [number] if number else []
        return number

    def begin(self, papers: int = 2) -> None:
        """Set the office up and print a few papers."""
        self.run("register upgrade")
        self.run(f"users add {OFFICER} --role officer --no-password", shown=False)
        for _ in range(papers):
            self.issue()

    def end(self, *, faults: bool = False) -> None:
        """Check that the office goes on with a number nobody has."""
        if not self.issue():
            raise DrillFailedError("nothing is issued after the rescue")
        self.run("register gaps")
        code, _ = self.run("register audit")
        twice = sorted({each for each in self.papers if self.papers.count(each) > 1})
        print(f"# 纸面上的全部文号：{'、'.join(self.papers)}")
        if twice or (code and not faults):
            raise DrillFailedError(f"numbers twice: {twice}, audit {code}")
        print("# 没有一个文号在两份文书上。")


def failover(root: Path) -> None:
    """Let the database switch to a copy that lags behind."""
    office = Office(root)
    office.begin()
    database = office.home / "register.sqlite3"
    _settle(database)
    shutil.copy(database, root / "lagging")
    office.issue()
    _comment("数据库换成落后的副本，存放处还在：")
    _settle(database)
    shutil.copy(root / "lagging", database)
    _expect(office.issue() == "", "a database gone back issues")
    office.run("register resume --reason 切换到了落后的备机")
    office.end()


def snapshot(root: Path) -> None:
    """Put the whole machine back to a snapshot."""
    office = Office(root)
    office.begin()
    _settle(office.home / "register.sqlite3")
    shutil.copytree(office.home, root / "snapshot")
    witness = root / "witness.jsonl"
    office.environment |= {"DOCGEN_WITNESS": str(witness)}
    office.issue()
    office.run("register witness --to witness.jsonl")
    _comment("整个数据文件夹退回快照，数据库和存放处一样旧；只有别处的见证和纸面知道：")
    shutil.rmtree(office.home)
    shutil.copytree(root / "snapshot", office.home)
    code, _ = office.run("register audit --witness witness.jsonl")
    _expect(code != 0, "the witness does not tell of a snapshot")
    code, _ = office.run("serve --demo")
    _expect(code != 0, "the service starts against its witness")
    last = office.papers[-1].split("第")[1].removesuffix("号")
    office.run(f"register resume --reason 退回了快照 --kind {KIND} --year 2026 --up-to {last}")
    _expect(len(witness.read_text("utf-8").splitlines()) == 2, "the witness is not told of resume")
    office.end()


def loss(root: Path) -> None:
    """Lose everything but a backup."""
    office = Office(root)
    office.begin()
    office.run("register backup backup")
    office.run("register backup --check backup")
    office.issue()
    _comment("数据文件夹全部丢失：")
    shutil.rmtree(office.home)
    office.run("register restore backup")
    _expect(office.issue() == "", "a restored register issues before resume")
    last = office.papers[-1].split("第")[1].removesuffix("号")
    office.run(f"register resume --reason 恢复备份 --kind {KIND} --year 2026 --up-to {last}")
    office.end()


def upgrade(root: Path) -> None:
    """Cut the power within an upgrade."""
    office = Office(root)
    office.begin()
    database = office.home / "register.sqlite3"
    _make_older(database)
    code, _ = office.run("register list")
    _expect(code != 0, "a read command took an older register")
    for delay in (0.6, 0.9, 1.2):
        process = subprocess.Popen(
            [sys.executable, "-m", "docgen.cli", "register", "upgrade"], env=office.environment,
            cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(delay)
        process.kill()
        process.wait()
    _comment("升级中途断电三次，再运行一次：")
    office.run("register upgrade")
    office.end()


def full_disk(root: Path) -> None:
    """Fill the disk."""
    with _disk(root / "data", "24m"):
        office = Office(root)
        office.begin()
        ballast = office.home / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                _comment("磁盘写满：")
        _expect(office.issue() == "", "a full disk takes a document")
        ballast.unlink()
        _comment("腾出空间：")
        office.run("register recover")
        office.end()


def frozen_database(root: Path) -> None:
    """Stop PostgreSQL without ending it."""
    programs = find_server()
    if programs is None:
        _comment("这台机器上没有 PostgreSQL，没有演练。")
        return
    with running(programs) as url:
        office = Office(root, url)
        office.begin()
        with frozen(url):
            _comment("PostgreSQL 停住不动：")
            began = time.monotonic()
            _expect(office.issue() == "", "a frozen database takes a document")
            waited = time.monotonic() - began
            # The program's own start is in it.
            _expect(waited < 60, f"waited {waited:.0f} s for a frozen database")
        _comment("PostgreSQL 恢复：")
        office.run("register recover")
        office.end()


def moved_image(root: Path) -> None:
    """Change the times of all fonts, on a read-only root."""
    office = Office(root)
    office.begin(0)
    cache = root / "cache"
    made = Path(os.environ.get("DOCGEN_CACHE") or Path.home() / ".cache/docgen") / "faces"
    with _disk(cache, "200m"):
        shutil.copytree(made, cache / "faces")
        # As the image's build leaves it: the faces, and what they were made from.
        fonts = find_candidates(None, machine_folders())
        write_record(cache / "faces", fonts, known_faces(cache / "faces"))
        record = cache / "faces" / RECORD
        said = json.loads(record.read_bytes())
        for each in said["candidates"]:
            each[2] += 999
        record.write_text(json.dumps(said), "utf-8")
        _mount("-o", "remount,ro", str(cache))
        office.environment |= {"DOCGEN_CACHE": str(cache)}
        code, said_by_doctor = office.run("doctor", shown=False)
        last = said_by_doctor.strip().splitlines()[-1]
        office.show("docgen doctor | tail -1", code, last)
        _expect(code == 0, said_by_doctor)
        office.end()


DRILLS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "failover": ("数据库切换到落后的备机", failover),
    "snapshot": ("整台机器退回快照", snapshot),
    "loss": ("磁盘损坏，从备份恢复", loss),
    "upgrade": ("升级到一半断电", upgrade),
    "full-disk": ("磁盘满", full_disk),
    "frozen-database": ("数据库没有回应", frozen_database),
    "moved-image": ("镜像经过仓库，字体的时间变了，根文件系统只读", moved_image),
}


def _settle(database: Path) -> None:
    """Bring everything of a SQLite database into its one file, as a stopped service leaves it."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _make_older(database: Path) -> None:
    """Take away what the last revision brought."""
    connection = sqlite3.connect(database, isolation_level=None)
    for column in ("hidden", "merge", "merge_by", "retention", "size", "deaths", "rows"):
        connection.execute(f"ALTER TABLE batches DROP COLUMN {column}")
    connection.execute("UPDATE alembic_version SET version_num = '0006'")
    connection.close()


@contextmanager
def _disk(place: Path, size: str) -> Iterator[None]:
    place.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S603, S607


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)  # noqa: S603, S607


def _expect(claim: bool, otherwise: str) -> None:
    if not claim:
        raise DrillFailedError(otherwise)


def _comment(words: str) -> None:
    print(f"# {words}")


def main() -> int:
    """Walk the drills named, or all."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    print("# 演练记录\n\n`python -m tools.drills` 按运维手册走一遍各种补救，下面是它的输出。")
    for name in sys.argv[1:] or DRILLS:
        title, walk = DRILLS[name]
        print(f"\n## {title}\n\n```text", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            walk(Path(folder))
        print("```", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
