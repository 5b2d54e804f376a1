"""A third round of edits: what a clerk does in Word's menus, and what was found to slip through."""

import re
from collections.abc import Callable, Iterator

from tests.docgen.proof.bench import BODY, Change, Edit, Parts, both, file, in_part, page, run, word
from tests.docgen.proof.edits import A_RUN, DOCX, LETTER, MONEY, TITLE, Row

ACCEPTED, REPORT = "acceptance_report", "statistical_analysis_report"
# What lies in the way of a value that is to change places with another.
_ASIDE = "{{ aside }}"


def in_body(pattern: str, new: str) -> Change:
    """Change the text of a Word file where a pattern is found first."""

    def change(parts: Parts) -> None:
        text = parts[BODY].decode()
        changed = re.sub(pattern, new, text, count=1, flags=re.DOTALL)
        assert changed != text, f"the text has no {pattern}"
        parts[BODY] = changed.encode()

    return change


def of_menus() -> Iterator[Row]:
    """Page set-up, fields and controls, tables and places, as Word's menus change them."""
    for name, new, told in (
        ("two columns", '<w:cols w:num="2" w:space="425"/>', "分栏"),
        ("line numbers", '<w:lnNumType w:countBy="1"/>', "行号"),
        ("borders", '<w:pgBorders><w:top w:val="single" w:sz="4"/></w:pgBorders>', "边框"),
        ("upright", '<w:textDirection w:val="tbRl"/>', "文字方向"),
        ("centred page", '<w:vAlign w:val="center"/>', "垂直对齐"),
        ("grid of letters", '<w:docGrid w:type="linesAndChars" w:charSpace="9000"/>', "字符网格"),
        ("right to left", "<w:bidi/>", "从右到左"),
        ("counting from five", '<w:pgNumType w:start="5"/>', "起始页码"),
    ):
        edit = word(in_part("</w:sectPr>", f"{new}</w:sectPr>"))
        yield f"menu: {name}", LETTER, edit, f"{DOCX}|{told}"
    plain = word(in_part('<w:pStyle w:val="文书标题"/>', '<w:pStyle w:val="正文连"/>'))
    yield "menu: title in plain text", LETTER, plain, f"{DOCX}|标题"
    runs_on = word(in_part('<w:type w:val="nextPage"/>', '<w:type w:val="continuous"/>'))
    yield "menu: sections run on", "referral_letter", runs_on, "referral_letter.docx|下一页"
    gutter = word(in_part('w:gutter="0"', 'w:gutter="1134"'))
    yield "menu: gutter", LETTER, gutter, f"{DOCX}|装订线"
    background = '<w:background w:color="FFFF00"/><w:body>'
    yield "menu: page colour", LETTER, word(in_part("<w:body>", background)), f"{DOCX}|页面颜色"
    held = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    yield "menu: control around words", LETTER, word(in_part(A_RUN, held.format(A_RUN))), ""
    title = f"<w:r>{TITLE}</w:r>"
    yield "menu: control around a name", LETTER, word(in_part(title, held.format(title))), ""
    lost = '<w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="rId99"/></w:drawing></w:r>'
    yield "menu: picture of another file", LETTER, word(in_part(A_RUN, A_RUN + lost)), "图片"
    head = word(in_part("<w:tblHeader/>", ""))
    yield "menu: head not repeated", MONEY, head, "settlement_invoice.docx|表头"
    foot = word(in_body(r'<w:footerReference w:type="default"[^>]*/>', ""))
    yield "menu: foot taken away", LETTER, foot, f"{DOCX}|少了页脚"
    for name, old, new, told in (
        (
            "row of a millimetre",
            "<w:trPr>",
            '\\g<0><w:trHeight w:val="57" w:hRule="exact"/>',
            "行高",
        ),
        (
            "table beside the page",
            "<w:tblLayout",
            '<w:tblInd w:w="9000" w:type="dxa"/>\\g<0>',
            "缩进",
        ),
        ("cells merged", r"(<w:tcPr><w:tcW[^>]*/>)", r'\1<w:gridSpan w:val="3"/>', "列数"),
        ("cell of a hair", r'<w:tcW w:w="\d+"', '<w:tcW w:w="1"', "太窄"),
    ):
        yield f"menu: {name}", MONEY, word(in_body(old, new)), f"settlement_invoice.docx|{told}"
    swallowed = word(in_body(r"(合同编号(?:(?!<w:tcPr>).)*<w:tcPr>)", r"\1<w:vMerge/>"))
    yield "menu: cells merged downward", MONEY, swallowed, "settlement_invoice.docx|合并掉的单元格"
    inner = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{run('')}</w:tc></w:tr></w:tbl>"
    nested = word(in_body(r"(<w:tc>(?:(?!</w:tc>).)*?)(<w:p>)", rf"\1{inner}\2"))
    yield "menu: table in a table", MONEY, nested, "单元格|表格里又有表格"
    row = r"(<w:tr>(?:(?!</w:tr>).)*?\{%tr for line.*?</w:tr>)"
    split = word(in_body(row, r"\1</w:tbl><w:p/><w:tbl>"))
    yield "menu: table split", MONEY, split, "settlement_invoice.docx|不完整"
    some = "{%tr for line in account.lines if line.unit %}"
    chosen = word(in_part("{%tr for line in account.lines %}", some))
    yield "rows chosen", MONEY, chosen, "settlement_invoice.docx|挑选"
    one, other = "{{ account.paid }}", "{{ account.deducted }}"
    turns = ((one, _ASIDE), (other, one), (_ASIDE, other))
    swapped = Edit(turns, tuple(in_part(old, new) for old, new in turns))
    yield "sums change places", MONEY, swapped, "settlement_invoice.docx|随程序的模板印"
    note = page("{% block text %}", "{% block text %}<!-- 何静远改过 -->")
    yield "note left in the page", LETTER, note, "non_acceptance_notice.html|注释会随文书发出去"
    unsealed = page(' data-seal="supplier"', "")
    yield "place of a seal gone", MONEY, unsealed, "settlement_invoice.html|签名的位置"
    upright = r"(<w:tcPr><w:tcW[^>]*/>)"
    turned = word(in_body(upright, r'\1<w:textDirection w:val="btLr"/>'))
    yield "menu: cell written upright", MONEY, turned, "settlement_invoice.docx|文字方向"
    high = word(in_body("<w:trPr>", '\\g<0><w:trHeight w:val="15000" w:hRule="atLeast"/>'))
    yield "menu: row as high as the page", MONEY, high, "settlement_invoice.docx|太高"
    plain = page("<h2>一、价款计算</h2>", "<p>一、价款计算</p>")
    yield "heading of the page as text", MONEY, plain, "settlement_invoice.html|标题（h1、h2）"


