"""What an answer will carry about the person, in words: for who plans a survey and for who is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.surveys.audience import roster_of
from mentorship_app.surveys.banding import SMALLEST_BAND
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.strata import ARM, STRATA, stamped

_NUMBERS = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "fr": ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
}
_NOTHING = LocalizedText(
    en="Answers carry nothing about the person: no group of those asked is large enough.",
    fr=(
        "Les réponses ne portent rien sur la personne\u00a0: aucun groupe parmi les personnes interrogées "
        "n’est assez grand."
    ),
)
_EACH = LocalizedText(
    en=f"Each of these groups, and each combination of them, has {SMALLEST_BAND} people or more among those asked.",
    fr=(
        f"Chacun de ces groupes, et chacune de leurs combinaisons, compte au moins {SMALLEST_BAND} personnes "
        "parmi celles qui sont interrogées."
    ),
)


def described(session: Session, wave: Wave) -> tuple[LocalizedText, ...]:
    """Whole sentences: what answers carry, as stamped when the wave opened, or as it would be stamped today."""
    bands = wave.bands
    if wave.status is WaveStatus.DRAFT:
        found = stamped(session, wave, roster_of(session, wave))
        bands = {banding.stratum: [band.as_dict() for band in banding.bands] for banding in found}
    carried = [key for key in STRATA if bands.get(key)]
    if not carried:
        return (_NOTHING,)
    listed = {locale: [_named(key, bands[key], locale) for key in carried] for locale in ("en", "fr")}
    whole = LocalizedText(
        en=f"Answers carry: {'; '.join(listed['en'])}.",
        fr="Les réponses portent\u00a0: " + "\u00a0; ".join(listed["fr"]) + ".",
    )
    return (whole, _EACH)


def _named(stratum: str, bands: Sequence[Mapping[str, Any]], locale: str) -> str:
    """``with or without a mentor``, ``training level in two bands (PGY-1, PGY-2 to PGY-3)``."""
    if stratum == ARM:
        return "with or without a mentor" if locale == "en" else "avec ou sans mentor"
    title = STRATA[stratum].in_(locale)
    named = ", ".join(str(band[locale]) for band in bands)
    count = _NUMBERS[locale][len(bands)] if len(bands) < len(_NUMBERS[locale]) else str(len(bands))
    if locale == "en":
        return f"{title.lower()} in {count} {'band' if len(bands) == 1 else 'bands'} ({named})"
    return f"{title.lower()} en {count} {'groupe' if len(bands) == 1 else 'groupes'} ({named})"
