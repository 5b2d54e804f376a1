"""Give WeasyPrint a font map that holds our prepared faces and nothing else of the machine."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from cffi import FFI
from weasyprint.logger import LOGGER
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

from docgen.render.font_sources import FAMILIES, OFFICE_NAMES
from docgen.render.fonts import FaceSet, FontsError

# A glyph that a role's face lacks comes from the face that looks most like it.
CHAINS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fangsong": ("rare", "kai", "song", "hei", "title", "symbols"),
        "song": ("kai", "hei", "title", "fangsong", "symbols"),
        "title": ("hei", "song", "kai", "fangsong", "symbols"),
        "hei": ("song", "kai", "title", "fangsong", "symbols"),
        "kai": ("song", "hei", "fangsong", "title", "symbols"),
        "symbols": ("hei", "song", "kai", "fangsong", "title"),
    }
)
FALLBACK_ROLE = "fangsong"

FONTCONFIG_LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "fontconfig")


class HermeticFonts(FontConfiguration):  # type: ignore[misc]
    """A font configuration whose only fonts are the faces of one FaceSet.

    Fonts that are installed on the machine, its fontconfig rules and `@font-face` rules of a
    page cannot change a document, so the same page gives the same bytes everywhere.
    """

    def __init__(self, faces: FaceSet) -> None:
        self._folder = None
        self._library = _Fontconfig()
        self._config = self._library.create()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), releasing(gobject.g_object_unref))
        if not fontconfig.FcConfigParseAndLoadFromMemory(self._config, RULES.encode(), True):
            raise FontsError("字体规则无法加载，请检查 fontconfig 的版本（需要 2.12 以上）。")
        for face in faces.faces.values():
            if not fontconfig.FcConfigAppFontAddFile(self._config, bytes(face.path)):
                raise FontsError(f"字体缓存文件 {face.path.name} 已损坏，请删除字体缓存后重试。")
        pangoft2.pango_fc_font_map_set_config(
            ffi.cast("PangoFcFontMap *", self.font_map), self._config
        )
        self.strut_layouts: dict[str, Any] = {}
        self.font_features: dict[bytes, Any] = {}
        self.typesets = False  # whether lines of the page in work are set by tuning_text
        self.set_lines: dict[Any, Any] = {}  # those lines; no words of a case may outlive it

    def take_charge(self) -> None:
        """Make this configuration the process's own before a page is laid out.

        Pango chooses fonts from the map's configuration but rewrites requests by the current
        one, which would be the machine's. All our configurations hold the same rules, so it
        does not matter which thread's is current.
        """
        self._library.set_current(self._config)

    def add_font_face(self, rule_descriptors: Mapping[str, Any], url_fetcher: Any) -> None:
        """Refuse `@font-face`: a page's font would leak into the next page of this process."""
        LOGGER.warning("@font-face is not allowed: %s", rule_descriptors.get("font_family"))


def releasing(destroy: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return a destructor that keeps the libraries loaded until it has run.

    At the end of the process a font map may outlive them, and would jump into unmapped memory.
    """
    libraries = (fontconfig, gobject, pangoft2)

    def release(pointer: Any, _loaded: tuple[Any, ...] = libraries) -> None:
        destroy(pointer)

    return release


class _Fontconfig:
    """The two functions of the loaded fontconfig that WeasyPrint's cffi does not declare."""

    def __init__(self) -> None:
        self._own = FFI()
        self._own.cdef("void *FcConfigCreate(void); int FcConfigSetCurrent(void *config);")
        self._library = self._load()

    def _load(self) -> Any:
        for name in FONTCONFIG_LIBRARIES:
            try:
                return self._own.dlopen(name)
            except OSError:
                continue
        raise FontsError("找不到 fontconfig，请安装 libfontconfig1（apt install libfontconfig1）。")

    def create(self) -> Any:
        """Return an FcConfig without any font or rule, as WeasyPrint's cffi sees it."""
        pointer = self._library.FcConfigCreate()
        config = ffi.cast("FcConfig *", int(self._own.cast("uintptr_t", pointer)))
        return ffi.gc(config, releasing(fontconfig.FcConfigDestroy))

    def set_current(self, config: Any) -> None:
        """Make `config` the configuration that fontconfig uses when it is given none."""
        address = int(ffi.cast("uintptr_t", config))
        if not self._library.FcConfigSetCurrent(self._own.cast("void *", address)):
            raise FontsError("fontconfig 拒绝了字体配置，请检查其版本（需要 2.12 以上）。")


def _rules() -> str:
    """Write fontconfig rules: customary names lead to our families, each with its chain.

    A family that is not there matches nothing, so the rules need not know which ones are.
    """
    rules = [
        _rule(name, "assign", (role,)) for role, names in OFFICE_NAMES.items() for name in names
    ]
    # Each rule adds behind what is there already. A family named twice counts where it comes
    # first, so the chain of the family that the page asked for decides.
    rules += [_rule(FAMILIES[role], "append_last", CHAINS[role]) for role in CHAINS]
    rules.append(_rule(None, "append_last", (FALLBACK_ROLE, *CHAINS[FALLBACK_ROLE])))
    # Hinted metrics are rounded to whole pixels of a screen; a page on paper has none.
    rules.append(
        '<match target="pattern"><edit name="hinting" mode="assign">'
        "<bool>false</bool></edit></match>"
    )
    return f'<?xml version="1.0"?><fontconfig>{"".join(rules)}</fontconfig>'


def _rule(family: str | None, mode: str, roles: tuple[str, ...]) -> str:
    """Write one rule that edits the family list of a request for `family` (None: any)."""
    test = (
        ""
        if family is None
        else f'<test name="family" compare="eq"><string>{escape(family)}</string></test>'
    )
    names = "".join(f"<string>{escape(FAMILIES[role])}</string>" for role in roles)
    edit = f'<edit name="family" mode="{mode}" binding="strong">{names}</edit>'
    return f'<match target="pattern">{test}{edit}</match>'


RULES = _rules()
