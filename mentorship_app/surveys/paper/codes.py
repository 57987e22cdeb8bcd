"""The code that links a sheet of paper to its writer: made from the wave's key, written down nowhere, gone with it.

Eight signs and a check sign out of 23 that are not mistaken for each other in handwriting. 23 is a prime, so a weighted
sum modulo 23 notices every single wrong sign and every two signs that changed places (as in ISBN-10, ISO 2108). The
eight signs hold 36 bits: of 200 people two have the same code once in some four million waves, and then both are
refused rather than mistaken for each other.
"""

import hmac
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from mentorship_app.core.errors import AppError
from mentorship_app.core.i18n import N_
from mentorship_app.privacy import sealing

SIGNS = "23456789ACEFHJKMNPRTWXY"
"""Without 0 O D Q, 1 I L, and what is written like a sign that is here: S Z B G, U V."""
LENGTH = 8
_READ_AS = str.maketrans({"S": "5", "Z": "2", "B": "8", "G": "6"})


class CodeMistyped(AppError):
    """The check sign does not fit: a sign was misread, left out or typed twice."""

    def __init__(self) -> None:
        super().__init__(N_("This code has a wrong sign. Compare it with the sheet, sign by sign."))


def paper_code(wave_key: bytes, person: UUID) -> str:
    """The person's code in the wave, as it is shown and written: ``4KWA-9TXE-7``."""
    number = int.from_bytes(sealing.paper_digest(wave_key, person), "big") % len(SIGNS) ** LENGTH
    signs = ""
    for _place in range(LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs += SIGNS[place]
    return f"{signs[:4]}-{signs[4:]}-{_check_sign(signs)}"


def read_code(typed: str) -> str:
    """``typed`` as :func:`paper_code` writes it, whatever its case and spacing; raises CodeMistyped.

    Signs that no code has are read as those that look like them.
    """
    folded = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(sign for sign in folded if sign.isalnum()).translate(_READ_AS)
    is_whole = len(signs) == LENGTH + 1 and set(signs) <= set(SIGNS)
    if not is_whole or _check_sign(signs[:LENGTH]) != signs[LENGTH]:
        raise CodeMistyped
    return f"{signs[:4]}-{signs[4:LENGTH]}-{signs[LENGTH]}"


def owner_of(wave_key: bytes, code: str, people: Iterable[UUID]) -> UUID | None:
    """Whose code it is, as :func:`read_code` gave it; None when it is nobody's. Takes the same time for everybody."""
    owners = [person for person in people if hmac.compare_digest(paper_code(wave_key, person), code)]
    return owners[0] if len(owners) == 1 else None


def _check_sign(signs: str) -> str:
    # Places weigh 1 to 8, and 22 = -1 for the check sign itself: the whole sum is 0 modulo 23.
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, start=1)) % len(SIGNS)]
