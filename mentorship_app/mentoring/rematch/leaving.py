"""What becomes of requests for another pair when somebody leaves, and when two people are made one."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted

belongings.add(
    "mentoring.rematch",
    deleted(
        N_("Requests for another pair, with everything written in them"),
        RematchRequest,
        RematchRequest.enrollment_id,
        secret=True,
    ),
)
movers.add("mentoring.rematch", repointed(RematchRequest.enrollment_id, within=(RematchRequest.pairing_id,)))
