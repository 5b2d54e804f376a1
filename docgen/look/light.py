"""Light words on a page: marks put round them before it is rendered, shown as a marker's stroke."""

from docgen.case.choices import Box

# Two characters that are none, to hold the place of a mark until the page is escaped.
LIT, END = "\ufdd0", "\ufdd1"
_STYLE = """<style>
mark { background: #ffe38a; color: inherit; }
@media screen {
  html { background: #fff; color: #000; color-scheme: light; }
  body { max-width: 170mm; margin: 0 auto; padding: 8mm 7mm; }
  .furniture { display: none; }
}
</style>
</head>"""


class Lit(str):
    """Words with a mark round what is lit, and the other forms of a value alike."""

    code = ""
    boxes: tuple[Box, ...] = ()
    yuan = ""
    capitals = ""
    paragraphs: tuple[str, ...] = ()


def lit_page(html: str) -> str:
    """Return a rendered page with its lit words marked, readable on a screen."""
    head, body, rest = html.partition("<main")
    head = head.replace(LIT, "").replace(END, "").replace("</head>", _STYLE, 1)
    rest = rest.replace(LIT, "<mark id=lit>", 1).replace(LIT, "<mark>").replace(END, "</mark>")
    return head + body + rest
