"""Identity documents: their types, and what their numbers must look like (GB 11643)."""

import re

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

ID_TYPES = {
    "resident_card": "居民身份证",
    "passport": "护照",
    "hk_macao_permit": "港澳居民来往内地通行证",
    "taiwan_permit": "台湾居民来往大陆通行证",
    "residence_permit": "外国人永久居留身份证",
    "other": "其他证件",
}

# GB 11643: the two cards whose eighteen digits carry a check character.
CHECKED_ID_TYPES = ("resident_card", "residence_permit")


def is_valid_identity(id_type: str, number: str) -> bool:
    """Tell whether an identity number can be of its type (GB 11643-1999 check digits).

    The region digits are not looked up: abolished districts stay in people's numbers for life.
    """
    if not (number.isascii() and number.isalnum()):
        return False
    if id_type not in CHECKED_ID_TYPES or (id_type == "residence_permit" and len(number) == 15):
        return 5 <= len(number) <= 30
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return ric.calc_check_digit(number) == number[-1].upper()
