"""What becomes of letters and numbers when somebody leaves, and when two people are made one."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.recognition.models import (
    FeedbackAnswer,
    MentorFeedback,
    RecognitionChoice,
    RecognitionLetter,
    RecognitionLine,
)
from mentorship_app.programs import CohortRole
from mentorship_app.programs.merging import Merge, Mover, movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted, kept

_MENTORS = frozenset({CohortRole.MENTOR})

belongings.add(
    "recognition.letters",
    deleted(N_("Letters about the year"), RecognitionLetter, RecognitionLetter.enrollment_id, roles=_MENTORS),
)
belongings.add(
    "recognition.lines",
    deleted(
        N_("A line of thanks from the coordinator"), RecognitionLine, RecognitionLine.enrollment_id, roles=_MENTORS
    ),
)
belongings.add(
    "recognition.choices",
    deleted(
        N_("Hours outside meetings, as declared, and whether a letter is wanted"),
        RecognitionChoice,
        RecognitionChoice.enrollment_id,
        roles=_MENTORS,
    ),
)
belongings.add(
    "recognition.numbers",
    kept(
        N_("Averages of what mentees answered, which only their mentor sees"),
        N_("Each is of five mentees or more, and is shown to nobody else."),
        [MentorFeedback.__tablename__],
        roles=_MENTORS,
    ),
)
belongings.add(
    "recognition.answers",
    kept(
        N_("A number given to a mentor, if there is one"),
        N_("It is sealed, lies under no name, and is only ever part of an average of five mentees or more."),
        [FeedbackAnswer.__tablename__],
        roles=frozenset({CohortRole.MENTEE}),
    ),
)
movers.add(
    "recognition.letters",
    repointed(RecognitionLetter.enrollment_id, within=(RecognitionLetter.kind, RecognitionLetter.locale)),
)
movers.add("recognition.lines", repointed(RecognitionLine.enrollment_id, alone=True))
movers.add("recognition.choices", repointed(RecognitionChoice.enrollment_id, alone=True))


def _move_numbers(session: Session, merge: Merge) -> None:
    here = MentorFeedback.account_id == merge.gone.id, MentorFeedback.program_id == merge.program.id
    session.execute(update(MentorFeedback).where(*here).values(account_id=merge.kept.id))


movers.add("recognition.numbers", Mover(frozenset({MentorFeedback.__tablename__}), _move_numbers))