def of_styles() -> Iterator[Row]:
    """Another style of the master for the same words, another height for a row."""
    for name, was, now, told in (
        ("seal at the left", "落款机关", "正文连", "居中变成了靠左"),
        ("number at the left", "文号", "顶格", "居中变成了靠左"),
    ):
        edit = word(in_part(f'<w:pStyle w:val="{was}"/>', f'<w:pStyle w:val="{now}"/>'))
        yield f"menu: {name}", LETTER, edit, f"{DOCX}|{told}"
    kept = word(in_part('<w:pStyle w:val="正文连"/>', '<w:pStyle w:val="Normal"/>'))
    yield "menu: a style much like ours", LETTER, kept, ""
    for high, told in ((113, "settlement_invoice.docx|由 42 毫米改成了 2 毫米"), (2041, "")):
        edit = word(in_part('<w:trHeight w:val="2381"', f'<w:trHeight w:val="{high}"'))
        yield f"menu: cells to sign in {high} high", MONEY, edit, told
    exact = word(in_body("<w:trPr>", '\\g<0><w:trHeight w:val="400" w:hRule="exact"/>'))
    yield "menu: row of one line", MONEY, exact, "settlement_invoice.docx|长的内容会被切掉"
    line = '<w:p><w:pPr><w:pStyle w:val="正文连"/></w:pPr>'
    empty = word(in_part(line + A_RUN, f"{line}</w:p>" * 9 + line + A_RUN))
    yield "menu: many empty lines", LETTER, empty, f"{DOCX}|多了 9 个空段落"
    wide = word(in_body('<w:gridCol w:w="5272"', '<w:gridCol w:w="9272"'))
    yield "menu: table wider than the paper", MONEY, wide, "settlement_invoice.docx|印到纸外面"
    narrow = word(in_body('<w:gridCol w:w="5272"', '<w:gridCol w:w="700"'))
    yield "menu: column of a letter or two", MONEY, narrow, "settlement_invoice.docx|放不下内容"
    pale = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t'
    mark = word(in_part("<w:r><w:t", pale, "word/header1.xml"))
    yield "menu: mark in white", LETTER, mark, f"{DOCX}|页眉|颜色"
    tabs = word(in_part(A_RUN, "<w:r><w:tab/></w:r>" * 12 + A_RUN))
    yield "menu: moved by tabs", LETTER, tabs, f"{DOCX}|多了 12 个制表符"


