"""What an installation has and lacks, in words: for `docgen doctor` and the administrator."""

from collections.abc import Mapping

from docgen import __version__
from docgen.engine import Engine
from docgen.settings import Settings


def installation_facts(settings: Settings, engine: Engine) -> Mapping[str, str]:
    """Return the facts of an installation by their Chinese names."""
    return {
        "程序版本": __version__,
        "数据文件夹": str(settings.home.absolute()),
        "模板文件夹": str(settings.templates),
        "内部设置": str(settings.house or "随程序的示例机关（正式使用前请设置 DOCGEN_HOUSE）"),
        "发文机关": engine.house.authority.name,
        "自备字体": str(settings.fonts or "未设置 DOCGEN_FONTS，使用自由字体"),
        "历法": engine.law.calendar.version,
        "文书种类": f"{len(engine.catalogue)} 种，模板和示例均可用",
        "字体摘要": engine.faces.digest,
    }
