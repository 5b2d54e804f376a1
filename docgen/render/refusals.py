"""Why a page does not become a PDF: whoever tells of it need not load what prints."""

import re
from collections.abc import Sequence
from importlib.metadata import version

from docgen.errors import ExitCode, RenderError

DATA_ADDRESS = re.compile(r"data:[^\s\"')>]*")
LONGEST_PROBLEM = 200


class FontsError(RenderError):
    """The faces a document needs are not on this machine or cannot be prepared."""

    code = "fonts_unavailable"
    exit_code = ExitCode.bad_settings


class UnprintableCharacterError(RenderError):
    """The document has characters for which no face has a glyph."""

    code = "unprintable_character"

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = tuple(characters)
        named = "、".join(f"「{character}」（U+{ord(character):04X}）" for character in characters)
        super().__init__(
            f"现有字体都没有这些字：{named}。请核对是否录入有误；"
            "确需使用的，请安装收录该字的字体并重新准备字体（docgen doctor 可查看字体）。"
        )


class ForbiddenResourceError(RenderError):
    """A page asks for something outside itself."""

    code = "forbidden_resource"


class TooManyPagesError(RenderError):
    """A document has become a book: nobody will serve it on a party, and it holds up the others."""

    code = "too_many_pages"

    def __init__(self, pages: int, most: int) -> None:
        super().__init__(
            f"文书有 {pages} 页，最多 {most} 页；请精简内容，或者把材料作为附件另行提交。"
        )


class TooManyRowsError(TooManyPagesError):
    """A list is too long for paper, told before it is laid out: that would take minutes."""

    def __init__(self, rows: int, most: int) -> None:
        RenderError.__init__(
            self,
            f"表格有 {rows:,} 行，做成 PDF 最多 {most:,} 行：请改用电子表格（xlsx），"
            "或者缩短期间（例如每次五天）分次生成。",
        )


class PageProblemsError(RenderError):
    """A page is not fit for print; `problems` are WeasyPrint's words, for the template's author."""

    code = "page_problems"

    def __init__(self, problems: Sequence[str]) -> None:
        # The picture behind a data: address is a party's business and no help to an author.
        self.problems = tuple(
            DATA_ADDRESS.sub("data:…", problem)[:LONGEST_PROBLEM] for problem in problems
        )
        listed = "；".join(self.problems)
        super().__init__(f"HTML 模板有 {len(self.problems)} 处问题，请修改模板：{listed}")


class UnfitRendererError(RenderError, ImportError):
    """The WeasyPrint that is installed lacks what a PDF is made with.

    An error of importing too, for whoever imports beforehand what may be wanted later.
    """

    code = "unfit_renderer"

    def __init__(self) -> None:
        super().__init__(
            f"装的 WeasyPrint {version('weasyprint')} 不能用来生成 PDF，"
            "请按 requirements.lock 重新安装程序的部件。"
        )
