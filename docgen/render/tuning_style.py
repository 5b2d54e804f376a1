"""Compute what a template's style sheet says once: reaches into WeasyPrint, see tuning.py.

All documents of a kind have the same style sheet. It is parsed for the first of them, and the
computed style of an element is shared by every later element of any document that the same
rules match below the same parent: WeasyPrint itself shares them so within one document.
"""

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Any

import weasyprint.css
import weasyprint.document
from weasyprint import CSS, Document
from weasyprint.css import StyleFor, find_style_attributes, preprocess_declarations
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.layout.page import PageType

from docgen.render.rebinding import rebound

# A bureau has some dozens of kinds; a sheet that changes with every document must not pile up.
MOST_SHEETS = 64
MOST_STYLES = 4000

# Says of a page, its boxes and their styles that it need not be laid out.
Skip = Callable[[Any, Any, Any], bool]
# The computed styles of an element (None) and of its pseudo-elements.
Worn = dict[str | None, Any]


class Dress:
    """One parsed style sheet and the computed styles of the elements it dressed so far."""

    def __init__(self, sheet: CSS, counters: CounterStyle) -> None:
        self.sheet = sheet
        self.counters = counters
        self.worn: dict[Any, Worn] = {}
        self.kept: set[int] = set()
        self.pages: dict[Any, dict[str | None, Any]] = {}
        self.counts_pages = any(
            selector.index is not None
            for _, selectors, _ in sheet.page_rules
            for _, _, selector in selectors
        )
        self.page_sizes: dict[str, Any] = {"box": None, "area": None}

    def page_key(self, page_type: Any) -> Any:
        """Return what of a page's type the sheet's `@page` rules can tell apart."""
        first = page_type.index == 0
        counted = (page_type.index, page_type.groups) if self.counts_pages else None
        return page_type.side, page_type.blank, page_type.name, first, counted

    def keep(self, key: Any, worn: Worn) -> None:
        """Remember an element's styles; an entry lives as long as those that inherit from it."""
        self.worn[key] = worn
        self.kept.add(id(worn[None]))


class Wardrobe:
    """The dresses of one thread, by the text of their style sheet."""

    def __init__(self) -> None:
        self._dresses: dict[str, Dress] = {}

    def dress_for(self, html: Any, font_config: Any) -> Dress | None:
        """Return the dress of a page with exactly one `<style>` and no other sheet, else None."""
        found = [each.etree_element for each in html.wrapper_element.query_all("style", "link")]
        if len(found) != 1 or found[0].tag != "style" or found[0].attrib:
            return None
        text = weasyprint.css.get_child_text(found[0])
        dress = self._dresses.get(text)
        if dress is None or len(dress.worn) > MOST_STYLES:
            if len(self._dresses) >= MOST_SHEETS:
                self._dresses.clear()
            counters = CounterStyle()
            sheet = CSS(
                string=text, base_url=html.base_url, url_fetcher=html.url_fetcher,
                media_type=html.media_type, font_config=font_config, counter_style=counters,
            )  # fmt: skip
            dress = self._dresses[text] = Dress(sheet, counters)
        return dress

    def discard(self) -> None:
        """Forget everything: a sheet that was complained of must be complained of again."""
        self._dresses.clear()


def _own_words(element: Any) -> tuple[str | None, ...] | None:
    """Return the attributes that style an element by themselves; None where these are too many."""
    if element.tag.endswith("}svg"):
        return None
    name = element.get("name") if element.tag == "a" else None
    return element.get("style"), element.get("lang"), element.get("id"), name


class DressedDocument(Document):  # type: ignore[misc]
    """A document whose elements take their styles from a wardrobe."""

    @classmethod
    def lay_out(
        cls, html: Any, font_config: Any, wardrobe: Wardrobe, options: Any, skip: Skip | None = None
    ) -> Document:
        """Return the laid-out document, as `HTML.render` does; no pages where `skip` says so."""
        dress = wardrobe.dress_for(html, font_config)
        if dress is None:
            return html.render(font_config=font_config, **options)
        tailored: Any = type("_DressedDocument", (cls,), {"_dress": dress})
        complete = weasyprint.DEFAULT_OPTIONS | options

        def layout_document(html: Any, root_box: Any, context: Any) -> Iterable[Any]:
            if skip is not None and skip(html, root_box, context.style_for):
                return ()
            pages: Iterable[Any] = weasyprint.document.layout_document(html, root_box, context)
            return pages

        render = rebound(Document._render.__func__, layout_document=layout_document)
        document: Document = render(tailored, html, font_config, None, None, complete)
        return document

    @classmethod
    def _build_layout_context(cls, *arguments: Any) -> Any:
        dress: Dress = cls._dress

        def find_stylesheets(*details: Any) -> Iterator[CSS]:
            counter_style = details[5]
            counter_style.update(dress.counters)
            yield dress.sheet

        def style_for(html: Any, *details: Any) -> DressedStyleFor:
            ready: DressedStyleFor | None = getattr(html, "styles", None)
            return ready.ready_for(details[-1]) if ready else DressedStyleFor(dress, html, *details)

        computed = rebound(
            weasyprint.css.get_all_computed_styles,
            find_stylesheets=find_stylesheets,
            StyleFor=style_for,
        )
        build = rebound(Document._build_layout_context.__func__, get_all_computed_styles=computed)
        return build(cls, *arguments)


