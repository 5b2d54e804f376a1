"""The shipped master, and a manuscript that uses all a manuscript can say."""

from functools import cache

import pytest

from docgen import Settings
from docgen.word.manuscript import Manuscript
from docgen.word.master import Master, read_master
from docgen.word.notation import parse

EVERYTHING = """\
[页面 公文 重编页码]
[页脚]
页脚首行> 当事人：{% if witness %}[签名处 　　　]{% else %}/{% endif %}\\t　年　月　日
第 [页码] 页 共 [页数] 页（本件 [本节页数] 页）
[/页脚]
[块 文头]
{{ opening }}\\n第二行，[签名处 　　]签名。
{% for item in items if item.a|length > 1 %}
一级标题> {{ item.name|numeral }}、{{ item["a|b"] }}
{% endfor %}
[换节]
[表 清单] 12:清单居中 40 *:清单金额 30.5
[头 连] 序号 | 名称 | [跨2] 数量
{% for item in items %}
[行 高20] {{ loop.index }} | [并2 竖] {{ item.name }} | [跨2 上] {% for line in item.lines %}
  ¶ 清单居中> {{ line }}
  ¶ {% endfor %}
[行 定12.5 连] | [下] 细表文字> 甲 | 乙
{% endfor %}
[行] [跨4] 合计
[/表]
[换节 横表]
说明文字连> 末页。
"""


@cache
def shipped_master() -> Master:
    """Return the master of a fresh checkout, for tests whose arguments are printed whole."""
    return read_master(Settings.from_env({}).templates / "docx")


@pytest.fixture(scope="session")
def master() -> Master:
    return shipped_master()


@pytest.fixture
def everything(master: Master) -> Manuscript:
    return parse(EVERYTHING, master)
