"""管理·模板·怎样改模板: the guide to templates, with its pictures, also without a network."""

import re
from functools import cache

from flask import Blueprint, Response
from markdown_it import MarkdownIt
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from api.pages.frame import page
from docgen.settings import shipped

GUIDE = "templates.zh-CN.md"


def guide_routes() -> Blueprint:
    """Return `/admin/templates/guide/`, and below it the guide's pictures."""
    routes = Blueprint("guide_pages", __name__, url_prefix="/admin/templates/guide")

    @routes.get("/")
    def guide() -> Response:
        title, text = _guide()
        return page(
            "pages/admin_template_guide.html",
            here="admin_pages.overview",
            title=title,
            text=text,
        )

    @routes.get("/<name>.png")
    def picture(name: str) -> Response:
        # Only what the guide shows: beside it lie other papers in a checkout.
        if f'src="{name}.png"' not in _guide()[1]:
            raise NotFound
        content = (shipped("guide") / f"{name}.png").read_bytes()
        return Response(content, content_type="image/png")

    return routes


@cache
def _guide() -> tuple[str, Markup]:
    """Return the title and the text of the guide; it is ours, and holds no markup of its own."""
    source = (shipped("guide") / GUIDE).read_text("utf-8")
    title, _, text = source.partition("\n")
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Chinese has no blank where a line of the source ends.
    reader.renderer.rules["softbreak"] = lambda *_: ""  # type: ignore[attr-defined]
    made = reader.render(text)
    made = re.sub(r"<th\b", '<th scope="col"', made)
    return title.lstrip("# "), Markup(made)  # noqa: S704 - see above