class DressedStyleFor(StyleFor):  # type: ignore[misc]
    """WeasyPrint's own cascade, whose outcome is kept from document to document."""

    def __init__(  # noqa: PLR0917 - WeasyPrint's own signature
        self, dress: Dress, html: Any, sheets: Any, presentational_hints: bool, font_config: Any,
        target_collector: Any,
    ) -> None:  # fmt: skip
        self._dress = dress
        self._with = sheets, presentational_hints
        self._root = html.etree_element
        self._ready: set[Any] = set()
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = dress.page_sizes
        self.initial_page_sizes.update(box=None, area=None)
        self._sheets = sheets
        self.font_config = font_config
        declared = self._own_declarations(html, presentational_hints)
        fresh: dict[Any, Worn] = {}
        for element in html.wrapper_element.iter_subtree():
            own = _own_words(element.etree_element)
            parent = element.parent.etree_element if element.parent else None
            parent_id = id(self._computed_styles[parent, None]) if element.parent else None
            lasting = own is not None and (parent_id is None or parent_id in dress.kept)
            matched = [
                (sheet, origin, sheet_specificity, selector)
                for sheet, origin, sheet_specificity in sheets
                for selector in sheet.matcher.match(element)
            ]
            rules = tuple(
                (sheet, selector[0], id(selector[3])) for sheet, _, _, selector in matched
            )
            key = (parent_id, own or declared.get(element.etree_element), rules)
            worn = (dress.worn if lasting else fresh).get(key)
            if worn is None:
                worn = self._dressed(element.etree_element, parent, matched, html, target_collector)
                if lasting:
                    dress.keep(key, worn)
                else:
                    fresh[key] = worn
            else:
                for pseudo_type, style in worn.items():
                    self._computed_styles[element.etree_element, pseudo_type] = style
                    if style["anchor"]:
                        target_collector.collect_anchor(style["anchor"])
        self._cascaded_styles.clear()

    def restyled(self, html: Any) -> "DressedStyleFor":
        """Return the styles of the elements of another page with the same style sheet."""
        return DressedStyleFor(self._dress, html, *self._with, self.font_config, TargetCollector())

    def ready_for(self, target_collector: Any) -> "DressedStyleFor":
        """Return these styles, as if they had been computed for a layout that begins."""
        self.initial_page_sizes.update(box=None, area=None)
        for style in self._computed_styles.values():
            if style["anchor"]:
                target_collector.collect_anchor(style["anchor"])
        return self

    def _dressed(
        self, element: Any, parent: Any, matched: Any, html: Any, target_collector: Any
    ) -> Worn:
        """Apply the rules that match an element; return its styles by pseudo-element."""
        pseudo_types: dict[str | None, None] = {None: None}
        for sheet, origin, sheet_specificity, selector in matched:
            specificity, _order, pseudo_type, (declarations, layer) = selector
            pseudo_types[pseudo_type] = None
            self._apply(
                (element, pseudo_type), declarations, origin,
                inf if layer is None else sheet.layers.index(layer),
                sheet_specificity or specificity,
            )  # fmt: skip
        for pseudo_type in pseudo_types:
            self.set_computed_styles(
                element, pseudo_type=pseudo_type, root=html.etree_element,
                # A pseudo-element inherits from its element.
                parent=parent if pseudo_type is None else element,
                base_url=html.base_url, target_collector=target_collector,
            )  # fmt: skip
        return {each: self._computed_styles[element, each] for each in pseudo_types}

    def add_page_declarations(self, page_type: Any) -> None:
        """Apply the `@page` rules, or take what an earlier page of this type got from them."""
        kept = self._dress.pages.get(self._page_key(page_type))
        if kept is None:
            super().add_page_declarations(page_type)
            return
        self._ready.add(page_type)
        for pseudo_type, style in kept.items():
            self._computed_styles[page_type, pseudo_type] = style

    def _root_style(self) -> Any:
        return self._computed_styles[self._root, None]

    def _page_key(self, page_type: Any) -> Any:
        return id(self._root_style()), self._dress.page_key(page_type)

    def set_computed_styles(self, element: Any, *arguments: Any, **options: Any) -> None:
        """Compute the style of an element, a page or a margin box, unless it is known."""
        if not isinstance(element, PageType):
            super().set_computed_styles(element, *arguments, **options)
            return
        pseudo_type = options.get("pseudo_type")
        if element in self._ready and (element, pseudo_type) in self._computed_styles:
            return
        super().set_computed_styles(element, *arguments, **options)
        # A page inherits from the root element, and can be kept where the root's style is.
        if id(self._root_style()) in self._dress.kept:
            kept = self._dress.pages.setdefault(self._page_key(element), {})
            kept[pseudo_type] = self._computed_styles[element, pseudo_type]

    def _own_declarations(self, html: Any, presentational_hints: bool) -> dict[Any, Any]:
        """Apply the style attributes; return each element's declarations."""
        declared = {}
        for specificity, element, declarations, base_url in find_style_attributes(
            html.etree_element, presentational_hints, html.base_url
        ):
            declared[element] = tuple(declarations)
            values = preprocess_declarations(base_url, declarations)
            self._apply((element, None), values, "author", inf, specificity)
        return declared

    def _apply(
        self, key: Any, declarations: Any, origin: str, layer_order: float, specificity: Any
    ) -> None:
        style = self._cascaded_styles.setdefault(key, {})
        for name, values, importance in declarations:
            precedence = weasyprint.css.declaration_precedence(origin, importance)
            weight = (precedence, layer_order, specificity)
            old_weight = style.get(name, (None, None))[1]
            if old_weight is None or old_weight <= weight:
                style[name] = values, weight
