"""What becomes of matching when somebody leaves.

Drafts and results of runs name people by a code alone; whoever left is passed over in them.
"""

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.matching.drafting.forgetting import forget_words_about, steps_with_words_about
from mentorship_app.matching.models import MatchRun, MatchSideRule, MatchStep, MenteeChoice
from mentorship_app.matching.records.models import MatchRecord
from mentorship_app.matching.run_inputs import drop_inputs_of, runs_with_inputs_about
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.withdrawal import Belonging, Fate, Leaving, belongings, deleted, kept

_MENTORS, _MENTEES = frozenset({CohortRole.MENTOR}), frozenset({CohortRole.MENTEE})


def _count_inputs(session: Session, enrollment: Enrollment) -> int:
    return len(runs_with_inputs_about(session, enrollment))


def _drop_inputs(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    drop_inputs_of(session, enrollment)


def _count_words(session: Session, enrollment: Enrollment) -> int:
    return len(steps_with_words_about(session, enrollment))


def _forget_words(session: Session, enrollment: Enrollment, _leaving: Leaving) -> None:
    forget_words_about(session, enrollment)


belongings.add(
    "matching.inputs",
    Belonging(
        Fate.DELETED,
        N_("What matching was worked out from: sealed copies of answers, choices and private wishes"),
        frozenset({MatchRun.__tablename__, MatchRecord.__tablename__}),
        _count_inputs,
        _drop_inputs,
    ),
)
belongings.add(
    "matching.mentors_choices",
    deleted(
        N_("The mentees whom a mentor would choose, with their order"),
        MenteeChoice,
        MenteeChoice.mentor_id,
        roles=_MENTORS,
    ),
)
belongings.add(
    "matching.side_rules",
    deleted(
        N_("Rules that keep two mentees together or apart, if there are any"),
        MatchSideRule,
        MatchSideRule.one_id,
        MatchSideRule.other_id,
        roles=_MENTEES,
        # Staff decided about two people: neither of them learns here that they did.
        secret=True,
    ),
)
belongings.add(
    "matching.reasons",
    Belonging(
        Fate.DELETED,
        N_("Reasons that coordinators wrote while they decided about pairs, if there are any"),
        frozenset({MatchStep.__tablename__}),
        _count_words,
        _forget_words,
        # Nobody learns here that something was decided about them before it is published.
        secret=True,
    ),
)
belongings.add(
    "matching.results",
    kept(
        N_("Which pairs matching proposed, without a name and for as long as the program keeps its cohort"),
        N_("It shows how the pairs of others came about."),
        [MatchRun.__tablename__, MatchStep.__tablename__],
    ),
)
