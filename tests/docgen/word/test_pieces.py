"""Options, times, dates and numbers stay in one line of a Word file, as in the PDF."""

import io
import re
import zipfile

import pytest

from docgen.word.fitting import Fitting
from docgen.word.master import Master
from docgen.word.notation import parse
from docgen.word.styles import styles_xml
from docgen.word.write import write_manuscript


def lines(words: str, width: float, master: Master) -> list[str]:
    """Return the lines of a cell so many millimetres wide, as far as a file says where they end."""
    text = f"[页面 表单]\n[表 表单] {width} *\n[行] {words} | 甲\n[/表]"
    with zipfile.ZipFile(io.BytesIO(write_manuscript(parse(text, master), master))) as container:
        body = container.read("word/document.xml").decode()
    set_apart = Fitting(styles_xml(master), body).pieces.whole(body)
    return re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", set_apart.split("</w:tc>")[0])


@pytest.mark.parametrize(
    ("words", "width", "set_as"),
    [
        ("□普通　□紧急　☑特急", 49, ["□普通　□紧急", "☑特急"]),
        ("□普通　□紧急　☑特急", 60, ["□普通　□紧急　☑特急"]),
        # What was written behind an option may run on; the option itself may not.
        ("□是　☑其他：消费者不愿意说明的原因", 49, ["□是　☑其他：消费者不愿意说明的原因"]),
        ("□来信　□来访　☑其他：消费者不愿意说明", 45, ["□来信　□来访", "☑其他：消费者不愿意说明"]),
        ("已响应：☑是　□否　已解决：□是　☑否", 49, ["已响应：☑是　□否", "已解决：□是　☑否"]),
        # An option longer than a line begins one.
        ("□甲　□代为达成调解协议并签署调解书", 40, ["□甲", "□代为达成调解协议并签署调解书"]),
        ("没有选项的一段话　可以在任何地方换行", 40, ["没有选项的一段话　可以在任何地方换行"]),
        ("2026年11月10日10时00分", 49, ["2026年11月10日", "10时00分"]),
        ("2026年11月10日10时00分", 60, ["2026年11月10日10时00分"]),
        ("自2026年11月10日10时00分起", 49, ["自2026年11月10日10时00分起"]),
        ("2025年6月1日至2026年6月30日", 49, ["2025年6月1日至", "2026年6月30日"]),
        ("2025年6月1日至2026年6月30日", 62, ["2025年6月1日至2026年6月30日"]),
        # The mark before a date goes with it, and so does the one behind.
        ("限期改正到期（2026年11月10日）", 49, ["限期改正到期", "（2026年11月10日）"]),
        ("约定在下一次付款日2026年6月1日，", 61, ["约定在下一次付款日", "2026年6月1日，"]),
        ("联系电话：0999-60012320", 40, ["联系电话：", "0999-60012320"]),
        # No line holds it: it is not torn from what stands before it.
        ("见2026年11月10日", 20, ["见2026年11月10日"]),
        # Behind the first line, where a line ends is a guess.
        (
            "消费者权益保护科长何静远在2026年6月30日",
            35,
            ["消费者权益保护科长何静远在2026年6月30日"],
        ),
    ],
)
def test_lines_end_between_pieces(
    words: str, width: float, set_as: list[str], master: Master
) -> None:
    assert lines(words, width, master) == set_as
