"""What an installation has and lacks, in words: for `docgen doctor` and the administrator."""

import ctypes
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from docgen import __version__
from docgen.engine import Engine
from docgen.render.font_sources import FREE_FACES, ROLE_TITLES
from docgen.settings import Settings
from docgen.template.frozen import changed_since, digest_of, read_set
from schemas.ground.base import Record

if TYPE_CHECKING:
    from docgen.render.fonts import FaceSet

# What WeasyPrint opens on Linux, and the Debian package that brings it.
LIBRARIES: Mapping[str, str] = MappingProxyType(
    {
        "libgobject-2.0.so.0": "libglib2.0-0",
        "libpango-1.0.so.0": "libpango-1.0-0",
        "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
        "libharfbuzz.so.0": "libharfbuzz0b",
        "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
        "libfontconfig.so.1": "libfontconfig1",
    }
)


def missing_libraries() -> list[str]:
    """Say which system library is not there and which package brings it; nothing off Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [
        f"缺少系统库 {name}，请安装软件包 {package}。"
        for name, package in LIBRARIES.items()
        if not _opens(name)
    ]


def lesser_faces(faces: "FaceSet") -> list[str]:
    """Say which role another face has to serve, for want of its own, and which package brings it.

    A role served by the office's own face wants nothing.
    """
    known = {face.file for free in FREE_FACES.values() for face in free}
    told = []
    for role, (best, *_) in FREE_FACES.items():
        face = faces.faces.get(role)
        if face and (face.source.name == best.file or face.source.name not in known):
            continue
        instead = f"改用了 {face.source_family}" if face else "没有可以代替的"
        told.append(
            f"{ROLE_TITLES[role]}缺少字体 {best.file}，{instead}；请安装软件包 {best.package}。"
        )
    return told


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def installation_facts(settings: Settings, engine: Engine) -> Mapping[str, str]:
    """Return the facts of an installation by their Chinese names."""
    return {
        "程序版本": __version__,
        "数据文件夹": str(settings.home.absolute()),
        "模板文件夹": str(settings.edited or settings.templates),
        "模板": _templates(settings),
        "内部设置": str(settings.house or "随程序的示例机关（正式使用前请设置 DOCGEN_HOUSE）"),
        "发文机关": engine.house.authority.name,
        "相对集中行政处罚权依据": engine.house.centralised_penalty_basis
        or "未填写，移送综合执法机关的函只引用程序规定；请法制机构确认后补入内部设置",
        "服务合同": "；".join(map(_contract, engine.house.contracts)) or "未登记",
        "登记簿": _database(settings),
        "会话密钥": "已设置"
        if settings.secret_key
        else "未设置 DOCGEN_SECRET_KEY，重启后须重新登录",
        "自备字体": str(settings.fonts or "未设置 DOCGEN_FONTS，使用自由字体"),
        "自己的文书种类": _own_kinds(settings, engine),
        "自备历法": str(settings.calendars or "未设置 DOCGEN_CALENDARS，只用随程序的"),
        "历法": engine.law.calendar.version,
        "文书种类": f"{len(engine.catalogue)} 种，模板和示例均可用",
        "字体摘要": engine.faces.digest,
        "渲染进程": f"{settings.workers} 个，每份文书至多 {settings.deadline:g} 秒",
        "调用频率": f"每个密钥或账号每分钟至多 {settings.rate} 次",
        "反向代理": "、".join(map(str, settings.proxies)),
        "见证": settings.witness or "未设置 DOCGEN_WITNESS，审计记录只能证明自己前后一致",
        "批处理": settings.scheduler or "在本机进行（未设置 DOCGEN_SCHEDULER）",
        "缓存文件夹": str(settings.cache),
    }


def _templates(settings: Settings) -> str:
    """Return which set of templates is in use, and what was edited since it was read."""
    digest = digest_of(read_set(settings.templates))[:16]
    if changed := changed_since(settings):
        return f"{digest}（启动以后改动过、还没有使用：{'、'.join(changed)}；重新启动后生效）"
    return digest


def _own_kinds(settings: Settings, engine: Engine) -> str:
    """Return which kinds the office declares itself."""
    if settings.kinds is None:
        return "未设置 DOCGEN_KINDS，只有随程序的"
    names = [name for name in engine.catalogue if engine.catalogue.is_own(name)]
    return f"{settings.edited_kinds or settings.kinds}：{'、'.join(names) or '没有'}"


def _contract(contract: Record) -> str:
    """Return a contract's code and what a settlement under it would leave for a pen."""
    missing = [
        words
        for words, there in (
            ("合同编号", contract.number),
            ("甲方统一社会信用代码", contract.buyer.credit_code),
            ("合同条款", contract.clauses),
        )
        if not there
    ]
    return f"{contract.code}（待补：{'、'.join(missing)}）" if missing else str(contract.code)


def _database(settings: Settings) -> str:
    """Return where the register lies, without the password that the address may hold."""
    if not settings.database_url:
        return "数据文件夹里的 SQLite"
    try:
        return make_url(settings.database_url).render_as_string(hide_password=True)
    except ArgumentError:
        return "DOCGEN_DATABASE_URL 不是数据库地址，请改正或去掉这一设置"
