"""How conflicts of interest are spoken of, for participants and staff alike."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer, reason_for_staff
from mentorship_app.web.i18n import _, _l

REASONS: Mapping[ConflictReason, str] = MappingProxyType(
    {
        ConflictReason.PROGRAM_DIRECTOR: _l("One directs the program of the other, or is the deputy"),
        ConflictReason.COMPETENCE_COMMITTEE: _l("One sits on the competence committee of the other"),
        ConflictReason.EVALUATOR: _l("One evaluates the other"),
        ConflictReason.SUPERVISOR_THIS_BLOCK: _l("One supervises the other in this block"),
        ConflictReason.FAMILY: _l("Family, or a close personal relation"),
        ConflictReason.TREATING_RELATION: _l("One treats the other"),
        ConflictReason.PRIOR_COMPLAINT: _l("There was a complaint between the two"),
    }
)

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