def of_settings() -> Iterator[Row]:
    """What Word remembers of a file, what stands between paragraphs, and heads of tables."""
    for name, new, told in (
        (
            "file protected",
            '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>',
            "限制编辑",
        ),
        ("protection given up", '<w:documentProtection w:edit="readOnly" w:enforcement="0"/>', ""),
        ("changes tracked", "<w:trackRevisions/>", "关闭修订"),
        ("changes not tracked", '<w:trackRevisions w:val="0"/>', ""),
        ("mirrored margins", "<w:mirrorMargins/>", "对称页边距"),
    ):
        edit = word(in_part("<w:zoom", f"{new}<w:zoom", "word/settings.xml"))
        yield f"settings: {name}", LETTER, edit, f"{DOCX}|{told}" if told else ""
    chunk = word(in_part("<w:sectPr>", "<w:altChunk/><w:sectPr>"))
    yield "between: another file", LETTER, chunk, f"{DOCX}|嵌有另一份文件"
    added = word(in_part("<w:trPr>", '<w:trPr><w:ins w:id="1" w:author="甲"/>'))
    yield "between: row tracked", MONEY, added, "settlement_invoice.docx|修订"
    row = "<w:trPr><w:cantSplit/></w:trPr>"
    heads = word(in_part(row, row.replace("</w:trPr>", "<w:tblHeader/></w:trPr>")))
    yield "between: row made a head", MONEY, heads, "settlement_invoice.docx|不是表头的行"


def beside_other_words() -> Iterator[Row]:
    """A clause is reworded in both, and what stands beside other words is lost or moved."""
    reworded = (("结论为：", "作出结论："), in_part("结论为：", "作出结论："))
    signed = "乙方负责人（签名）：</w:t><w:tab/>"
    for name, old, new, wanted in (
        ("nothing", "乙方负责人", "乙方负责人", ""),
        ("tab lost", signed, signed.replace("<w:tab/>", ""), "制表符"),
        ("tabs added", signed, signed + "<w:tab/>" * 9, "多了 9 个制表符"),
        ("blanks lost", "　　年　月　日", "年月日", "空格（填写、签名的位置）"),
    ):
        edit = Edit((reworded[0],), (reworded[1], in_part(old, new)))
        told = f"acceptance_report.docx|{wanted}" if wanted else ""
        yield f"reworded, {name}", ACCEPTED, edit, told
    another = both("结论为：", "意见为：")
    yield "a word for another", ACCEPTED, another, "acceptance_report.docx|换成了「意见」"
    lines = (reworded[0], ('{{ hand("乙方负责人") }}', "<p>乙方负责人（签名）：年月日</p>"))
    yield (
        "reworded, line on the page lost",
        ACCEPTED,
        Edit(lines, (reworded[1],)),
        ("acceptance_report.html|空格（填写、签名的位置）"),
    )


def of_blanks_and_signs() -> Iterator[Row]:
    """The style of blank editions, and signs within an office's own wording."""
    blanks = "html/_blank.css"
    for name, old, new, told in (
        ("lines of nothing", "width: 1em", "width: 0.1em", "width 随程序的模板是 1em"),
        ("cells too low", "td { height: 8mm; }", "", "td 的 height 随程序的模板是 8mm"),
        ("lines unseen", "0.6pt solid #000", "0.6pt solid #ddd", "border-bottom"),
        ("another rule", "td { height", "p { height: 1pt; } td { height", "多了 p 的 height"),
        ("lines somewhat longer", "width: 1em", "width: 1.2em", ""),
        ("a note", "td { height", "/* taller */\ntd { height", ""),
    ):
        edit = file(blanks, _put(old, new))
        yield f"blank edition: {name}", LETTER, edit, f"{blanks}|{told}" if told else ""
    for name, old, new, told in (
        ("a clause parted", "和指标见附件2。", "和指标情况，详见附件2。", ""),
        (
            "a figure beside",
            "和指标见附件2。",
            "和指标情况，详见附件3。",
            "statistical_analysis_report.docx|附件2",
        ),
    ):
        yield f"signs: {name}", REPORT, both(old, new), told


def _put(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old.encode() in content, f"the file has no {old}"
        return content.replace(old.encode(), new.encode(), 1)

    return change
