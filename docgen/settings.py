"""Settings: read from the environment once, by whoever owns the process, and passed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from docgen.errors import SettingsError

# Nobody has more cores, and no document is worth more seconds.
MOST = 512
# A program that calls as fast as one core can answer.
MOST_RATE = 1_000_000
Network = IPv4Network | IPv6Network
THIS_MACHINE: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1"))
MOST_DAYS = 3650
NO_SUB_PATH = (
    "本系统不能放在网址的子路径下，请在反向代理上给它一个自己的域名或端口，"
    "去掉 DOCGEN_PREFIX 和 X-Forwarded-Prefix。"
)
# How many documents may wait for a worker of the service before the next is refused.
BACKLOG = 32
# How many callers may wait for news at once, each with a thread of the server.
WAITING = 24


# Below the data folder: what was issued, and the sets of templates that it was printed with.
STORE_NAME = "store"
# Beside it: the house facts as they were saved on the page, a file for each time.
HOUSES = "house"


@dataclass(frozen=True, slots=True)
class Ages:
    """How long what is no record is kept: since its last change, or its end, or its beginning."""

    drafts: timedelta = timedelta(days=365)
    batches: timedelta = timedelta(days=90)
    answers: timedelta = timedelta(hours=24)
    session: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are.

    `home` holds what an office must keep, `cache` what can be made again (prepared faces),
    `templates` the folder with `docx/` and `html/`, `edited` the one that a program which runs on
    copied them from (None: they are read where they lie), `kinds` the folder with the office's own
    kinds (None: it has none) and `edited_kinds` the one that these were copied from, `house` the
    house file, the one saved last on the page before that of `DOCGEN_HOUSE` (None: the invented
    bureau), `fonts` a folder with the office's own faces,
    `calendars` one with its own calendars, `database_url` the register's database (empty: SQLite in
    `home`), `secret_key` what signs sessions; it has no default. The service renders with `workers`
    processes and gives a document `deadline` seconds; one key or person may call it `rate` times a
    minute. What connects from `proxies` speaks for the client that it names. `witness` is the file
    or address that is told every `witness_minutes` what the last entry of the trail is, signed with
    what the file `witness_key` holds. `scheduler` is the address of the dask scheduler that batches
    go to (empty: none). With `demo` documents are issued for the invented bureau too. `ages` says
    how long what is no record is kept.
    """

    home: Path
    cache: Path
    templates: Path
    edited: Path | None = None
    kinds: Path | None = None
    edited_kinds: Path | None = None
    house: Path | None = None
    fonts: Path | None = None
    calendars: Path | None = None
    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    workers: int = 2
    deadline: float = 30.0
    rate: int = 1200
    scheduler: str = ""
    proxies: tuple[Network, ...] = THIS_MACHINE
    witness: str = ""
    witness_minutes: float = 60.0
    witness_key: Path | None = None
    demo: bool = False
    ages: Ages = field(default_factory=Ages)

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read `DOCGEN_*`; only `api.service` and the command line call this."""
        env = os.environ if environment is None else environment
        cache = env.get("XDG_CACHE_HOME") or str(Path(env.get("HOME") or ".") / ".cache")

        def folder(name: str) -> Path | None:
            value = env.get(name)
            if value and not Path(value).exists():
                raise SettingsError(f"{name} 指向的路径不存在，请改正或去掉这一设置。")
            return Path(value) if value else None

        def number(name: str, default: float, most: int = MOST) -> float:
            try:
                value = float(env.get(name) or default)
            except ValueError:
                value = 0
            if not 1 <= value <= most:
                raise SettingsError(f"{name} 应当是 1 到 {most} 的数，请改正或去掉这一设置。")
            return value

        if (env.get("DOCGEN_PREFIX") or "/").strip("/"):
            raise SettingsError(NO_SUB_PATH)
        home = Path(env.get("DOCGEN_HOME") or "docgen-data")
        added = home / "calendars"
        return cls(
            home=home,
            cache=Path(env.get("DOCGEN_CACHE") or Path(cache) / "docgen"),
            templates=folder("DOCGEN_TEMPLATES") or shipped("templates"),
            edited=folder("DOCGEN_EDITED"),
            kinds=folder("DOCGEN_KINDS"),
            edited_kinds=folder("DOCGEN_EDITED_KINDS"),
            house=saved_house(home) or folder("DOCGEN_HOUSE"),
            fonts=folder("DOCGEN_FONTS"),
            calendars=folder("DOCGEN_CALENDARS") or (added if added.is_dir() else None),
            workers=int(number("DOCGEN_WORKERS", 2)),
            deadline=number("DOCGEN_DEADLINE", 30),
            rate=int(number("DOCGEN_RATE", 1200, MOST_RATE)),
            database_url=env.get("DOCGEN_DATABASE_URL", ""),
            secret_key=env.get("DOCGEN_SECRET_KEY", ""),
            scheduler=env.get("DOCGEN_SCHEDULER", ""),
            witness=env.get("DOCGEN_WITNESS", ""),
            witness_minutes=number("DOCGEN_WITNESS_MINUTES", 60, 1440),
            witness_key=folder("DOCGEN_WITNESS_KEY"),
            proxies=THIS_MACHINE + _networks(env.get("DOCGEN_PROXIES", "")),
            demo=env.get("DOCGEN_DEMO") == "1",
            ages=Ages(
                drafts=timedelta(days=number("DOCGEN_DRAFT_DAYS", 365, MOST_DAYS)),
                batches=timedelta(days=number("DOCGEN_BATCH_DAYS", 90, MOST_DAYS)),
                answers=timedelta(hours=number("DOCGEN_ANSWER_HOURS", 24, MOST_DAYS)),
                session=timedelta(hours=number("DOCGEN_SESSION_HOURS", 12, 24)),
            ),
        )


def saved_house(home: Path) -> Path | None:
    """Return the house facts that an office last saved on the page, None where it never did.

    Their files bear the moment as their name, so the last name is the last state.
    """
    return max((home / HOUSES).glob("*.toml"), default=None, key=lambda each: each.name)


def _networks(given: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in given.split(",") if each.strip())
    except ValueError:
        raise SettingsError(
            "DOCGEN_PROXIES 应当是反向代理的地址或网段，用逗号隔开，请改正或去掉这一设置。"
        ) from None


def shipped(name: str) -> Path:
    """Return a data folder that came with docgen: `templates`, `corpus`, `official`, `guide`.

    A wheel carries them in `docgen/share/`; a checkout has them beside the packages.
    """
    package = Path(str(files("docgen")))
    in_checkout = {
        "templates": "templates",
        "corpus": "tests/corpus",
        "official": "tests/official",
        "guide": "docs",
    }[name]
    for folder in (package / "share" / name, package.parent / in_checkout):
        if folder.is_dir():
            return folder
    raise SettingsError(f"找不到随程序安装的 {name} 文件夹，请重新安装 docgen。")
