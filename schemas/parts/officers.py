"""The officials of a case: who inspects, inquires, serves."""

from schemas.ground.base import Part
from schemas.ground.fields import Code, PersonName


class Officer(Part):
    """执法人员: an official who holds an enforcement certificate (PP art. 22, APL art. 42)."""

    name = PersonName("姓名", personal=None, starts_as="officer")
    certificate_number = Code("执法证号", longest=30, starts_as="certificate")
