"""What becomes of goals when somebody leaves, and when two people are made one."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.goals.models import DevelopmentPlan, Goal
from mentorship_app.programs import CohortRole
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted

_MENTEES = frozenset({CohortRole.MENTEE})

belongings.add(
    "mentoring.goals",
    deleted(
        N_("Goals, with their steps, marks of progress and reflections"),
        Goal,
        Goal.enrollment_id,
        roles=_MENTEES,
        secret=True,
    ),
)
belongings.add(
    "mentoring.development_plans",
    deleted(
        N_("Development plans made from the goals"),
        DevelopmentPlan,
        DevelopmentPlan.enrollment_id,
        roles=_MENTEES,
        secret=True,
    ),
)
# Neither words nor numbers for these: that somebody has goals is nobody else's to know.
movers.add("mentoring.goals", repointed(Goal.enrollment_id))
movers.add(
    "mentoring.development_plans",
    repointed(DevelopmentPlan.enrollment_id, within=(DevelopmentPlan.locale, DevelopmentPlan.with_private)),
)
