"""Find which font file on this machine serves which role of a Chinese official document."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from fontTools.ttLib import TTCollection, TTFont, TTLibError

LOGGER = logging.getLogger("docgen.fonts")

# 仿宋 for the body, 小标宋 for titles, 黑体 and 楷体 for headings of the first and second level
# (GB/T 9704-2012), 宋体 for page numbers and tables, and a face for ☑ ☒ ✓ and the like.
ROLES = ("fangsong", "song", "title", "hei", "kai", "symbols")

FAMILIES: Mapping[str, str] = MappingProxyType({
    "fangsong": "Docgen FangSong",
    "song": "Docgen Song",
    "title": "Docgen Title",
    "hei": "Docgen Hei",
    "kai": "Docgen Kai",
    "symbols": "Docgen Symbols",
})

# How the offices' own faces call themselves in their name tables, best first.
OFFICE_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "fangsong": ("仿宋_GB2312", "FangSong_GB2312", "仿宋_GB18030", "仿宋", "FangSong",
                 "方正仿宋_GBK", "方正仿宋简体", "华文仿宋", "STFangsong"),
    "song": ("宋体", "SimSun", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong"),
    "title": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05",
              "华文中宋", "STZhongsong"),
    "hei": ("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "STHeiti"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体",
            "华文楷体", "STKaiti"),
    "symbols": (),
})  # fmt: skip

# Free faces as (file name, family inside a collection or None), best first.
_SERIF = ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC")
_SERIF_BOLD = ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC")
_SANS = ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC")
_WENKAI = ("LXGWWenKai-Regular.ttf", None)
FREE_FILES: Mapping[str, tuple[tuple[str, str | None], ...]] = MappingProxyType({
    "fangsong": (("FandolFang-Regular.otf", None), _WENKAI, _SERIF),
    "song": (_SERIF, ("FandolSong-Regular.otf", None)),
    "title": (_SERIF_BOLD, ("FandolSong-Bold.otf", None), _SERIF),
    "hei": (_SANS, ("FandolHei-Regular.otf", None)),
    "kai": (_WENKAI, ("FandolKai-Regular.otf", None), _SERIF),
    "symbols": (("DejaVuSans.ttf", None), _SANS),
})

FONT_SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))
FAMILY, FULL_NAME, POSTSCRIPT_NAME, TYPOGRAPHIC_FAMILY = 1, 4, 6, 16
EMBEDDING_FORBIDDEN = 0x0002


@dataclass(frozen=True, slots=True)
class FaceSource:
    """One face of one font file, chosen for a role."""

    role: str
    path: Path
    number: int
    family: str


def machine_folders() -> tuple[Path, ...]:
    """Return the folders in which a Linux machine keeps its fonts."""
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
        Path.home() / ".local/share/fonts",
    )


def find_candidates(office: Path | None, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files worth looking at: all fonts of the office, and the free ones by name."""
    wanted = {name for files in FREE_FILES.values() for name, _ in files}
    free = (path for folder in folders for path in _fonts_below(folder) if path.name in wanted)
    owned = _fonts_below(office) if office is not None else iter(())
    return (*owned, *free)


def choose_sources(candidates: tuple[Path, ...], office: Path | None) -> tuple[FaceSource, ...]:
    """Choose for each role the office's own face, else the best free one; roles may stay empty."""
    owned = {} if office is None else _names_of_owned(
        path for path in candidates if path.is_relative_to(office)
    )  # fmt: skip
    free: dict[str, Path] = {}
    for path in candidates:
        if office is None or not path.is_relative_to(office):
            free.setdefault(path.name, path)
    chosen = []
    for role in ROLES:
        source = _owned_source(role, owned) or _free_source(role, free)
        if source is not None:
            chosen.append(source)
    return tuple(chosen)


def _fonts_below(folder: Path) -> Iterator[Path]:
    """Yield the font files below a folder in a fixed order."""
    return (
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in FONT_SUFFIXES and path.is_file()
    )


def _names_of_owned(paths: Iterator[Path]) -> dict[str, tuple[Path, int]]:
    """Map every name an embeddable office face gives itself to its file and number."""
    found: dict[str, tuple[Path, int]] = {}
    for path in paths:
        try:
            for number, font in enumerate(_faces_in(path)):
                if font["OS/2"].fsType & 0x000F == EMBEDDING_FORBIDDEN:
                    LOGGER.warning("字体 %s 的许可禁止嵌入，已跳过，请换用可嵌入的版本。", path.name)
                    continue
                if "fvar" in font:
                    LOGGER.warning("字体 %s 是可变字体，已跳过，请换用静态版本。", path.name)
                    continue
                for name in _names(font):
                    found.setdefault(name, (path, number))
        except (TTLibError, OSError, KeyError) as problem:
            LOGGER.warning("字体文件 %s 无法读取，已跳过（%s）。", path.name, type(problem).__name__)
    return found


def _faces_in(path: Path) -> list[TTFont]:
    """Open the one face of a font file or all faces of a collection."""
    if path.suffix.lower() in (".ttc", ".otc"):
        return list(TTCollection(path, lazy=True).fonts)
    return [TTFont(path, lazy=True)]


def _names(font: TTFont) -> list[str]:
    """Return the names of a face in every language it states them."""
    return [
        record.toUnicode()
        for record in font["name"].names
        if record.nameID in (FAMILY, FULL_NAME, POSTSCRIPT_NAME, TYPOGRAPHIC_FAMILY)
    ]


def _owned_source(role: str, owned: dict[str, tuple[Path, int]]) -> FaceSource | None:
    for name in OFFICE_NAMES[role]:
        if name in owned:
            path, number = owned[name]
            return FaceSource(role, path, number, name)
    return None


def _free_source(role: str, free: dict[str, Path]) -> FaceSource | None:
    for file_name, family in FREE_FILES[role]:
        path = free.get(file_name)
        if path is None:
            continue
        for number, font in enumerate(_faces_in(path)):
            own_family = font["name"].getDebugName(FAMILY) or path.stem
            if family in (None, own_family) or font["name"].getDebugName(TYPOGRAPHIC_FAMILY) == family:
                return FaceSource(role, path, number, own_family)
    return None
