"""Find which font file on this machine serves which role of a Chinese official document."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from docgen.render.refusals import FontsError

LOGGER = logging.getLogger("docgen.fonts")

# 仿宋 for the body, 小标宋 for titles, 黑体 and 楷体 for headings of the first and second level
# (GB/T 9704-2012), 宋体 for page numbers and tables, and a face for ☑ ☒ ✓ and the like. No
# template asks for "rare": it lends 仿宋 the rare characters of names, as light as its own.
ROLE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "fangsong": "仿宋（正文）",
        "song": "宋体",
        "title": "小标宋（标题）",
        "hei": "黑体",
        "kai": "楷体",
        "rare": "生僻字",
        "symbols": "符号",
    }
)
ROLES = tuple(ROLE_TITLES)

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "fangsong": "Docgen FangSong",
        "song": "Docgen Song",
        "title": "Docgen Title",
        "hei": "Docgen Hei",
        "kai": "Docgen Kai",
        "rare": "Docgen Rare",
        "symbols": "Docgen Symbols",
    }
)

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
    "rare": (),
    "symbols": (),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FreeFace:
    """A free face: its file, its family where the file is a collection, its licence.

    `package` is the Debian package that brings it.
    """

    file: str
    family: str | None
    licence: str
    package: str


_OFL = "SIL Open Font License 1.1"
_NOTO, _LXGW = "fonts-noto-cjk", "fonts-lxgw-wenkai"
_SERIF = FreeFace("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", _OFL, _NOTO)
_SERIF_BOLD = FreeFace("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", _OFL, _NOTO)
_SANS = FreeFace("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", _OFL, _NOTO)
_WENKAI = FreeFace("LXGWWenKai-Regular.ttf", None, _OFL, _LXGW)
_WENKAI_LIGHT = FreeFace("LXGWWenKai-Light.ttf", None, _OFL, _LXGW)
_FANDOL = FreeFace(
    "FandolFang-Regular.otf", None, "GPL-3.0 with the font exception", "texlive-lang-chinese"
)
_DEJAVU = FreeFace(
    "DejaVuSans.ttf", None, "Bitstream Vera and Arev licences, public domain", "fonts-dejavu-core"
)

# Best first. The other Fandol faces are left out on purpose: they draw wrong characters too
# (font_repertoire.py says which kind of error), and Noto covers more.
FREE_FACES: Mapping[str, tuple[FreeFace, ...]] = MappingProxyType(
    {
        "fangsong": (_FANDOL, _WENKAI, _SERIF),
        "song": (_SERIF,),
        "title": (_SERIF_BOLD, _SERIF),
        "hei": (_SANS,),
        "kai": (_WENKAI, _SERIF),
        "rare": (_WENKAI_LIGHT,),
        "symbols": (_DEJAVU, _SANS),
    }
)

COLLECTION_SUFFIXES = frozenset((".ttc", ".otc"))
FONT_SUFFIXES = COLLECTION_SUFFIXES | {".ttf", ".otf"}
FAMILY, FULL_NAME, POSTSCRIPT_NAME, LICENCE, TYPOGRAPHIC_FAMILY = 1, 4, 6, 13, 16
EMBEDDING_FORBIDDEN = 0x0002


@dataclass(frozen=True, slots=True)
class FaceSource:
    """One face of one font file, chosen for a role."""

    role: str
    path: Path
    number: int
    family: str
    licence: str


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
    wanted = {face.file for faces in FREE_FACES.values() for face in faces}
    free = (path for folder in folders for path in _fonts_below(folder) if path.name in wanted)
    owned = _fonts_below(office) if office is not None else iter(())
    return (*owned, *free)


def choose_sources(candidates: tuple[Path, ...], office: Path | None) -> tuple[FaceSource, ...]:
    """Choose for each role the office's own face, else the best free one; roles may stay empty."""
    owned = (
        _owned_faces(path for path in candidates if path.is_relative_to(office)) if office else {}
    )
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
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(parent, name)
            if path.suffix.lower() in FONT_SUFFIXES and path.is_file():
                yield path


def unusable_faces(office: Path | None) -> tuple[str, ...]:
    """Return a sentence for each face of the office that cannot be used, and why.

    It reads the files anew: whoever asks for a check-up hears of them however warm the cache is.
    """
    told: list[str] = []
    if office is not None:
        _owned_faces(_fonts_below(office), told.append)
    return tuple(dict.fromkeys(told))


def _owned_faces(
    paths: Iterable[Path], tell: Callable[[str], object] = LOGGER.warning
) -> dict[str, FaceSource]:
    """Map every name an embeddable face of the office gives itself to that face."""
    found: dict[str, FaceSource] = {}
    for path in paths:
        try:
            with _faces_in(path) as faces:
                for number, font in enumerate(faces):
                    if fault := _fault_of(font, path):
                        tell(fault)
                        continue
                    licence = font["name"].getDebugName(LICENCE) or "由本单位提供"
                    for name in _names(font):
                        found.setdefault(name, FaceSource("", path, number, name, licence))
        except (TTLibError, OSError, KeyError) as problem:
            reason = type(problem).__name__
            tell(f"字体文件 {path.name} 无法读取，已跳过（{reason}）。")
    return found


def _fault_of(font: TTFont, path: Path) -> str:
    """Say why a face may not or cannot be embedded; PDF/A allows nothing else."""
    if font["OS/2"].fsType & 0x000F == EMBEDDING_FORBIDDEN:
        return f"字体 {path.name} 的许可禁止嵌入，已跳过，请换用可嵌入的版本。"
    if "fvar" in font:
        return f"字体 {path.name} 是可变字体，已跳过，请换用静态版本。"
    return ""


@contextmanager
def _faces_in(path: Path) -> Iterator[Sequence[TTFont]]:
    """Open the one face of a font file or all faces of a collection; nothing is read yet."""
    with path.open("rb") as stream:
        if path.suffix.lower() in COLLECTION_SUFFIXES:
            yield TTCollection(stream, lazy=True).fonts
        else:
            yield [TTFont(stream, lazy=True)]


def _names(font: TTFont) -> list[str]:
    """Return the names of a face in every language it states them."""
    return [
        record.toUnicode()
        for record in font["name"].names
        if record.nameID in (FAMILY, FULL_NAME, POSTSCRIPT_NAME, TYPOGRAPHIC_FAMILY)
    ]


def _owned_source(role: str, owned: Mapping[str, FaceSource]) -> FaceSource | None:
    for name in OFFICE_NAMES[role]:
        if name in owned:
            return replace(owned[name], role=role)
    return None


def _free_source(role: str, free: Mapping[str, Path]) -> FaceSource | None:
    for face in FREE_FACES[role]:
        path = free.get(face.file)
        if path is None:
            continue
        try:
            with _faces_in(path) as faces:
                for number, font in enumerate(faces):
                    family = font["name"].getDebugName(FAMILY) or path.stem
                    if face.family in (None, family):
                        return FaceSource(role, path, number, family, face.licence)
        except (TTLibError, OSError, KeyError) as problem:
            raise FontsError(
                f"字体文件 {path.name} 已损坏，请重新安装它所在的软件包。"
            ) from problem
    return None
