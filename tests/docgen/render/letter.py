"""A three-page letter with everything the PDF writer must cope with; all names are invented."""

import base64
import io
from datetime import datetime, timedelta, timezone

from PIL import Image, ImageDraw

MOMENT = datetime(2026, 7, 10, 9, 30, tzinfo=timezone(timedelta(hours=8)))
RARE_NAMES = "陈喆堃、王翀玥、赵昇璟、李赟竑、㛃𬎆𫖮"

_PARAGRAPH = (
    "本机关于二〇二六年七月十日收到你（单位）提出的投诉，经审查，投诉符合《市场监督管理投诉举报"
    "处理办法》规定的受理条件。经调解，投诉人与被投诉人（经营者"
    f"{RARE_NAMES}）达成如下协议，双方均无异议，自愿履行。货架面积35.6㎡，"
    "金额人民币壹万贰仟叁佰肆拾伍元陆角柒分（￥12,345.67）。"
)

_STYLE = """
@page {
  size: A4; margin: 37mm 26mm 35mm 28mm;
  @top-right { content: "草稿"; font: 12pt "黑体" }
  @bottom-left { content: element(foot) }
  @bottom-right { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; width: 40mm;
                  font: 14pt "Docgen Song" }
}
html { font: 16pt/28pt "Docgen FangSong" }
body { margin: 0 }
h1 { font: 22pt/36pt "Docgen Title"; text-align: center; margin: 0 0 28pt }
h2 { font: 16pt/28pt "Docgen Hei"; margin: 0; text-indent: 2em }
h3 { font: 16pt/28pt "楷体_GB2312"; margin: 0; text-indent: 2em }
p { margin: 0; text-indent: 2em }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font: 12pt/18pt "宋体" }
th, td { border: 0.5pt solid black; padding: 3pt; font-weight: normal }
img { width: 60mm }
.foot { position: running(foot); font: 9pt/12pt "Docgen Kai" }
.signed { text-decoration: underline }
"""


def picture(format: str = "PNG") -> str:
    """Return a small drawing as a `data:` address."""
    image = Image.new("RGB", (240, 160), (236, 240, 245))
    pencil = ImageDraw.Draw(image)
    pencil.rectangle((20, 30, 150, 130), fill=(70, 110, 160))
    pencil.ellipse((140, 40, 220, 120), fill=(200, 80, 60))
    content = io.BytesIO()
    image.save(content, format)
    encoded = base64.b64encode(content.getvalue()).decode("ascii")
    return f"data:image/{format.lower()};base64,{encoded}"


def letter(body: str = "", *, title: str = "投诉调解书", style: str = "") -> str:
    """Return the letter, or one with the same dress and `body` in place of its text."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="author" content="示例市市场监督管理局">'
        f"<style>{_STYLE}{style}</style></head><body>{body or _text()}</body></html>"
    )


def _text() -> str:
    rows = "".join(
        f'<tr><th scope="row">{number}</th><td>商品{name}</td><td>{number * 3} 件</td>'
        f"<td>{number * 17.35:.2f}</td></tr>"
        for number, name in enumerate("甲乙丙丁戊己庚辛壬癸", start=1)
    )
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("序号", "名称", "数量", "单价（元）")
    )
    return (
        '<div class="foot">当事人签名：________ ☑已阅 ☐未阅 ☒拒签 ✓</div>'
        "<h1>示例市市场监督管理局<br>投诉调解书</h1>"
        f"<h2>一、基本情况</h2><p>{_PARAGRAPH}</p><h3>（一）协议内容</h3><p>{_PARAGRAPH}</p>"
        f"<table><caption>表一　商品清单</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        '<p class="signed">现场照片：</p>'
        f'<img alt="现场照片" src="{picture()}"><img alt="货架照片" src="{picture("JPEG")}">'
        f"<h2>二、其他</h2><p>{_PARAGRAPH}</p><p>{_PARAGRAPH}</p>"
        "<p>——本件与原件核对无异……“双方”‘确认’·AVATAR To. 50% ①㈠Ⅳ ℃ № § × ÷ ≥ ½ ﹝﹞</p>"
    )
