"""What a sheet tells its clerk: how a column is filled in, and how the workbook is used."""

from docgen.batch.sheet.cells import NO, YES
from docgen.batch.sheet.layout import CASE_KEY, Column, Key, Layout, Table
from schemas.ground.fields import (
    Choice,
    Count,
    Day,
    Described,
    File,
    Flag,
    LongText,
    Moment,
    Money,
    Text,
    condition_words,
)

# Rows whose case key is one of these are for reading, not for rendering.
EXAMPLE, EXPLANATION = "示例", "说明"
# Sheets that hold no cases: how to fill in, the drop-down lists, the list of what is wrong.
GUIDE_SHEET, LISTS_SHEET, FAULTS_SHEET = "填写说明", "列表", "错误清单"

_WAYS = {
    Flag: f"填“{YES}”或“{NO}”。",
    Day: "写成 2026-07-10。",
    Moment: "写成 2026-07-10 09:30。",
    Money: "只写数字，最多两位小数。",
    File: "照片的文件名；照片与表格一起交。",
    LongText: "分段用 Alt+Enter 换行。",
}


def explain(column: Key | Column) -> str:
    """Return how a column is filled in: whether it must be, how it is written, its hint."""
    if isinstance(column, Key):
        if not column.table:
            return "自编，不重复，宜用字母和数字；各表用它对应同一案件。"
        return "在同一案件内不重复；下级各表用它对应。"
    field = column.field
    condition = condition_words(field)
    words = [
        _need(column),
        condition and f"{condition}填写。",
        _way(field),
        field.hint,
        "留卷，不印在文书上。" if field.kept else "",
    ]
    return "".join(words)


def _need(column: Column) -> str:
    if column.required:
        return "必填。"
    inside = len(column.labels) > 1 and not column.field.optional
    return "填写本组其他项的，必填。" if inside else "选填。"


def _way(field: Described) -> str:
    if isinstance(field, Choice):
        return "从下拉列表中选。"
    if isinstance(field, Count):
        return f"整数，{field.least} 到 {field.most}。" if field.most < 10**9 else "整数。"
    if type(field) in _WAYS:
        return _WAYS[type(field)]
    return f"最多 {field.longest} 字。" if type(field) is Text else ""


def guide_lines(layout: Layout) -> list[str]:
    """Return the page that explains the workbook, line by line."""
    title = layout.kind.header.title
    below = [table for table in layout.tables.values() if table.above]
    lines = [
        f"{title}：一行一案，一案一份文书。",
        f"“{EXPLANATION}”和“{EXAMPLE}”两行只供参考，不生成文书；请从“{EXAMPLE}”下面一行填起。",
        f"带 * 的列必填。「{CASE_KEY}」由你自编，不能重复；"
        "只用字母、数字和 - _ . 的，移交包里的文书就以它为编号。",
    ]
    if below:
        names = "、".join(f"「{table.label}」" for table in below)
        lines.append(
            f"有多项的内容填在各自的表里：{names}。一项一行，"
            f"用「{CASE_KEY}」与「{layout.cases.label}」表对应。"
        )
    for table in below:
        lines += _joins(table)
    lines += [
        "身份证号、信用代码、电话、账号等已设为“文本”格式，请直接录入；"
        "从别处粘贴时请选“只粘贴值”，以免变成数字、丢掉末尾几位。",
        "日期可以写成 2026-07-10、2026/7/10、2026.7.10、20260710 或 2026年7月10日。",
        "照片与表格一起交（用命令行的放在同一文件夹），表中只写文件名。",
        f"除了各表左边的「{CASE_KEY}」，不要合并单元格；"
        "合并的、出错的、隐藏的格子和找不到案件的行都会列出来，不会悄悄漏掉。",
        "第 2 行是程序识别各列用的名称，已隐藏，请不要删除；"
        "列的顺序可以调整，不用的选填列可以删除。",
        "填好后保存，在系统的「批量」页选择这份表格（和照片），点「交给系统做」。"
        "文书种类由表格认出，不用另选。",
        "有错误的案件另存在 errors.xlsx 里，可以在那一批的页面上下载；"
        "里面只有出错的案件，错误的格子标红并加批注，改好后把它再交一次。",
        f"用命令行的：docgen batch 本文件.xlsx --out 文件夹（文书种类：{layout.kind.name}）。",
    ]
    return lines


def _joins(table: Table) -> list[str]:
    keys = [key for key in table.keys if key.table and key.table != table.path]
    if not keys:
        return []
    names = "和".join(f"「{key.heading}」" for key in (table.keys[0], *keys))
    return [f"「{table.label}」表的每一行用{names}对应。"]
