"""What coordinators of the demo follow through: a mentor who is away, and something that was put off."""

from datetime import timedelta

from sqlalchemy import select

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.monitoring.board import entries
from mentorship_app.monitoring.decisions import Decision, decide
from mentorship_app.monitoring.kinds import Scope
from mentorship_app.programs import Cohort
from mentorship_app.programs.absences import AbsenceEntry, AbsenceKind, add_absence

AWAY = 7
"""The place on the list of the mentee whose mentor is away."""


def follow_through(story: Story, cohort: Cohort) -> None:
    """A mentor on leave for seven weeks, and one reminder about training that can wait."""
    _go_away(story)
    now = story.at(WEEKS_GONE)
    scope = Scope(story.session, cohort, now)
    gap = next(entry for entry in entries(scope, ["training_gap"]))
    decide(
        story.session,
        cohort,
        gap.cause,
        Decision(scope.today + timedelta(days=14), "On nights until the end of the month."),
        version=gap.version,
        today=scope.today,
        by=story.by,
        now=now,
    )


def _go_away(story: Story) -> None:
    mentee, today = story.enrolled_mentees[AWAY], story.calendar.today
    mine = Pairing.mentee_id == mentee.id, Pairing.status == PairingStatus.ACTIVE
    pairing = story.session.scalars(select(Pairing).where(*mine).order_by(Pairing.created_at).limit(1)).one()
    leave = AbsenceEntry(AbsenceKind.AWAY, today - timedelta(days=10), today + timedelta(days=39))
    add_absence(story.session, pairing.mentor, leave, by=story.by, now=story.at(WEEKS_GONE - 2))
