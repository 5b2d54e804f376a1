"""Commands about the installation: are the templates sound, is the machine fit, show me, serve."""

import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from docgen.archive.verify import Verdict, verify_pdf
from docgen.case.payload import read_payload
from docgen.cli.cases import json_option
from docgen.cli.doctor import ready_faces
from docgen.cli.door import first_link
from docgen.cli.output import say_json, write_file
from docgen.cli.register_upgrade import say, upgraded
from docgen.engine import FORMATS, Engine, assemble
from docgen.errors import ExitCode, InvalidCaseError, RenderError
from docgen.house import shipped_house
from docgen.kinds.corpus import Sample, find_refusals, find_samples
from docgen.kinds.flaw import Flaw
from docgen.photo.folder import FolderPhotos
from docgen.proof.given import misplaced, with_file, with_folder
from docgen.proof.opening import flaws_of, open_engine
from docgen.proof.papers import corpora_of
from docgen.settings import BACKLOG, MOST, WAITING, Settings
from docgen.template.frozen import freeze
from docgen.word.sound import opened


@click.command(
    help="检查文书种类：名称、必填项、模板，并把示例和全部案例做一遍。不写检查全部；"
    "也可以写一个改过的模板文件，或者一个模板文件夹。"
)
@click.argument("given", nargs=-1, metavar="[KIND|文件|文件夹]...")
@json_option
def lint(given: tuple[str, ...], as_json: bool) -> None:
    """Prove kinds whole: their declarations, their templates, their example and their corpus."""
    engine = assemble()
    flaws: list[Flaw] = []
    proved: list[str] = []
    for each in given or engine.catalogue:
        with _at_hand(engine, each) as (then, kinds, told):
            proved += kinds
            flaws += [*told, *(flaw for kind in kinds for flaw in flaws_of(then, kind))]
    flaws = list(dict.fromkeys(flaws))
    if as_json:
        say_json(
            [{"file": flaw.file, "place": flaw.place, "detail": flaw.detail} for flaw in flaws]
        )
    else:
        for flaw in flaws:
            click.echo(str(flaw), err=True)
        click.echo(f"检查了 {len(proved)} 种文书，有 {len(flaws)} 处问题。")
    if flaws:
        sys.exit(ExitCode.bad_catalogue)


@contextmanager
def _at_hand(engine: Engine, given: str) -> Iterator[tuple[Engine, list[str], list[Flaw]]]:
    """Give the kinds that a name, a template or a folder is about, the engine to prove them on."""
    path = Path(given)
    if given not in engine.catalogue and not path.exists() and (path.suffix or "/" in given):
        raise click.UsageError(f"没有这个文件或文件夹：{given}")
    if given in engine.catalogue or not path.exists():
        _ = engine.catalogue.files(given)  # An unknown name is told with those there are.
        yield engine, [given], []
        return
    from docgen.look.trial import touched  # noqa: PLC0415 - draws pages

    if path.is_dir():
        with with_folder(engine, path) as then:
            yield then, touched(engine, then), misplaced(engine, path)
        return
    with with_file(engine, path) as then:
        named = [path.stem] if path.stem in engine.catalogue else touched(engine, then)
        yield then, named, []


@click.command(help="用随程序的案例生成全部种类的 Word、HTML 和 PDF，并逐份检查。")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@click.option("--kind", "only", multiple=True, help="只生成这一种，可重复。")
def demo(out: Path, only: tuple[str, ...]) -> None:
    """Render the corpus and check what came out."""
    began = time.monotonic()
    # The corpus is of the invented bureau, whoever the office is.
    engine = open_engine(kinds=only).with_house(shipped_house())
    kinds = only or tuple(engine.catalogue)
    corpora = {kind: corpora_of(engine, kind) for kind in kinds}
    samples = [
        sample
        for kind in kinds
        for corpus in corpora[kind]
        for sample in find_samples(corpus, [kind])
    ]
    refusals = [
        sample
        for kind in kinds
        for corpus in corpora[kind]
        for sample in find_refusals(corpus, [kind])
    ]
    ready_faces(engine.settings)
    with _progress() as progress:
        work = progress.add_task("生成", total=len(samples) * len(FORMATS))
        for sample in samples:
            _render_sample(engine, sample, out)
            progress.advance(work, len(FORMATS))
        proofs = [_proved(engine, sample) for sample in samples]
        refused = [_refused(engine, sample) for sample in refusals]
    click.echo(
        f"{len(samples)} 个案例生成了 {len(samples) * len(FORMATS)} 份文书，"
        f"在 {out.absolute()}；用时 {time.monotonic() - began:.0f} 秒。"
    )
    click.echo(f"归档件核验：{sum(proofs)}/{len(proofs)} 份与重新生成的逐字节相同。")
    click.echo(f"应当拒绝的案例：{sum(refused)}/{len(refused)} 个被拒绝，并指出了应指出的错误。")
    click.echo(
        "启动服务：在源码目录运行 make serve，或运行 docgen serve；然后打开 http://127.0.0.1:8000/"
    )
    if not (all(proofs) and all(refused)):
        sys.exit(ExitCode.failed)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _render_sample(engine: Engine, sample: Sample, out: Path) -> None:
    payload = read_payload(sample.path.read_bytes())
    for format in FORMATS:
        document = engine.render(
            sample.kind, payload, format, files=FolderPhotos(sample.path.parent)
        )
        if format == "docx" and (faults := opened(document.content)):
            raise RenderError(f"{sample.id} 的 Word 文件打不开：{faults[0]}。")
        write_file(out / sample.kind / f"{sample.path.stem}.{format}", document.content)


