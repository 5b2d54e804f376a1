# ruff: noqa: E501 - a row of the table is an edit, whole
"""Edits of templates as they happen: each is held, or refused with its file and place.

The first column says who did what; an empty last one means that the edit holds.
"""

from collections.abc import Iterator

from tests.docgen.proof.bench import (
    BODY,
    Edit,
    both,
    in_part,
    page,
    run,
    with_part,
    word,
)

LETTER, MONEY = "non_acceptance_notice", "settlement_invoice"
DOCX, HTML = f"complaint/{LETTER}.docx", f"complaint/{LETTER}.html"
LAST = run("{%p endif %}")
END = "<w:sectPr>"
TITLE = '<w:t xml:space="preserve">{{ title }}</w:t>'
THANKS = "特此告知。"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A_RUN = '<w:r><w:t xml:space="preserve">特此告知。</w:t></w:r>'
Row = tuple[str, str, Edit, str]


def names_taken_away() -> Iterator[Row]:
    """What a paper must print is deleted from both templates, or from one."""
    of_letter = (
        "received_on", "complaint_subject", "ground_numeral", "regulation", "article",
        "ground.label", "ground.text", "ground_seven_basis", "paragraph", "competent_body",
    )  # fmt: skip
    of_money = (
        "agreement.name", "agreement.number", "agreement.supplier.name", "agreement.signed_on",
        "agreement.total.yuan", "settlement_type", "period_from", "issued_on",
        "assessment_number", "line.name", "line.unit", "line.quantities.contract",
        "line.quantities.completed", "account.sums.completed", "account.gross", "account.cap",
        "account.payable", "account.paid", "account.deducted", "account.due.yuan",
        "account.due.capitals", "payment.purpose", "payment.paid_on", "payment.voucher_number",
    )  # fmt: skip
    for kind, names in ((LETTER, of_letter), (MONEY, of_money)):
        for name in names:
            tag = f"{{{{ {name} }}}}"
            yield f"{name} deleted from both", kind, both(tag, ""), "templates/"
            if kind == LETTER:
                yield f"{name} deleted in Word", kind, word(in_part(tag, "")), "docx"
                yield f"{name} deleted on the page", kind, page(tag, ""), ".html"
    for name in ("title", "number_line"):
        edit = word(in_part(f"{{{{ {name} }}}}", "某某"))
        yield f"{name} typed over in Word", LETTER, edit, DOCX
    for name in ("{{ authority.seal_name }}", "{{ issued_on }}"):
        yield f"{name} of the signature deleted", LETTER, word(in_part(name, "")), DOCX


def words_changed() -> Iterator[Row]:
    """Fixed wording is rewritten: the official is refused, the office's own holds in both."""
    official = (
        ("不予受理", "予以受理"), ("收到你", "收到您"), ("特此告知", "特此通知"),
        ("经审查", "经研究"), ("的规定，我局决定", "的规定，决定"), ("情形", "情况"),
        ("特此告知。", "特此告知。请签收。"),
    )  # fmt: skip
    for old, new in official:
        yield f"official {old} -> {new}", LETTER, both(old, new), "官方式样 CF-6"
        yield f"{old} -> {new} in Word alone", LETTER, word(in_part(old, new)), DOCX
        yield f"{old} -> {new} on the page alone", LETTER, page(old, new), DOCX
    for old, new in (
        ("本次应付", "这次应付"),
        ("二、结算金额", "二、结算的金额"),
        ("结算期间", "期间"),
    ):
        yield f"own {old} -> {new}", MONEY, both(old, new), ""
        yield f"own {old} -> {new} in Word alone", MONEY, word(in_part(old, new)), "docx 第"
        yield f"own {old} -> {new} on the page alone", MONEY, page(old, new), "html 第"


