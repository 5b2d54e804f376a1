"""`docgen batch --scheduler`: real processes, lost in the middle, the same bag in the end."""

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest

from docgen import Engine, Settings
from docgen.batch.chunk import Order
from docgen.batch.crew import ClusterError
from docgen.batch.far import open_cluster
from docgen.batch.plan import Plan
from docgen.errors import ExitCode
from tests.docgen.batch.batches import (
    await_documents,
    documents,
    finish,
    start,
    tree,
    wholeness,
    write_mixed,
)
from tests.docgen.batch.clusters import Cluster, Networks
from tests.docgen.batch.test_run import go

pytestmark = pytest.mark.xdist_group("pool")
COUNT = 48
soak_only = pytest.mark.skipif(not os.environ.get("DOCGEN_SOAK"), reason="make soak")
needs_namespaces = pytest.mark.skipif(not Networks.possible(), reason="no network namespaces")
PDF = Order(("pdf",), "archive")


@pytest.fixture
def source(engine: Engine, tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    write_mixed(engine, tmp_path / "in/cases.jsonl", COUNT)
    return tmp_path / "in/cases.jsonl"


def compare(engine: Engine, source: Path, out: Path, digest: str) -> None:
    """Compare a bag that was made far away with one made here."""
    near = source.parents[1] / "near"
    assert go(Plan(source, near, PDF), engine).content_sha256 == digest
    assert tree(out / "bag") == tree(near / "bag")
    assert not any(wholeness(source, out).values())


def test_a_worker_lost_in_the_middle_costs_a_retry_and_no_byte(
    engine: Engine, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "far"
    with Cluster(tmp_path / "cluster") as cluster:
        process = start(source, out, "--scheduler", cluster.address)
        await_documents(out, 5, process)
        cluster.kill(cluster.workers[0])
        code, summary, said = finish(process)
    assert code == 0, said
    compare(engine, source, out, summary["content_sha256"])


@soak_only
def test_a_scheduler_lost_costs_a_restart_of_the_command(
    engine: Engine, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "far"
    with Cluster(tmp_path / "cluster") as cluster:
        process = start(source, out, "--scheduler", cluster.address)
        await_documents(out, 20, process)
        cluster.kill(cluster.scheduler)
        code, _, said = finish(process)
    assert code == ExitCode.busy, said
    assert "再运行同一命令，会接着做" in said
    with Cluster(tmp_path / "again") as cluster:
        code, summary, said = finish(start(source, out, "--scheduler", cluster.address))
    assert code == 0, said
    assert summary["rendered"] < COUNT
    compare(engine, source, out, summary["content_sha256"])


@soak_only
@needs_namespaces
def test_machines_with_networks_of_their_own_and_one_unplugged(
    engine: Engine, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "far"
    impatient = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
                 "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s"}  # fmt: skip
    with Networks(2) as networks:
        prefixes = [[], *networks.prefixes]
        with Cluster(
            tmp_path / "cluster", host=networks.host, prefixes=prefixes, environment=impatient
        ) as cluster:
            process = start(source, out, "--scheduler", cluster.address)
            await_documents(out, 5, process)
            networks.unplug(0)
            code, summary, said = finish(process)
    assert code == 0, said
    compare(engine, source, out, summary["content_sha256"])


def test_a_machine_with_other_templates_renders_nothing(
    engine: Engine, source: Path, tmp_path: Path, settings: Settings
) -> None:
    other = tmp_path / "templates"
    shutil.copytree(settings.templates, other)
    with (other / "html/_layout.html").open("a", encoding="utf-8") as file:
        file.write("{# another #}\n")
    there = {"DOCGEN_TEMPLATES": str(other)}
    with Cluster(tmp_path / "cluster", workers=1, environment=there) as cluster:
        code, _, said = finish(start(source, tmp_path / "far", "--scheduler", cluster.address))
    assert code == ExitCode.busy
    assert "与本机不同：模板" in said
    assert documents(tmp_path / "far") == []


def test_without_dask_the_message_says_what_to_install(
    engine: Engine, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "docgen.batch.cluster", raising=False)
    plan = Plan(source, tmp_path / "far", PDF)
    with pytest.raises(ClusterError, match=r"docgen\[cluster\]"):
        open_cluster("tcp://127.0.0.1:1", plan, engine, 30)


def test_a_scheduler_nobody_started_is_named(source: Path, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
        code, _, said = finish(start(source, tmp_path / "far", "--scheduler", address))
    assert code == ExitCode.busy
    assert address in said
