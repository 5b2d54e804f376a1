# ruff: noqa: E501 - a row of the table is an edit, whole
"""More edits of templates: whole files, pages, what is harmless, and what a clerk tried."""

import re
from collections.abc import Iterator

from tests.docgen.proof.bench import BODY, Edit, Parts, both, file, in_part, page, run, word
from tests.docgen.proof.edits import A_RUN, DOCX, HTML, LETTER, MONEY, THANKS, Row


def kinds_of_file() -> Iterator[Row]:
    """The file is no Word document of the usual sort, or no page in UTF-8."""
    place = f"docx/{DOCX}"
    name = f"{LETTER}.docx"
    for what, change, told in (
        (".doc", lambda _: b"\xd0\xcf\x11\xe0" + bytes(99), ".doc"),
        ("RTF", lambda _: b"{\\rtf1 }", "RTF"),
        ("PDF", lambda _: b"%PDF-1.7", "PDF"),
        ("empty", lambda _: b"", "不是 Word"),
        ("truncated", lambda content: content[: len(content) // 2], "不完整"),
        ("text", lambda _: "你好".encode(), "不是 Word"),
    ):
        yield f"saved as {what}", LETTER, file(place, change), f"{name} ".strip() + f"|{told}"
    main = "wordprocessingml.document.main+xml"
    types = "[Content_Types].xml"
    yield (
        ".dotx",
        LETTER,
        word(in_part(main, main.replace("document", "template", 1), types)),
        ".dotx",
    )
    yield ".docm", LETTER, word(in_part(
        f"application/vnd.openxmlformats-officedocument.{main}",
        "application/vnd.ms-word.document.macroEnabled.main+xml", types,
    )), ".docm"  # fmt: skip
    yield "strict", LETTER, word(in_part(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )), "Strict"  # fmt: skip
    yield "page in GBK", LETTER, file(f"html/{HTML}", lambda c: c.decode().encode("gbk")), "UTF-8"
    yield "page empty", LETTER, file(f"html/{HTML}", lambda _: b""), ".html"


def of_the_page() -> Iterator[Row]:
    """What a browser shows and a PDF cannot, or nobody reads."""
    for name, new, told in (
        ("script", "<script>alert(1)</script>", "脚本"),
        ("picture by address", '<img src="https://x/a.png" alt="章">', "文件外面"),
        ("picture beside", '<img src="a.png" alt="章">', "文件外面"),
        ("picture without words", '<img src="data:image/png;base64,AA">', "alt"),
        ("svg", "<svg></svg>", "svg"),
        ("frame", '<iframe src="#"></iframe>', "文件外面"),
        ("link", '<a href="https://x/">网址</a>', "文件外面"),
        ("handler", '<p onclick="x()">另</p>', "脚本"),
        ("hidden", "<p hidden>另</p>", "藏了起来"),
        ("display none", '<p style="display:none">另</p>', "藏了起来"),
        ("white", '<p style="color:#fff">另</p>', "藏了起来"),
        ("field", "<input>", "控件"),
        ("black ground", '<p style="background: #000">另</p>', "白纸"),
        ("light ground", '<p style="background: #ececec"></p>', ""),
        ("struck through", "<s>另</s>", "划掉"),
        ("struck by style", '<p style="text-decoration: line-through">另</p>', "划掉"),
        ("head without scope", "<table><tr><th>另</th></tr></table>", "scope"),
        ("bold", "<b></b>", ""),
        ("comment", "{# 说明 #}", ""),
        ("unclosed if", "{% if mark %}", "语法"),
        ("unknown tag", "{% foo %}", "语法"),
        ("unknown macro", "{{ nothing() }}", "nothing"),
        ("missing file", '{% include "没有.html" %}', "没有.html"),
        ("file by variable", "{% include title %}", "变量"),
        ("more words", "<p>请妥善保管。</p>", "和页面模板说的不一样"),
    ):
        yield f"page: {name}", LETTER, page(f"<p>{THANKS}</p>", f"<p>{THANKS}</p>{new}"), told
    for name, old, new, told in (
        (
            "face",
            "body { margin: 0; }",
            "@font-face { font-family: x; src: url(x.ttf) }",
            "_style.css",
        ),
        ("import", "body { margin: 0; }", '@import "x.css";', "_style.css"),
        ("address", "body { margin: 0; }", "body { background: url(https://x) }", "_style.css"),
        ("paragraphs hidden", "p { margin: 0;", "p { display: none;", "_style.css"),
        ("lines cut off", "p { margin: 0;", "p { max-lines: 6; margin: 0;", "_style.css"),
        ("room of a blank", ".number {", ".room i { width: 0 }\n.number {", "_style.css"),
        ("smaller by a tenth", ".number {", ".number { font-size: 0.9em;", ""),
        ("light ground", "th {\n", "th { background: rgb(240, 240, 240);\n", ""),
        ("picture behind", "body { margin: 0; }", "body { background: url(data:x) }", "_style.css"),
        ("head once", "display: table-header-group", "display: table-row-group", "_style.css"),
        ("wider margin", "margin: 37mm 26mm 35mm 28mm;", "margin: 37mm 26mm 35mm 30mm;", ""),
    ):
        edit = file("html/_style.css", lambda c, a=old, b=new: c.decode().replace(a, b, 1).encode())
        yield f"style: {name}", LETTER, edit, told
    layout = "html/_layout.html"
    for name, old, new, told in (
        (
            "hidden below its blocks",
            "</style>",
            "h1 { visibility: hidden }\n</style>",
            "_layout.html",
        ),
        ("no language", '<html lang="zh-CN">', "<html>", "语言"),
        ("no mark", "{{ mark }}", "", "mark"),
        ("no main", "<main>", "<div>", "html"),
    ):
        edit = file(layout, lambda c, a=old, b=new: c.decode().replace(a, b, 1).encode())
        yield f"layout: {name}", LETTER, edit, told


def held() -> Iterator[Row]:
    """What programs do by themselves, and changes that are right."""
    split = '{{ compl</w:t></w:r><w:r><w:t xml:space="preserve">aint_subject }}'
    yield "nothing changed", LETTER, Edit(), ""
    yield "saved again", LETTER, word(in_part(THANKS, THANKS)), ""
    yield "rsids", LETTER, word(in_part("<w:p>", '<w:p w:rsidR="00AB12CD">')), ""
    yield (
        "proofing marks",
        LETTER,
        word(in_part(A_RUN, f'<w:proofErr w:type="spellStart"/>{A_RUN}')),
        "",
    )
    yield "bookmark", LETTER, word(
        in_part(A_RUN, f'<w:bookmarkStart w:id="0" w:name="a"/>{A_RUN}<w:bookmarkEnd w:id="0"/>')
    ), ""  # fmt: skip
    yield "language hint", LETTER, word(in_part(
        A_RUN, A_RUN.replace("<w:r>", '<w:r><w:rPr><w:lang w:eastAsia="zh-CN"/></w:rPr>')
    )), ""  # fmt: skip
    yield "placeholder split", LETTER, word(in_part("{{ complaint_subject }}", split)), ""
    yield "blanks in a placeholder", LETTER, word(in_part("{{ title }}", "{{title}}")), ""
    yield (
        "comment for colleagues",
        LETTER,
        word(in_part("{{ title }}", "{# 标题 #}{{ title }}")),
        "",
    )
    yield "byte order mark", LETTER, file(f"html/{HTML}", lambda c: b"\xef\xbb\xbf" + c), ""
    yield "blank line on the page", LETTER, page("<p>特此", "\n<p>特此"), ""


def of_a_clerk() -> Iterator[Row]:
    """What a clerk tried who knows Word and not the code: the second round of edits."""
    for old, new in (
        ("{{ title }}", "{{ number_line }}"),
        ("的投诉。经审查", "的投诉，经审查"),
        ("第三十九条", "第39条"),
        ("六十日", "三十日"),
        ("{{ authority.court }}", "示例市人民法院"),
        ("（印章）", ""),
        ("{{ issued_on }}", "2026年6月16日"),
        ("{{ addressees }}", "林晓岚"),
        ("{%p if competent_body %}", "{%p if not competent_body %}"),
        ("{%p if competent_body %}", "{%p if ground_seven_basis %}"),
        ("{%p for ground in grounds %}", "{%p for ground in grounds[:1] %}"),
        ("{% if several_addressed %}们{% endif %}", ""),
        ("特此告知。", "{# 特此告知。 #}"),
        ("{%p if house.print_reasons %}", "{%p if true %}"),
        ("{%p if house.include_admin_remedy %}", "{%p if false %}"),
        ("{% if several_addressed %}", "{% if several_addressed == ‘x’ %}"),
        ("{%p endif %}", "{％p endif ％}"),
        ("{{ article }}", "（article）"),
        ("{{ complaint_subject }}", "{{ complaint subject }}"),
        ("{{ ground.label }}", "{{ ground。label }}"),
        ("{{ article }}", "{{ Article }}"),
        ("{{ article }}", "{{ 条款 }}"),
    ):
        yield f"clerk: {old} -> {new}", LETTER, word(in_part(old, new)), f"{LETTER}"
    shape = '<w:r><w:pict><v:shape xmlns:v="urn:x"/></w:pict></w:r>'
    for name, new, told in (
        ("text box", shape, "水印"),
        ("symbol", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "符号"),
        ("link", '<w:hyperlink r:id="e"><w:r><w:t>官网</w:t></w:r></w:hyperlink>', DOCX),
        (
            "box to tick",
            "<w:sdt><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>",
            DOCX,
        ),
        ("tab", "<w:r><w:tab/></w:r>", ""),
    ):
        yield f"clerk: {name}", LETTER, word(in_part(A_RUN, A_RUN + new)), told
    yield "clerk: watermark", LETTER, word(
        in_part("</w:hdr>", f"<w:p>{shape}</w:p></w:hdr>", "word/header1.xml")
    ), "页眉"  # fmt: skip
    yield (
        "clerk: page number",
        LETTER,
        word(in_part("PAGE", "NUMPAGES", "word/footer1.xml")),
        "页码",
    )
    yield (
        "clerk: footer",
        LETTER,
        word(in_part("</w:ftr>", run("电话") + "</w:ftr>", "word/footer1.xml")),
        DOCX,
    )
    yield "clerk: list number", LETTER, word(in_part(
        '<w:pStyle w:val="正文连"/>', '<w:pStyle w:val="正文连"/><w:numPr><w:numId w:val="1"/></w:numPr>'
    )), "自动编号"  # fmt: skip
    yield "clerk: own style", LETTER, word(in_part('w:val="正文连"', 'w:val="我的样式"')), "样式"
    yield "clerk: cell without a paragraph", MONEY, word(_cell_emptied), "没有段落"
    yield "clerk: text beside a row's loop", MONEY, word(
        in_part("{%tr for line in account.lines %}", "{%tr for line in account.lines %}以下")
    ), "整行会消失"  # fmt: skip
    for old, new in (
        ("account.due.capitals", "account.due.yuan"),
        ("account.due.capitals", "account.paid"),
    ):
        edit = both(f"{{{{ {old} }}}}", f"{{{{ {new} }}}}")
        yield f"clerk: {old} -> {new}", MONEY, edit, "templates/"
    yield (
        "clerk: period turned",
        MONEY,
        both("{{ period_from }}至", "{{ period_to }}至"),
        "templates/",
    )
    yield "clerk: unit in Word", MONEY, word(in_part("金额（元）", "金额（万元）")), "docx"


def _cell_emptied(parts: Parts) -> None:
    cell = rb"(</w:tcPr>)<w:p>.*?</w:p>(</w:tc>)"
    parts[BODY] = re.sub(cell, rb"\1\2", parts[BODY], count=1)
