"""Name what prepares faces: whoever finds prepared ones asks for no more than this."""

import fontTools
import uharfbuzz as harfbuzz

from docgen.render.font_repertoire import REPERTOIRE

# Everything that decides the bytes of a prepared face apart from its source. Raise the first
# number when `font_reduction` changes what it writes.
RECIPE = f"6/{REPERTOIRE}/fonttools-{fontTools.version}/harfbuzz-{harfbuzz.version_string()}"