def names_misused() -> Iterator[Row]:
    """Names are misspelt, altered on the way, or only asked for."""
    for new, told in (
        ("{{ issued_on|replace('2026','2025') }}", "replace"),
        ("{{ issued_on|upper }}", "upper"),
        ("{{ issued_on[:4] }}年", "截取"),
        ("{{ issued_on|truncate(5) }}", "truncate"),
        ("{{ isued_on }}", "issued_on"),
        ("{% if issued_on %}2026年6月16日{% endif %}", "issued_on"),
        ("{{ received_on }}", "issued_on"),
        ("{{ issued_on or received_on }}{{ 1 + 1 }}", "不做计算"),
        ("{{ issued_on.strftime('%Y') }}", "strftime"),
        ("{{ none }}", "issued_on"),
    ):
        edit = both("{{ issued_on }}", new, "{% extends \"_letter.html\" %}",
                    "{% extends \"_letter.html\" %}{% block ending %}{{ seal(authority, issued_on) }}"
                    + new + "{% endblock %}")  # fmt: skip
        yield f"date as {new} in Word", LETTER, Edit(word=edit.word), told
    for new, told in (
        ("{% set received_on = '2025年1月1日' %}{{ received_on }}", "set"),
        ("{{ received_on ~ '（补）' }}", ""),
    ):
        yield f"day as {new}", LETTER, both("{{ received_on }}", new), told or "官方式样"


def braces() -> Iterator[Row]:
    for new in (
        "{ complaint_subject }", "｛｛ complaint_subject ｝｝", "{{ complaint_subject }",
        "{{ complaint_subject ｝｝", "{complaint_subject}", "{{{ complaint_subject }}}",
        "{{ complaint_subject", "{ { complaint_subject } }", "【complaint_subject】",
    ):  # fmt: skip
        edit = word(in_part("{{ complaint_subject }}", new))
        yield f"{new} in Word", LETTER, edit, f"{LETTER}.docx"
        if new != "{{ complaint_subject":
            yield f"{new} on the page", LETTER, page("{{ complaint_subject }}", new), LETTER


def lost_in_silence() -> Iterator[Row]:
    """What Word keeps and nobody sees, or what vanishes when the template is filled in."""
    text = A_RUN
    before = '<w:r><w:t xml:space="preserve">特此'
    for name, old, new, told in (
        ("beside {%p", "{%p if competent_body %}", "{%p if competent_body %}另行告知", "整段会消失"),
        ("if over paragraphs", "{%p if competent_body %}", "{% if competent_body %}", ".docx"),
        ("lost p of endif", "{%p endif %}", "{% endif %}", ".docx"),
        ("DATE field", text, '<w:fldSimple w:instr="DATE"><w:r><w:t>x</w:t></w:r></w:fldSimple>' + text, "域 DATE"),
        ("DDE field", text, '<w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r>' + text, "域 DDEAUTO"),
        ("INCLUDETEXT", text, '<w:r><w:instrText>INCLUDETEXT a</w:instrText></w:r>' + text, "INCLUDETEXT"),
        ("hidden text", before, '<w:r><w:rPr><w:vanish/></w:rPr><w:t>特此', "隐藏文字"),
        ("zero width", "特此告知", "特\u200b此告知", "看不见的字符"),
        ("soft hyphen", "特此告知", "特\u00ad此告知", "看不见的字符"),
        ("inserted", text, f'<w:ins w:id="1" w:author="甲">{text}</w:ins>', "修订"),
        ("deleted", text, text + '<w:del w:id="1" w:author="甲"><w:r><w:delText>旧</w:delText></w:r></w:del>', "修订"),
        ("moved from", text, f'<w:moveFrom w:id="1" w:author="甲">{text}</w:moveFrom>', "移动"),
        ("moved to", text, f'<w:moveTo w:id="1" w:author="甲">{text}</w:moveTo>', "移动"),
        ("format change", before, '<w:r><w:rPr><w:rPrChange w:id="1" w:author="甲"><w:rPr/></w:rPrChange></w:rPr><w:t xml:space="preserve">特此', "格式修订"),
        ("comment", text, text + '<w:r><w:commentReference w:id="0"/></w:r>', "批注"),
        ("object", text, text + '<w:r><w:object/></w:r>', "对象"),
        ("footnote", text, text + '<w:r><w:footnoteReference w:id="2"/></w:r>', "脚注"),
        ("bold by hand", before, '<w:r><w:rPr><w:b/></w:rPr><w:t>特此', "加粗"),
        ("red by hand", before, '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>特此', "颜色"),
        ("white by hand", before, '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>特此', "颜色"),
        ("page break", text, text + '<w:r><w:br w:type="page"/></w:r>', "分页符"),
        ("docxtpl escape", "特此告知", "{_{ 特此告知", "转义"),
        ("rich text", "{{ complaint_subject }}", "{{r complaint_subject }}", "富文本"),
        ("arithmetic", "{{ received_on }}", "{{ received_on * 2 }}", "不做计算"),
        ("own table style", END, "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"9\"/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>" + END, "表格样式"),
        ("loop pasted twice", "{{ ground.label }}{{ ground.text }}", "{{ ground.label }}{{ ground.text }}{{ ground.text }}", "页面"),
        ("margins", 'w:top="2098"', 'w:top="1000"', "页边距"),
        ("paragraph deleted", run("x")[:0] + "{{ addressees }}：", "", DOCX),
        ("paragraph typed twice", "特此告知。", "特此告知。特此告知。", DOCX),
        ("placeholder typed", "特此告知。", "特此告知。____", DOCX),
        ("stray None", "特此告知。", "特此告知。None", DOCX),
    ):  # fmt: skip
        yield f"Word: {name}", LETTER, word(in_part(old, new)), told


