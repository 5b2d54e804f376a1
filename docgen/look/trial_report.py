"""One page that shows what a set of templates would change; it needs nothing beside it."""

from collections.abc import Iterator, Sequence
from html import escape

from docgen.look.trial import Change, Sheets, Trial

_TAGS = {" ": ("", ""), "-": ("<del>", "</del>"), "+": ("<ins>", "</ins>")}
ALONE = {
    "docx": "只改了 Word 模板，页面模板没有改；两份说的话相同。",
    "html": "只改了页面模板，Word 模板没有改；两份说的话相同。",
}
_HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>试用模板</title><style>
body { margin: 2rem; font: 16px/1.7 sans-serif; }
del { color: #a40000; } ins { color: #006400; font-weight: bold; text-decoration: none; }
.sheets { display: flex; gap: 1rem; }
.sheets div { flex: 1; } img { width: 100%; border: 1px solid #aaa; }
</style></head><body><h1>试用模板：会改变什么</h1>
"""


def report_of(trials: Sequence[Trial]) -> str:
    """Return one page that shows all trials."""
    parts = [_HEAD, f"<p>{summary_of(trials)}</p>"]
    if any(each.compared for each in trials):
        parts.append("<p>下面有已出具文书的内容，含当事人的个人信息，请妥善保管，用完即删。</p>")
    for each in trials:
        parts += _of_kind(each)
    return "".join([*parts, "</body></html>\n"])


def _of_kind(trial: Trial) -> Iterator[str]:
    yield f"<h2>{escape(trial.title)}（{trial.kind}）</h2>"
    if trial.flaws:
        yield "<p>没有通过检查：</p><ul>"
        yield from (f"<li>{escape(str(flaw))}</li>" for flaw in trial.flaws)
        yield "</ul>"
        return
    if trial.alone:
        yield f"<p>{ALONE[trial.alone]}</p>"
    old, new = trial.sheets
    yield f"<p>示例原来 {len(old)} 页，现在 {len(new)} 页。</p>"
    if not trial.changes:
        yield "<p>案例的文字没有变化。</p>"
    for change in trial.changes:
        yield f"<h3>{escape(change.paper)}</h3>{_words(change)}"
    yield from _side_by_side(trial.sheets)
    if trial.compared:
        yield f"<h3>最近出具的文书</h3><p>{issued_words(trial)}</p>"
    for change in trial.issued:
        yield f"<h4>{escape(change.paper)}</h4>"
        if change.pages:
            yield f"<p>原来 {change.pages[0]} 页，现在 {change.pages[1]} 页。</p>"
        yield "<p>文字没有变化，版面有变化。</p>" if change.says_the_same else _words(change)
        yield from _side_by_side(change.sheets)


def issued_words(trial: Trial) -> str:
    """Return in a sentence how many of the papers issued last would come out otherwise."""
    left = f"另有 {trial.left_out} 份没有比较（按从前的格式出具，或者你不能查看）。"
    said = f"比较了最近出具的 {trial.compared} 份，{len(trial.issued)} 份会不同。"
    return said + (left if trial.left_out else "")


def _words(change: Change) -> str:
    told = (f"{_TAGS[what][0]}{escape(words)}{_TAGS[what][1]}" for what, words in change.pieces)
    return f"<p>{''.join(told)}</p>"


def _side_by_side(sheets: Sheets) -> Iterator[str]:
    old, new = sheets
    for at in range(max(len(old), len(new))):
        pair = (("原来", old), ("现在", new))
        shown = "".join(
            f'<div><p>{said}第 {at + 1} 页</p><img src="{urls[at]}" alt="{said}第 {at + 1} 页">'
            "</div>"
            for said, urls in pair
            if at < len(urls)
        )
        yield f'<div class="sheets">{shown}</div>'


def summary_of(trials: Sequence[Trial]) -> str:
    """Return in a sentence how many kinds change and how many are not proved."""
    if not trials:
        return "和正在使用的模板相同，没有变化。"
    failed = sum(not each.proved for each in trials)
    told = f"涉及 {len(trials)} 种文书，"
    return told + (f"其中 {failed} 种没有通过检查。" if failed else "全部通过检查。")
