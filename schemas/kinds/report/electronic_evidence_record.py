"""电子数据证据提取笔录 (PF-12): data or pages are taken, by whom and how, with their digests."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Group, LongText, PartyName, PersonName, Rows, Text
from schemas.ground.kind import Audience, Departure, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.ground.roles import Role
from schemas.kinds.report.evidence.taken import FILES, TakenByOfficers, WithFiles
from schemas.kinds.report.evidence.web_pages import GROUP as PAGES
from schemas.kinds.report.evidence.web_pages import WithWebPages
from schemas.law import read_numeral
from schemas.parts.enclosed_files import ELECTRONIC_DATA, EnclosedEvidence
from schemas.parts.signatures import ReadOver, SignedByParty, Witnessed
from schemas.parts.visit import GROUP as WHEN
from schemas.parts.visit import Visit
from schemas.samples import sample_photo

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》电子数据证据提取笔录"
ABSENCE = "《市场监督管理行政处罚程序规定》第四十三条"
GROUP = "提取情况"
ATTENDANCES = {"present": "到场", "absent": "未到场"}
# So many pictures or recordings: 截图三张, 两张照片, 录屏一段.
_NUMBER = "([0-9]{1,3}|[一二两三四五六七八九十百]{1,4})"
_SHOTS = re.compile(
    f"(?:截图|截屏|照片|录屏|录像|视频|图片|文档|表格)[^，。；0-9]{{0,4}}?{_NUMBER}(?:张|段|幅|个|份)"
    f"(?:截图|截屏|照片|录屏)?|(?<![第每]){_NUMBER}(?:张|段|幅)(?:截图|截屏|照片|录屏|录像|视频|图片)"
)


class Extractor(Part):
    """提取人: an officer, or somebody with the special knowledge who helps them (PP art. 26 ¶3)."""

    name = PersonName("提取人", personal=None)
    employer = Text("提取人所属单位", longest=60, kept=True)
    expertise = Text(
        "专门知识或者岗位",
        longest=60,
        optional=True,
        kept=True,
        hint="不是执法人员的，写明具有什么专门知识；在执法人员带领下提取。",
    )


class ElectronicEvidenceRecord(
    ReadOver,
    SignedByParty,
    Witnessed,
    WithFiles,
    WithWebPages,
    TakenByOfficers,
    Visit,
):
    """Data taken once, at one place; every digest is reckoned from the file itself."""

    header = Header(
        title="电子数据证据提取笔录",
        also=("截图取证", "网页取证"),
        audience=(Audience.inspected_party,),
        dated_by="started_at",
        summary="记录电子数据、网页的提取：介质、方法、过程、内容和完整性校验值，每页签名。不编文号。",
        form="PF-12",
        about=("checked_party", "place"),
    )

    departures = (
        Departure(
            left_out="请核对/已向你宣读",
            reason="式样中“/”表示二选一，选择后删去另一项，由「核对方式」填入。",
        ),
        Departure(
            added="网页序号访问时间网址或者页面位置登录账号未登录证明内容",
            reason="提取的是网页的，写明网址、访问时间、账号和截图，式样没有留位置。",
        ),
        Departure(
            added="序号文件名文件内容字节数校验值：",
            reason="完整性校验值逐个文件列明，写明算法，由系统按收到的文件计算。",
        ),
        Departure(
            added="（未签名，情况见执法人员注明）执法人员注明：录音、录像：见证人：（）",
            reason="依据行政处罚程序规定第四十三条注明没有签名的情况、录音录像和见证人。",
        ),
        Departure(
            added="（未到场，情况已注明）（未签名，情况已注明）",
            reason="被检查人没有签名的，每页签名处写明原因另有注明，不留空白。",
        ),
        Departure(added="（以下空白）", reason="划去空余部分，防止事后添加。"),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "site_inspection_record",
                "现场检查中提取电子数据",
                ELECTRONIC_DATA,
                takes={
                    "enforcement_officers": "inspectors",
                    "checked_party": "party.business_name",
                },
            ),
            Follows(
                "inquiry_record",
                "询问中提到的电子数据",
                ELECTRONIC_DATA,
                takes={"enforcement_officers": "inquirers"},
            ),
            Follows("report_registration_form", "核查线索，固定网页", ELECTRONIC_DATA),
            Follows("case_source_registration_form", "核查线索，固定网页", ELECTRONIC_DATA),
            Follows("subject_information_sheet", "查明主体以后固定网页", ELECTRONIC_DATA),
            Follows("inspection_checklist", "检查中提取电子数据", ELECTRONIC_DATA),
            Follows("case_filing_approval_form", "立案以后调查取证", ELECTRONIC_DATA),
            Follows("electronic_evidence_record", "另一次提取", ELECTRONIC_DATA),
        ),
    )

    sections = (WHEN, "被检查人", "人员", GROUP, PAGES, FILES, "核对和签名")
    signing = "被检查人"
    asked = ("reading",)
    blank = {
        "web_pages": None,
        "files": None,
        "digests": None,
        "unsigned": None,
        "attendance": "present",
    }

    checked_party = PartyName(
        "被检查人", group="被检查人", role=Role.party, own=True, source=ELECTRONIC_DATA,
        hint="电子数据的持有人，或者网页的经营者；与证照一致。",
    )  # fmt: skip
    attendance = Choice(
        "被检查人到场情况",
        ATTENDANCES,
        group="被检查人",
        kept=True,
        own=True,
        source=ABSENCE,
        hint="在办公场所固定网页的，被检查人没有到场，注明情况并录音录像。",
    )
    extractor = Group("提取人", Extractor, group="人员", own=True, source=FORM)
    medium = LongText(
        "提取的电子数据原始存储介质名称及状态",
        longest=1000,
        group=GROUP,
        own=True,
        factual=True,
        source=ELECTRONIC_DATA,
        hint="例如「收银机主机硬盘，运行中，未联网」；网页写明平台服务器，通过互联网访问。",
    )
    extraction_method = LongText(
        "提取方法和过程",
        longest=5000,
        group=GROUP,
        own=True,
        factual=True,
        source=ELECTRONIC_DATA,
        hint="用什么设备和软件，怎样拷贝、导出电子数据或者截图，由谁操作，一步一步写。",
    )
    data_content = LongText(
        "提取的电子数据内容",
        longest=5000,
        group=GROUP,
        own=True,
        factual=True,
        source=ELECTRONIC_DATA,
        hint="提取了哪些文件、页面，证明什么；只写看得见的。",
    )

    @derived(Rows("完整性校验值", EnclosedEvidence), prints=("web_pages", "files"))
    def digests(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every file that was taken, pages first."""
        return (*value.web_pages, *value.files)

    def party_came(self, value: Record) -> bool:
        """Tell whether the checked party was there; pages can be kept without it."""
        return bool(value.attendance == "present")

    @rule(ELECTRONIC_DATA)
    def something_was_taken(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A digest is reckoned from a file: without one nothing was fixed."""
        if not value.web_pages and not value.files:
            yield error(
                "/files",
                "nothing_taken",
                "没有电子数据的文件，无法计算完整性校验值，请把提取的文件或者网页截图随笔录提交。",
            )

    @rule(ELECTRONIC_DATA)
    def pages_are_as_many_as_told(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every screenshot that is told lies beside the record with its digest."""
        enclosed = len(value.web_pages) + len(value.files)
        for name in ("data_content", "extraction_method"):
            told = sum(_number(each) for each in _SHOTS.finditer(value[name]))
            if told and told != enclosed:
                yield notice(
                    f"/{name}",
                    "pages_differ",
                    "这里写的截图、照片、录屏的数量与列出的网页和文件不同，请核对，缺的补列并计算校验值。",
                )

    @rule(ELECTRONIC_DATA)
    def helpers_know_how(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is no officer helps because of what they know, and is led by officers."""
        officers = {each.name for each in value.enforcement_officers}
        if value.extractor.name not in officers and not value.extractor.expertise:
            yield notice(
                "/extractor/expertise",
                "expertise_open",
                "提取人不是执法人员的，应当具有专门知识并辅助办案人员提取电子数据，请写明。",
            )

    @rule(ELECTRONIC_DATA)
    def no_file_stands_in_both_lists(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A page's screenshot is not listed a second time."""
        pages = {getattr(each.enclosed, "sha256", None) for each in value.web_pages}
        for index, each in enumerate(value.files):
            if getattr(each.enclosed, "sha256", "") in pages:
                yield error(
                    f"/files/{index}/file",
                    "file_repeated",
                    "这个文件已经作为网页截图列出，请删去一处。",
                )

    restated = (Restates(("extraction_method",), of="started_at", until="ended_at"),)

    example = {
        "started_at": "2026-07-09T14:00",
        "ended_at": "2026-07-09T14:40",
        "place": "示例市示例区和平路18号三楼电子取证室",
        "checked_party": "示例区悦邻生鲜便利店",
        "attendance": "present",
        "enforcement_officers": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "extractor": {"name": "沈嘉木", "employer": "示例市示例区市场监督管理局"},
        "medium": "电商平台服务器，经互联网访问；取证计算机编号电取03，已校时，运行正常。",
        "extraction_method": (
            "1. 在取证计算机上打开浏览器，清空缓存，核对系统时间；\n"
            "2. 输入网址，打开“悦邻生鲜”网店的“香油”商品页面，全程录屏；\n"
            "3. 对页面截图，保存到取证计算机，当场计算校验值。"
        ),
        "data_content": "“香油”商品页面的截图一张，显示商品名称、规格、价格和店铺名称。",
        "web_pages": [
            {
                "file": sample_photo("price_tags.jpg"),
                "shows": "“香油”商品页面截图，显示单价和店铺名称",
                "address": "https://shop.example.com/yuelin/item/20260509",
                "accessed_at": "2026-07-09T14:12",
            }
        ],
        "reading": "checked",
        "party_comment": "以上笔录我看过，与提取的情况一致。",
    }


def _number(found: re.Match[str]) -> int:
    return read_numeral((found[1] or found[2]).replace("两", "二"))
