"""What of a Word file says nothing, and what was set by hand, as Word calls it."""

# Properties that are structure or say nothing; every other one was set by hand.
FREE = {
    "pPr": {"pStyle", "sectPr", "rPr"},
    "rPr": {"rStyle", "lang", "noProof"},
    "tblPr": {"tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblInd", "tblOverlap"},
    "trPr": {"cantSplit", "tblHeader", "trHeight", "jc"},
    "tcPr": {"tcW", "gridSpan", "vMerge", "vAlign", "textDirection"},
}
BY_HAND = {
    "b": "加粗", "i": "倾斜", "u": "下划线", "color": "颜色", "sz": "字号", "rFonts": "字体",
    "jc": "对齐", "ind": "缩进", "spacing": "间距", "tabs": "制表位", "numPr": "自动编号",
    "keepNext": "与下段同页", "pageBreakBefore": "段前分页", "highlight": "突出显示", "shd": "底纹",
    "tblBorders": "边框", "tcBorders": "边框", "tblCellMar": "单元格边距", "tcMar": "单元格边距",
    "strike": "删除线", "dstrike": "双删除线", "w": "字符缩放", "position": "字符位置升降",
    "kern": "字间调整", "vertAlign": "上标或下标", "em": "着重号", "bdr": "文字边框",
    "fitText": "调整宽度", "caps": "全部大写", "smallCaps": "小型大写", "outline": "空心",
    "shadow": "阴影", "emboss": "阳文", "imprint": "阴文", "effect": "文字效果",
    "eastAsianLayout": "双行合一或纵横混排", "snapToGrid": "对齐网格", "rtl": "从右到左",
    "framePr": "图文框", "bidi": "从右到左", "pBdr": "段落边框", "keepLines": "段中不分页",
    "widowControl": "孤行控制", "textDirection": "文字方向", "textAlignment": "文本对齐",
    "outlineLvl": "大纲级别", "contextualSpacing": "同样式段落间不加间距", "hidden": "隐藏的行",
    "ins": "修订痕迹", "del": "修订痕迹", "trPrChange": "修订痕迹", "tblPrChange": "修订痕迹",
    "tcPrChange": "修订痕迹", "tblpPr": "文字环绕表格", "gridBefore": "行前空列",
    "gridAfter": "行后空列", "noWrap": "不换行", "tcFitText": "适应文字", "hideMark": "隐藏标记",
    "tblCaption": "表格标题", "tblDescription": "表格说明", "bidiVisual": "从右到左的表格",
    "suppressAutoHyphens": "取消断字", "suppressLineNumbers": "取消行号", "bCs": "加粗",
    "overflowPunct": "标点溢出边界", "autoSpaceDE": "与西文的间距", "autoSpaceDN": "与数字的间距",
    "vanish": "隐藏文字", "iCs": "倾斜", "szCs": "字号", "tblCellSpacing": "单元格间距",
}  # fmt: skip
_OTHERWISE = "样板里没有的格式"
# Marks that programs leave in a text and nobody sees.
UNSEEN = frozenset((
    "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd",
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx",
))  # fmt: skip


def called(name: str) -> str:
    """Return a property as Word calls it, or that the master has none like it."""
    return BY_HAND.get(name, f"{_OTHERWISE} {name}")