def _proved(engine: Engine, sample: Sample) -> bool:
    """Tell whether a sample's archive copy proves itself."""
    payload = read_payload(sample.path.read_bytes())
    archived = engine.render(
        sample.kind, payload, copy="archive", files=FolderPhotos(sample.path.parent)
    )
    return verify_pdf(engine, archived.content).verdict is Verdict.identical


def _refused(engine: Engine, sample: Sample) -> bool:
    """Tell whether a sample is refused with exactly the errors it names."""
    wanted = read_payload(sample.path.read_bytes())
    try:
        engine.check(
            sample.kind,
            wanted["payload"],
            copy=wanted.get("copy", "delivery"),
            files=FolderPhotos(sample.path.parent.parent),
        )
    except InvalidCaseError as fault:
        found = {(finding.pointer, finding.code) for finding in fault.findings}
        return found == {(each["pointer"], each["code"]) for each in wanted["expect"]}
    return False


@click.command(help="启动服务：网页在 /，接口说明在 /v1/docs；默认只在本机监听。")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, MOST), help="渲染进程数，默认 2。")
@click.option("--deadline", type=click.FloatRange(1, MOST), help="每份文书最多用几秒，默认 30。")
@click.option(
    "--upgrade",
    "to_upgrade",
    is_flag=True,
    help="启动前升级登记簿（先备份），没有表的数据库由它建立。",
)
@click.option("--demo", "to_show", is_flag=True, help="演示：也为随程序的示例机关出具文书。")
def serve(
    host: str, port: int, workers: int | None, deadline: float | None, *, to_upgrade: bool,
    to_show: bool,
) -> None:  # fmt: skip
    """Start the service; beyond this machine only with accounts and a secret."""
    chosen = {
        "DOCGEN_WORKERS": workers, "DOCGEN_DEADLINE": deadline, "DOCGEN_DEMO": int(to_show),
    }  # fmt: skip
    environment = os.environ | {name: str(value) for name, value in chosen.items() if value}
    settings = freeze(Settings.from_env(environment))
    # All processes of the service, the later ones too, work with the templates of this moment.
    environment |= {
        "DOCGEN_TEMPLATES": str(settings.templates), "DOCGEN_EDITED": str(settings.edited),
    }  # fmt: skip
    if settings.kinds:
        environment |= {
            "DOCGEN_KINDS": str(settings.kinds), "DOCGEN_EDITED_KINDS": str(settings.edited_kinds),
        }  # fmt: skip
    if to_upgrade:
        say(upgraded(settings))
    link = first_link(settings, host)
    open_engine(settings)  # say what is wrong here, in words, rather than in a worker's log
    ready_faces(settings)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    click.echo(f"正在启动，用浏览器打开 http://{address}/ ，接口说明在 /v1/docs ，按 Ctrl-C 停止。")
    if link:
        click.echo("还没有账号，本机上谁都能用。建立管理员账号（30 分钟内有效，只能用一次）：")
        click.echo(f"  http://{address}/sign-in?link={link}")
    # -P: what lies in the folder one happens to stand in is no part of the service.
    command = [sys.executable, "-P", "-m", "api.serve", *server_options(settings, address)]
    os.execve(sys.executable, [*command, "api.service:app"], environment)  # noqa: S606


def server_options(settings: Settings, address: str) -> list[str]:
    """Return the server's options for one process whose threads wait for the render pool.

    More threads than documents may run and wait, and callers wait for news, so that a refusal or a
    check never stands in line behind them; and more patience at the end than a document has.
    """
    threads = settings.workers + BACKLOG + WAITING + 8
    patience = math.ceil(settings.deadline) + 10
    return ["--bind", address, "--threads", str(threads), "--grace", str(patience)]
