"""Identity documents: their types, and what their numbers must look like (GB 11643)."""

import re

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

ID_TYPES = {
    "resident_card": "居民身份证",
    "passport": "护照",
    "hk_macao_permit": "港澳居民来往内地通行证",
    "taiwan_permit": "台湾居民来往大陆通行证",
    "hmt_residence_card": "港澳台居民居住证",
    "residence_permit": "外国人永久居留身份证",
    "other": "其他证件",
}

# GB 11643: the cards whose eighteen digits carry a check character.
CHECKED_ID_TYPES = ("resident_card", "hmt_residence_card", "residence_permit")
# How the other papers are numbered; what no rule is known of has to hold a digit.
_FORMS = {
    "passport": "(?=.*[0-9])[A-Z0-9]{5,20}",
    "hk_macao_permit": "[HM][0-9]{8}(?:[0-9]{2})?",
    "taiwan_permit": "[0-9]{8}|[0-9]{10}(?:[A-Z0-9]{1,2})?",
    "other": "(?=.*[0-9])[A-Z0-9]{5,30}",
}
# Hong Kong, Macao and Taiwan stand in the place of a region on a residence card.
_HMT_REGIONS = ("810000", "820000", "830000")
# The older card of foreigners: nationality, the place of issue, the day of birth, a serial.
_OLD_FOREIGNER = re.compile("[A-Z]{3}[0-9]{12}")


def is_valid_identity(id_type: str, number: str) -> bool:
    """Tell whether an identity number can be of its type (GB 11643-1999 check digits).

    The region digits are not looked up: abolished districts stay in people's numbers for life.
    """
    number = number.upper()
    if form := _FORMS.get(id_type):
        return re.fullmatch(form, number) is not None
    if id_type == "residence_permit" and _OLD_FOREIGNER.fullmatch(number):
        return True
    begins = {"residence_permit": ("9",), "hmt_residence_card": _HMT_REGIONS}.get(id_type, ("",))
    if not (re.fullmatch("[0-9]{17}[0-9X]", number) and number.startswith(begins)):
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return ric.calc_check_digit(number) == number[-1]