def furniture() -> Iterator[Row]:
    """Headers, sections and settings."""
    mark = "{% if mark %}{{ mark }}{% endif %}"
    for number, side in ((1, "页眉"), (2, "偶数页页眉")):
        edit = word(in_part(mark, "", f"word/header{number}.xml"))
        yield f"mark deleted from header {number}", LETTER, edit, side
    yield (
        "first page of its own",
        LETTER,
        word(in_part("<w:pgSz", "<w:titlePg/><w:pgSz")),
        "首页页眉",
    )
    yield "header unreferenced", LETTER, word(
        in_part('<w:headerReference w:type="default" r:id="header1"/>', "")
    ), "页眉"  # fmt: skip
    yield "text in a header", LETTER, word(
        in_part("</w:hdr>", run("内部资料") + "</w:hdr>", "word/header1.xml")
    ), DOCX  # fmt: skip
    yield "name misspelt in a header", LETTER, word(
        in_part(mark, "{{ mrak }}" + mark, "word/header1.xml")
    ), "页眉"  # fmt: skip
    yield "settings name a template", LETTER, word(
        in_part("<w:zoom", '<w:attachedTemplate r:id="rId1" xmlns:r="x"/><w:zoom', "word/settings.xml")
    ), ""  # fmt: skip
    yield "people.xml left by Word", LETTER, word(
        with_part("word/people.xml", b"<people/>", "http://x/people")
    ), ""  # fmt: skip
    yield "customXml left by Word", LETTER, word(with_part("customXml/item1.xml", b"<a/>")), ""
    yield "macro", LETTER, word(with_part("word/vbaProject.bin", b"x")), "宏"
    yield "embedded file", LETTER, word(with_part("word/embeddings/a.bin", b"x")), "嵌有"
    yield "picture from elsewhere", LETTER, word(in_part(
        "</Relationships>", f'<Relationship Id="e" Type="{RELATIONS}/image" Target="http://x/a.png"'
        ' TargetMode="External"/></Relationships>', "word/_rels/document.xml.rels",
    )), "文件外面的图片"  # fmt: skip
    yield "picture missing", LETTER, word(in_part(
        "</Relationships>", f'<Relationship Id="e" Type="{RELATIONS}/image"'
        ' Target="media/a.png"/></Relationships>', "word/_rels/document.xml.rels",
    )), "media/a.png"  # fmt: skip
    yield "XML broken", LETTER, word(in_part("</w:body>", "", BODY)), DOCX.rpartition("/")[2]
    yield "a style changed", LETTER, word(
        in_part('<w:jc w:val="center"/>', '<w:jc w:val="left"/>', "word/styles.xml")
    ), "样板"  # fmt: skip
