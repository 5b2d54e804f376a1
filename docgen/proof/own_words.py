"""Hold an office's own wording against ours: what carries weight is not changed by a slip.

Wording that no official form prescribes may be changed in both templates. But a number, a term,
an article, a "not", an "or", a label, a clause or a condition that is other than ours, or a word
that stands for another, is a slip or meant: whoever means it writes the words into `wording.txt`
beside the templates.
"""

import difflib
import html
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.proof.agreement import bare
from docgen.template.frozen import MEANT

_PIECES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\n|[^{\n]+|\{", re.DOTALL)
_CLAUSES = re.compile(r"[^。；，：！？]+[。；，：！？]?|[。；，：！？]")
_DIGITS = "〇零一二两三四五六七八九十百千万0123456789０-９.．"
_WEIGHTY = re.compile(
    rf"第?[{_DIGITS}]+个?(?:工作日|小时|分钟|条|款|项|日|天|月|年|周|份|元|倍|%|％|页|次|人|级)"
    r"|^（?[一二三四五六七八九十]+）?、|^\d+[.．、]|《[^》]*》|万元|亿元|元|被投诉人|被举报人|投诉人|举报人|甲方|乙方|被申请人|申请人"
    r"|次日|当日|当天|即日|翌日|[%％‰]"
    r"|不得|不|未|无|非|禁止|停止|拒绝|同意|应当|必须|可以|有权|逾期|自愿|免|减|增"
    r"|审批|审核|核对|批准|承办|经办|主办|协办|监交|移交|接收|签发|记录|送达|受理|立案|告知|通知"
    r"|申请|决定|建议|原件|复印件|正本|副本|电话|地址|姓名|名称|号码|编号|单位|位置|日期|时间|数量|金额"
    r"|签名|签字|盖章|印章|年|月|日|前|后|内|外|上|下|大|小|收|付|已"
    r"|或|并|且|均|仅|只|除|但|若|每|任何|任一|全部|部分|一般|原则|尽量|酌情|视情|必要"
)
# Words for the same, and characters of which none makes another meaning by itself.
_SAME = {"没有": "未", "或者": "或", "并且": "并", "以及": "及", "仅仅": "仅", "提醒": "提示"}
_EMPTY = re.compile(r"[的之了地得这本该此其和与及同为是将把于在从由对向请您你等们个者所\W_]")
# So alike is a clause that was reworded to the one it stands in place of.
_ALIKE = 0.5
_LONG = 8
# So many characters of a clause say something, whatever they are.
_MUCH = 4
# What any paper may show: nothing of a case.
_EVERYWHERE = ("authority", "house", "title", "number_line", "issued_on", "mark", "loop.")
_MANY = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause, a value or a tag of a template, in the order of reading."""

    sort: str
    text: str
    number: int = 0


def pieces_of(source: str) -> tuple[Piece, ...]:
    """Return what a part of a Word template says, piece by piece; `number` counts its lines."""
    words = re.sub(r"</w:p>", "\n", re.sub(r"\n", "", source))
    found: list[Piece] = []
    line = 0
    for each in _PIECES.findall(html.unescape(re.sub(r"<[^>]+>", "", words))):
        if each == "\n":
            line += 1
        elif each.startswith("{#"):
            continue
        elif each.startswith(("{{", "{%")):
            sort = "value" if each.startswith("{{") else "tag"
            found.append(Piece(sort, " ".join(each.strip("{}%- ").split()), line))
        else:
            found += [Piece("words", clause, line) for clause in _CLAUSES.findall(bare(each))]
    return tuple(found)


def meant_in(templates: Path) -> frozenset[str]:
    """Return what an office means to have other than ours, from the file beside its templates."""
    path = templates / MEANT
    text = path.read_text("utf-8-sig", "replace") if path.is_file() else ""
    return frozenset(bare(line) for line in text.splitlines() if line.strip())


def slips(
    ours: Sequence[Piece],
    theirs: Sequence[Piece],
    labels: Mapping[str, str],
    meant: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Yield the words and the advice of what is other than ours, save what is `meant`.

    `labels` are those of all names that the templates may use, by their paths.
    """
    told: dict[str, str] = {}
    for words, detail in (
        *_of_tags(ours, theirs),
        *_of_values(ours, theirs, labels),
        *_of_words(ours, theirs, frozenset(labels.values())),
        *_of_conditions(ours, theirs),
    ):
        if bare(words) not in meant:
            told.setdefault(words, detail)
    for words, detail in [*told.items()][:_MANY]:
        yield words, f"{detail}；确实要这样的，把「{words}」写进模板文件夹里的 {MEANT}，一行一句"


def _lost(ours: Sequence[Piece], theirs: Sequence[Piece], sort: str) -> Counter[str]:
    before, after = (
        Counter(each.text for each in side if each.sort == sort) for side in (ours, theirs)
    )
    return before - after


def _of_tags(ours: Sequence[Piece], theirs: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Conditions and loops of ours that are gone: what they decided is now always said or never."""
    for text in _lost(ours, theirs, "tag"):
        if not text.startswith("end"):
            tag = f"{{% {text} %}}"
            yield tag, f"随程序的模板用 {tag} 决定印不印，这里没有了或改了，请恢复"


def _of_values(
    ours: Sequence[Piece], theirs: Sequence[Piece], labels: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Values that only a template computes are lost, or values are shown that ours never show."""
    for text in _lost(ours, theirs, "value"):
        if text.startswith("loop.") or not re.fullmatch(r"[\w.]+", text):
            said = f"{{{{ {text} }}}}"
            yield said, f"随程序的模板印 {said}，这里没有印或少印了一处，请恢复"
    used = {
        name for each in ours if each.sort != "words" for name in re.findall(r"[\w.]+", each.text)
    }
    for text in _lost(theirs, ours, "value"):
        if re.fullmatch(r"[\w.]+", text) and text not in used and not text.startswith(_EVERYWHERE):
            said = f"{{{{ {text} }}}}"
            label = labels.get(text, text)
            yield said, f"随程序的模板不印「{label}」{said}，收件人可能不该看到，请去掉"


def _of_words(
    ours: Sequence[Piece], theirs: Sequence[Piece], labels: Collection[str]
) -> Iterator[tuple[str, str]]:
    (before, was_in), (after, now_in) = _clauses(ours), _clauses(theirs)
    known = Counter(before)
    gone = known - Counter(after)
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for step, start, end, begin, stop in steps:
        if step == "equal":
            continue
        added = after[begin:stop]
        if (
            len({*was_in[start:end]}) == len({*now_in[begin:stop]}) == 1
            and all(gone[was] for was in before[start:end])
            and not any(known[one] for one in added)
            and _parted_otherwise("".join(before[start:end]), "".join(added))
        ):
            continue
        for was in before[start:end]:
            if not gone[was]:
                yield was, f"「{was}」换了位置，请放回随程序的模板里的地方"
                continue
            likeness, near = max(((_likeness(was, one), one) for one in added), default=(0, ""))
            if likeness < _ALIKE:
                if len(was) > 1 or was.isalnum() or was in "%％‰":
                    yield was, f"随程序的模板里的「{was}」没有了，请恢复"
                continue
            added.remove(near)
            yield from _reworded(was, near, known, labels)
        for one in added:
            if len(one) >= _LONG and known[one]:
                yield one, f"「{one}」多印了一次，请删掉一处"


def _clauses(pieces: Sequence[Piece]) -> tuple[list[str], list[int]]:
    """Return the clauses, and of each in which stretch it stands between values, tags, lines."""
    words: list[str] = []
    stretches: list[int] = []
    stretch = line = 0
    for each in pieces:
        stretch += each.sort != "words" or each.number != line
        line = each.number
        if each.sort == "words":
            words.append(each.text)
            stretches.append(stretch)
    return words, stretches


def _parted_otherwise(was: str, now: str) -> bool:
    """Tell whether words are only parted by other signs, or have some more that change nothing.

    A number that a sign breaks in two is another number.
    """
    if re.findall(rf"[{_DIGITS}]+", was) != re.findall(rf"[{_DIGITS}]+", now):
        return False
    one, other = (re.sub(r"[\W_]", "", each) for each in (was, now))
    steps = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    kept = all(
        step in ("equal", "insert") or not _EMPTY.sub("", one[start:end])
        for step, start, end, _, _ in steps
    )
    return kept and not any(_reworded(was, now, {}, ()))


def _of_conditions(ours: Sequence[Piece], theirs: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """What stands in both, in other conditions or loops than ours."""
    before, after = _conditions(ours), _conditions(theirs)
    for text, held in before.items():
        for was, now in zip(held - after[text], after[text] - held, strict=False):
            if text in after and held.total() == after[text].total():
                told = f"只在 {was[-1]} 里面印" if len(was) > len(now) else "没有这样的条件就印"
                yield text, f"随程序的模板里「{text}」{told}，这里不是，请改回来"


def _conditions(pieces: Sequence[Piece]) -> dict[str, Counter[tuple[str, ...]]]:
    """Return in which conditions and loops each clause and value stands, and how often."""
    found: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    within: list[str] = []
    for each in pieces:
        verb = each.text.partition(" ")[0]
        if each.sort != "tag":
            found[f"{{{{ {each.text} }}}}" if each.sort == "value" else each.text][
                tuple(within)
            ] += 1
        elif verb in ("if", "for"):
            within.append(f"{{% {each.text} %}}")
        elif verb in ("elif", "else") and within:
            within[-1] += f" … {{% {each.text} %}}"
        elif verb.startswith("end") and within:
            within.pop()
    return found


def _reworded(
    was: str, now: str, known: Mapping[str, int], labels: Collection[str]
) -> Iterator[tuple[str, str]]:
    name = now.strip("：（）")
    if was != now and name != was.strip("：（）") and (now in known or name in labels):
        yield now, f"随程序的模板这里是「{was}」，改成的「{now}」是另一项的名称，请改回来"
        return
    items = [was.split("、"), now.split("、")]
    if len(items[1]) < len(items[0]):
        for item in items[0]:
            if item.strip("，；。") not in now:
                yield now, f"随程序的模板这里是「{was}」，改成「{now}」少了「{item}」，请恢复"
                return
    steps = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    for step, start, end, _, _ in steps:
        if step in ("replace", "delete") and end - start >= _MUCH:
            gone = was[start:end]
            yield now, f"随程序的模板这里是「{was}」，改成「{now}」没有了「{gone}」，请恢复"
            return
    plain, changed = _plainly(was), _plainly(now)
    one, other = (Counter(_WEIGHTY.findall(each)) for each in (plain, changed))
    if one != other:
        differing = "、".join([*(one - other), *(other - one)])
        yield now, f"随程序的模板这里是「{was}」，改成「{now}」以后「{differing}」不一样，请改回来"
        return
    steps = difflib.SequenceMatcher(None, plain, changed, autojunk=False).get_opcodes()
    for step, start, end, begin, stop in steps:
        gone, put = plain[start:end], changed[begin:stop]
        if step == "replace" and _EMPTY.sub("", gone) and _EMPTY.sub("", put):
            told = f"「{gone}」换成了「{put}」，意思可能变了"
            yield now, f"随程序的模板这里是「{was}」，改成「{now}」把{told}，请改回来"
            return


def _plainly(words: str) -> str:
    """Return words with one of several that say the same."""
    for one, other in _SAME.items():
        words = words.replace(one, other)
    return words


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
