"""What becomes of sheets without a code when a wave closes: answers that belong to nobody and link to nothing.

Two things could give such an answer away to whoever has the database and saw somebody hand a sheet in. It has no band,
so that it would lie alone beside a column of bands: the smallest bands are taken from the others too, which the tables
would have to hide anyway. And its panel code occurs in no other wave: that cannot be helped, and the sheet says so.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from random import SystemRandom
from typing import Any

from mentorship_app.privacy import sealing
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.surveys.paper.sheets import OF_NOBODY

Strata = Mapping[str, Any]
Bands = Mapping[str, Sequence[Mapping[str, str]]]

PANEL_BYTES = 32


def answers_of_nobody(wave_key: bytes, boxes: Mapping[bytes, bytes], *, room: int) -> list[dict[str, Any]]:
    """What lies in the boxes of sheets without a code, at most ``room`` of them, in an order that says nothing.

    Of more sheets than there are people left who have not answered, some repeat what was sent under a name; nobody can
    tell which, so chance decides which ones count. Boxes of people who are asked no longer are passed over. Raises
    SealBroken.
    """
    opened = [sealing.unseal(wave_key, body, name=name) for name, body in boxes.items()]
    sheets = [answers for answers in opened if answers.pop(OF_NOBODY, False)]
    SystemRandom().shuffle(sheets)
    return sheets[: max(room, 0)]


def panel_of_nobody() -> bytes:
    """A panel code that no person has."""
    return secrets.token_bytes(PANEL_BYTES)


def hidden_among_others(strata: Sequence[Strata], bands: Bands) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Strata of answers (in their order) and bands of the wave, with no answer left alone for having no band.

    Where fewer than FLOOR answers, but not none, have no band, the bands with the fewest answers are dissolved until
    there are as many as that.
    """
    kept: dict[str, Any] = {}
    stamped = [dict(each) for each in strata]
    for stratum, offered in bands.items():
        gone = _dissolved(Counter(each.get(stratum) for each in strata), [band["key"] for band in offered])
        for each in stamped:
            if each.get(stratum) in gone:
                del each[stratum]
        if left := [dict(band) for band in offered if band["key"] not in gone]:
            kept[stratum] = left
    return stamped, kept


def _dissolved(answers: Counter[Any], bands: Sequence[str]) -> set[str]:
    without, gone = answers[None], set[str]()
    for band in sorted(bands, key=lambda key: (answers[key], key)):
        if not 0 < without < FLOOR:
            break
        without += answers[band]
        gone.add(band)
    return gone
