"""What of an office's own wording is a slip: told with the words, unless the office means it."""

from pathlib import Path

import pytest

from docgen.proof.own_words import meant_in, pieces_of, slips

LABELS = {"phone": "联系电话", "address": "联系地址", "reporter": "举报人姓名"}


def source(*paragraphs: str) -> str:
    return "".join(f"\n<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)


OURS = (
    "本承诺书一式三份，承诺人、乙方、甲方各执一份。",
    "二、保密义务：国家秘密、商业秘密，",
    "不向任何第三方泄露保密范围内的数据；只为履行合同使用。",
    "{% for line in lines %}{{ loop.index }}、{{ line.name }}{% endfor %}",
    "{% if loop.first %}经查，{% endif %}{{ facts }}",
    "联系电话：{{ phone }}",
    "对本决定有异议的，可以书面申请。",
    "自签名的次日起算", "税率{{ rate }}%",
    "{% if place %}地点：{{ place }}{% endif %}",
    "材料一式三十份交存，", "到期时间", "剩余时间", "问题描述",
    "自签字并盖章之日起生效。", "没有发现违约情形。",
)  # fmt: skip


def told(*changes: tuple[str, str], meant: frozenset[str] = frozenset()) -> list[str]:
    words = source(*OURS)
    for old, new in changes:
        assert old in words
        words = words.replace(old, new, 1)
    found = slips(pieces_of(source(*OURS)), pieces_of(words), LABELS, meant)
    return [detail for _, detail in found]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("一式三份", "一式两份", "「三份、两份」不一样"),
        ("不向任何", "向任何", "「不」不一样"),
        ("承诺人、乙方、", "承诺人、", "乙方"),
        ("二、保密义务", "一、保密义务", "「二、、一、」"),
        ("国家秘密、商业秘密", "商业秘密", "少了「国家秘密」"),
        ("联系电话：{{ phone }}", "联系方式：{{ phone }}", "「电话」"),
        ("任何第三方泄露保密", "亲属泄露保密", "任何第三方"),
        ("签名的次日起算", "签名当日起算", "次日"),
        ("{{ rate }}%", "{{ rate }}", "「%」没有了"),
        ("甲方各执", "乙方各执", "甲方"),
        ("签字并盖章", "签字或者盖章", "「并、或」不一样"),
        ("商业秘密，", "商业数据，", "「秘密」换成了「数据」"),
        ("可以书面申请", "一般可以书面申请", "「一般」不一样"),
        ("没有发现", "已发现", "不一样"),
        ("联系电话：{{ phone }}", "联系地址：{{ phone }}", "另一项的名称"),
        ("{% if loop.first %}经查，{% endif %}", "经查，", "{% if loop.first %} 决定印不印"),
        (
            "{% if place %}地点：{{ place }}",
            "地点：{% if place %}{{ place }}",
            "只在 {% if place %}",
        ),
        ("{{ loop.index }}", "1", "{{ loop.index }}"),
        ("对本决定有异议的，可以书面申请。", "", "没有了，请恢复"),
        ("{{ facts }}", "{{ facts }}{{ reporter }}", "「举报人姓名」"),
        ("一式三份，承诺人", "一式十三份，承诺人", "「三份、十三份」不一样"),
        ("一式三十份", "一式三，十份", "没有了「十份交存」"),
        ("对本决定有异议的，可以书面申请。", "对本决定有异议的，可以书面申请。" * 2, "多印了一次"),
    ],
)
def test_a_slip_is_told_with_its_words(old: str, new: str, sentence: str) -> None:
    assert any(sentence in each for each in told((old, new)))


def test_heads_that_change_places_are_told() -> None:
    changed = told(("到期时间", "〓"), ("剩余时间", "到期时间"), ("〓", "剩余时间"))
    assert len(changed) == 1
    assert "换了位置" in changed[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("承诺人、乙方、甲方各执", "承诺人和乙方、甲方各执"),
        ("问题描述", "问题的描述"),
        ("没有发现", "未发现"),
        ("没有发现违约情形", "没有发现这些违约情形"),
        ("{{ facts }}", "{{ facts }}请妥善保管。"),
        ("{{ facts }}", "{{ facts }}{{ authority.name }}"),
        ("{% if loop.first %}", "{%- if loop.first -%}"),
        ("有异议的，可以", "有异议的可以"),
        ("自签字并盖章之日起生效。", "自签字并盖章之日起，即行生效。"),
        ("可以书面申请。", "可以书面，申请。"),
    ],
)
def test_other_words_for_the_same_are_no_slip(old: str, new: str) -> None:
    assert told((old, new)) == []


def test_what_is_meant_is_written_beside_the_templates(tmp_path: Path) -> None:
    (tmp_path / "wording.txt").write_text("本承诺书一式两份，\n\n", "utf-8-sig")
    meant = meant_in(tmp_path)
    assert told(("一式三份", "一式两份"), meant=meant) == []
    assert told(("一式三份", "一式四份"), meant=meant)
    assert meant_in(tmp_path / "none") == frozenset()
