"""How conflicts of interest are spoken of, for participants and staff alike."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.mentoring.conflicts import (
    REASON_WORDS,
    ConflictOfInterest,
    ConflictReason,
    Declarer,
    reason_for_staff,
)
from mentorship_app.web.i18n import _, _l

REASONS: Mapping[ConflictReason, str] = MappingProxyType({reason: _l(words) for reason, words in REASON_WORDS.items()})

DECLARERS: Mapping[Declarer, str] = MappingProxyType(
    {
        Declarer.MENTOR: _l("Declared by the mentor"),
        Declarer.MENTEE: _l("Declared by the mentee"),
        Declarer.COORDINATOR: _l("Declared by a coordinator"),
    }
)


def words_for_staff(conflict: ConflictOfInterest) -> str:
    """The reason as far as staff may read it."""
    reason = reason_for_staff(conflict)
    return _("Personal: the reason is theirs to keep") if reason is None else str(REASONS[reason])
