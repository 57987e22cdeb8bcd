"""What becomes of check-ins when somebody leaves, and when two people are made one."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.checkins.models import CheckInAnswer, CheckInWish
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted, kept

belongings.add(
    "mentoring.check_in_answers",
    kept(
        N_("Answers to check-ins, if there are any"),
        N_("They are sealed, lie under no name, and are only ever shown as numbers of at least five people."),
        [CheckInAnswer.__tablename__],
    ),
)
belongings.add(
    "mentoring.check_in_wishes",
    deleted(N_("What was asked of the coordinator at a check-in"), CheckInWish, CheckInWish.enrollment_id, secret=True),
)
movers.add(
    "mentoring.check_in_wishes",
    repointed(CheckInWish.enrollment_id, within=(CheckInWish.check_in_id, CheckInWish.pairing_id)),
)
