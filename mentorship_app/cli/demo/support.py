"""What the demo's year lives on: a signed support plan, mentors who pause or are away, people who are kept apart."""

from datetime import timedelta

from mentorship_app.cli.demo.story import Story
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer, declare
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.queries import rooms
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.programs.absences import AbsenceEntry, AbsenceKind, add_absence
from mentorship_app.programs.support import SupportEntries, SupportState, save_plan, sign

SPONSOR, SPONSOR_ROLE = "Dr. Isolde Quennell", "Head of the department"
PLAN = SupportEntries(
    mentor_hours=2.0,
    mentee_hours=1.0,
    released_by="Department of Medicine",
    time_state=SupportState.AGREED,
    budget_amount=12_000,
    budget_currency="CAD",
    budget_source="Education fund of the department",
    budget_state=SupportState.AGREED,
    sponsor_name=SPONSOR,
    sponsor_role=SPONSOR_ROLE,
    sponsor_state=SupportState.AGREED,
    lead_name="Dr. Ottoline Marsh",
    lead_role="Associate professor",
    lead_hours=4.0,
    lead_state=SupportState.AGREED,
    resources="A quiet room on Thursdays; two training sessions for mentors; half a day of an assistant each week.",
    resources_state=SupportState.AGREED,
)
FREE = "Magnus Heatherly"
"""The last mentor; stays free of conflicts, so that somebody can be paired without a thought."""


def promise(story: Story, cohort: Cohort) -> None:
    """The support plan, written and signed before mentors are asked."""
    plan = save_plan(story.session, cohort, PLAN, version=0, by=story.by, now=story.at(-6))
    sign(
        story.session,
        plan,
        signed_by=SPONSOR,
        role=SPONSOR_ROLE,
        signed_on=story.calendar.day(-5),
        version=plan.version,
        by=story.by,
        now=story.at(-5),
    )


def live(story: Story, cohort: Cohort) -> None:
    """Today: one mentor pauses, one will be away; of the last mentee's possible mentors one evaluates them."""
    today, now = story.calendar.today, story.at(30)
    pausing, away = story.enrolled_mentors[19], story.enrolled_mentors[0]
    _note(story, pausing, AbsenceEntry(AbsenceKind.PAUSE, today - timedelta(days=21), None))
    _note(story, away, AbsenceEntry(AbsenceKind.AWAY, today + timedelta(days=14), today + timedelta(days=28)))
    mentee = story.enrolled_mentees[-1]
    free = [
        room.mentor
        for room in rooms(story.session, cohort)
        if room.left and room.mentor.id != pausing.id and room.mentor.account.name != FREE
    ]
    for mentor, reason, side in zip(
        free,
        (ConflictReason.EVALUATOR, ConflictReason.TREATING_RELATION),
        (Declarer.MENTOR, Declarer.MENTEE),
        strict=False,
    ):
        declare(
            story.session,
            cohort.program,
            mentor=mentor.account,
            mentee=mentee.account,
            reason=reason,
            declared_by=side,
            by=_as(mentor if side is Declarer.MENTOR else mentee),
            now=now,
            until=today + timedelta(days=60) if reason is ConflictReason.EVALUATOR else None,
        )
    ask_not_to_be_matched(story.session, story.enrolled_mentees[2], typed_name="Dr. Alaric Nonesuch", now=now)


def _note(story: Story, mentor: Enrollment, entry: AbsenceEntry) -> None:
    add_absence(story.session, mentor, entry, by=_as(mentor), now=story.at(30))


def _as(person: Enrollment) -> Actor:
    return Actor(account_id=person.account_id, name=person.account.name)
