"""Say in Chinese what Jinja says of a template that it cannot read, or cannot fill in."""

import re
from collections.abc import Callable

_TOLD: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        r"^Encountered unknown tag '(end\w+)'",
        lambda it: f"多了一个 {{% {it[1]} %}}，前面没有和它成对的开头",
    ),
    (
        r"^Encountered unknown tag '(.+?)'",
        lambda it: f"没有「{it[1]}」这种语句，能用的是 if 和 for",
    ),
    (
        r"^Unexpected end of template.*closed is '(\w+)'",
        lambda it: f"{{% {it[1]} … %}} 没有结尾，请补上 {{% end{it[1]} %}}",
    ),
    (r"^No filter named '(.+?)'", lambda it: f"没有「|{it[1]}」这种写法，请去掉"),
    (r"^No test named '(.+?)'", lambda it: f"没有「is {it[1]}」这种判断"),
    (
        r"^unexpected char '(.+?)'",
        lambda it: f"花括号里有不认识的字符「{it[1]}」，引号、括号要用半角",
    ),
    (r"^unexpected '(.+?)'", lambda it: f"花括号里多了「{it[1]}」"),
    (
        r"^expected token 'end of (?:print statement|statement block)', got '(.+?)'",
        lambda it: f"花括号里的「{it[1]}」多余，或者前面少了东西；名称中间不能有空格",
    ),
    (r"^expected token '(.+?)', got '(.+?)'", lambda it: f"应当是「{it[1]}」，现在是「{it[2]}」"),
    (
        r"^unexpected end of template",
        lambda _: "花括号没有合上：{{ 的结尾是 }}，{% 的结尾是 %}",
    ),
    (r"^Expected an expression, got", lambda _: "花括号里是空的，请写上名称"),
    (r"^Missing end of (\w+)", lambda _: "{# 没有合上，结尾是 #}"),
    (r"^block '(.+?)' defined twice", lambda it: f"「{it[1]}」这一块写了两次"),
    (r"^'(.+?)' is undefined", lambda it: f"没有「{it[1]}」这个名称"),
    (r"^(?:no loader|.*not found|template not found)", lambda _: "引用的文件不在模板文件夹里"),
)


def in_chinese(message: str | None) -> str:
    """Return Jinja's message in the words of whoever edits templates; unknown ones as they are."""
    for pattern, told in _TOLD:
        if found := re.search(pattern, message or "", re.DOTALL):
            return told(found)
    return message or "读不懂"
