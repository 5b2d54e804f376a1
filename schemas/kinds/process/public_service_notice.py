"""送达公告 (PF-51): whoever cannot be found is served by notice, thirty days after it appeared."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, LongText, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name
from schemas.kinds.process.service.served import SERVICE, ServesAPaper, after_served
from schemas.parts.blanks import blank_findings
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》行政处罚文书送达公告"
GROUP = "公告"
CAUSES = {"lost": "下落不明", "failed": "采取其他送达方式无法送达"}
PLACES = {
    "board": "本机关公告栏和受送达人住所地",
    "newspaper": "报纸",
    "website": "本机关门户网站",
}
RIGHTS = {"remedies": "行政复议和行政诉讼", "other": "陈述、申辩等其他权利"}
SERVED_BY_NOTICE = (
    "rectification_order",
    "abnormal_operations_listing_decision",
    "evidence_submission_notice",
    "inquiry_notice",
    "mediation_termination_decision",
)
_WAY_TRIED = re.compile("直接|邮寄|留置|委托|转交|电子|退回|签收")


class PublicServiceNotice(ServesAPaper, CopiesLine, ContactLine, NumberedKind):
    """One paper, one addressee, read by everybody: it says no more than it must."""

    header = Header(
        title="送达公告",
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="受送达人下落不明或者其他方式无法送达的，公告送达；自公告发布之日起经过三十日视为送达。",
        form="PF-51",
        numbering=Numbering("penalty_form", "罚送告"),
        about=("addressee", "served_title"),
    )

    sections = ("文书", GROUP, "联系", "份数", "文号与日期")

    departures = (
        Departure(
            added="三十",
            left_out="六十",
            reason="式样印六十日，2021年修订的程序规定第八十二条第五项改为三十日，以规定为准。",
        ),
        Departure(
            left_out="下落不明/采取其他送达方式无法送达",
            reason="斜线表示择一，只印所选的一种。",
        ),
        Departure(
            left_out="（告知当事人陈述、申辩、复议、诉讼等权利）",
            reason="括号里是对填写内容的提示，由所告知的权利代替。",
        ),
        NONE_ELSEWHERE,
    )

    blank = {"rights_told": ..., "rights_sort": "other"}

    clocks = (Clock("PP-82", starts="notice_published_on"),)

    neighbours = Neighbours(
        follows=(
            *after_served("其他方式无法送达", SERVED_BY_NOTICE),
            Follows("service_receipt", "前面的送达没有成功", SERVICE),
            Follows("subject_information_sheet", "查明受送达人下落不明", SERVICE),
        ),
    )

    notice_cause = Choice("公告送达的原因", CAUSES, group=GROUP, own=True, source=SERVICE)
    service_account = LongText(
        "送达的经过", longest=1000, group=GROUP, kept=True, own=True, factual=True,
        source=SERVICE, hint="留在案卷里：此前何时、以何种方式送达，结果如何。",
    )  # fmt: skip
    gist = Text(
        "文书内容", longest=400, group=GROUP, own=True, source=FORM,
        hint="填入「内容是：」之后的文字，只写要点，不写举报人、投诉人。",
    )  # fmt: skip
    rights_sort = Choice("告知的权利", RIGHTS, group=GROUP, own=True, kept=True, source=FORM)
    other_rights = Text(
        "其他权利", longest=300, group=GROUP, optional=True, own=True, source=FORM,
        applies=When("rights_sort", ("other",)), hint="写明什么权利、向谁、在几日内提出。",
    )  # fmt: skip
    posted_at = Rows(
        "公告方式", Choice("方式", PLACES), most=len(PLACES), group=GROUP, kept=True, own=True,
        source=SERVICE,
    )  # fmt: skip
    notice_published_on = Day(
        "公告发布日期", group=GROUP, own=True, kept=True, planned=True, source=SERVICE
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("文书标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The form's title for papers of a penalty; others are no penalty's."""
        penalty = facts.copy == "blank" or "处罚" in value.served_title
        return "行政处罚文书送达公告" if penalty else "送达公告"

    @derived(Text("送达文书名称"), prints=("served_title",))
    def served_name(self, value: Record, facts: Facts) -> str:
        """The paper with its marks."""
        return f"《{value.served_title.strip('《》')}》"

    @derived(Text("公告送达的原因"), prints=("notice_cause",))
    def cause_told(self, value: Record, facts: Facts) -> str:
        """The one cause; the empty form offers both."""
        return "/".join(CAUSES.values()) if facts.copy == "blank" else CAUSES[value.notice_cause]

    @derived(Text("送达文书"), prints=("served_title", "served_number"))
    def served_words(self, value: Record, facts: Facts) -> str:
        """The paper with its marks and number, as the first sentence names it."""
        number = f"（{value.served_number}）" if value.served_number else ""
        return f"{value.served_name}{number}"

    @derived(LongText("告知的权利"), prints=("other_rights",))
    def rights_told(self, value: Record, facts: Facts) -> str:
        """What may be done against the paper that is served."""
        if value.rights_sort == "other":
            return str(value.other_rights or "")
        body, court = facts.house.authority.reconsideration_body, facts.house.authority.court
        return (
            f"如不服，可以自公告送达之日起六十日内向{body}申请行政复议，"
            f"也可以自公告送达之日起六个月内依法向{court}提起行政诉讼。"
        )

    @rule(SERVICE)
    def other_ways_were_tried(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A notice comes last, and the file says why and how."""
        if value.notice_cause == "failed" and not _WAY_TRIED.search(value.service_account):
            yield error(
                "/service_account",
                "public_without_attempts",
                "其他方式无法送达才可以公告，请写明直接、邮寄等送达的日期和结果。",
            )

    @rule(SERVICE)
    def published_once_it_is_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It appears on its day or later; the paper it serves was there before."""
        if value.notice_published_on < value.issued_on:
            yield error(
                "/notice_published_on", "published_before", "公告发布日期早于文书日期，请核对。"
            )
        if value.served_paper_on > value.issued_on:
            yield error(
                "/served_paper_on", "served_after_notice", "送达文书的日期晚于公告，请核对。"
            )
        for index, each in enumerate(value.posted_at):
            if each in value.posted_at[:index]:
                yield error(
                    f"/posted_at/{index}", "place_repeated", "这种公告方式已经选过，请删去。"
                )

    @rule(FORM)
    def blanks_are_filled_as_the_form_has_them(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """The form prints the words around its blank."""
        yield from blank_findings("/gist", value.gist, before="内容是")
        if value.rights_sort == "other" and not value.other_rights:
            yield error("/other_rights", "required", "请写明告知的权利；复议、诉讼的请改选。")
        if value.rights_sort == "remedies" and value.other_rights:
            yield notice(
                "/other_rights",
                "rights_not_printed",
                "选了复议和诉讼的，不印「其他权利」，请删去或者改选。",
            )

    @beside("public_service_notice", source=SERVICE)
    def one_notice_a_paper(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """A paper whose notice appeared is served when its days have passed."""
        named = folded_name(value.served_paper)
        for each in others:
            told = f"{each.says('served_title')}{each.says('served_number') or ''}"
            if folded_name(told) == named.replace("　", ""):
                yield error(
                    "/served_title",
                    "notice_repeated",
                    f"{each}已经公告送达这份文书，请先作废原公告。",
                )

    example = {
        "document_number": "示市监罚送告〔2026〕3号",
        "served_title": "责令改正通知书",
        "served_number": "示市监责改〔2026〕27号",
        "served_paper_on": "2026-06-12",
        "addressee": "示例市昇翀健身服务有限公司",
        "notice_cause": "failed",
        "service_account": (
            "2026年6月15日到登记住所直接送达，人去楼空；6月16日邮寄，6月24日因查无此单位退回。"
        ),
        "gist": "你单位2026年6月8日在和平路12号销售的六种商品没有明码标价，限期改正",
        "rights_sort": "remedies",
        "posted_at": ["board", "website"],
        "notice_published_on": "2026-07-10",
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-09",
    }
