"""Settings: read from the environment once, by whoever owns the process, and passed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from docgen.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are.

    `home` holds what an office must keep, `cache` what can be made again (prepared faces),
    `templates` the folder with `docx/` and `html/`, `house` the house file (None: the invented
    bureau), `fonts` a folder with the office's own faces, `calendars` one with its calendars,
    `database_url` the register's database (empty: SQLite in `home`), `secret_key` what signs
    sessions; it has no default.
    """

    home: Path
    cache: Path
    templates: Path
    house: Path | None = None
    fonts: Path | None = None
    calendars: Path | None = None
    database_url: str = ""
    secret_key: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read `DOCGEN_*`; only `wsgi.py` and the command line call this."""
        env = os.environ if environment is None else environment
        cache = env.get("XDG_CACHE_HOME") or str(Path(env.get("HOME", "/tmp")) / ".cache")

        def folder(name: str) -> Path | None:
            value = env.get(name)
            if value and not Path(value).exists():
                raise SettingsError(f"{name} 指向的路径不存在，请改正或去掉这一设置。")
            return Path(value) if value else None

        return cls(
            home=Path(env.get("DOCGEN_HOME") or "docgen-data"),
            cache=Path(env.get("DOCGEN_CACHE") or Path(cache) / "docgen"),
            templates=folder("DOCGEN_TEMPLATES") or shipped("templates"),
            house=folder("DOCGEN_HOUSE"),
            fonts=folder("DOCGEN_FONTS"),
            calendars=folder("DOCGEN_CALENDARS"),
            database_url=env.get("DOCGEN_DATABASE_URL", ""),
            secret_key=env.get("DOCGEN_SECRET_KEY", ""),
        )


def shipped(name: str) -> Path:
    """Return a data folder that came with docgen: `templates` or `corpus`.

    A wheel carries them in `docgen/share/`; a checkout has them beside the packages.
    """
    package = Path(str(files("docgen")))
    in_checkout = {"templates": "templates", "corpus": "tests/corpus"}[name]
    for folder in (package / "share" / name, package.parent / in_checkout):
        if folder.is_dir():
            return folder
    raise SettingsError(f"找不到随程序安装的 {name} 文件夹，请重新安装 docgen。")
