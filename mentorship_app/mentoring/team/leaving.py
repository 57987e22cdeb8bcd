"""What becomes of wishes for mentors when somebody leaves, and when two people are made one."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.team.models import TeamWish
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted

belongings.add(
    "mentoring.team_wishes",
    deleted(N_("Wishes for another mentor in the mentoring team"), TeamWish, TeamWish.enrollment_id),
)
movers.add("mentoring.team_wishes", repointed(TeamWish.enrollment_id, within=(TeamWish.kind, TeamWish.settled_at)))
