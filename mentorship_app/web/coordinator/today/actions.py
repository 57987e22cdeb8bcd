"""What needs the coordinator today: one small function for each reason, in order of urgency.

A function answers None when there is nothing to do. To add a reason, write one and name it in ``REASONS``. What has
a message, or can be put off, is a kind of action in ``monitoring/actions`` and stands here by :func:`followed`.
"""

from collections.abc import Callable
from datetime import timedelta

from mentorship_app.intake.queries import count_sent
from mentorship_app.matching.gaps import board
from mentorship_app.mentoring.acceptance import count_open
from mentorship_app.messaging import MessageStatus
from mentorship_app.programs import EnrollmentStatus, Phase
from mentorship_app.programs.phases import Opening, is_open, next_phase
from mentorship_app.programs.queries import days_past_plan, left_by_themselves, plan_of
from mentorship_app.programs.support import is_signed
from mentorship_app.recruitment.enums import ApplicationStatus
from mentorship_app.recruitment.queries import calls_of
from mentorship_app.reports.recommendations.queries import count_overdue
from mentorship_app.surveys.answering import count_answered
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.queries import invited_count
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.coordinator.gaps import words as gap_words
from mentorship_app.web.coordinator.today.day import Action, Day
from mentorship_app.web.coordinator.today.followed import followed
from mentorship_app.web.coordinator.today.wishes import (
    check_in_due,
    check_in_wishes,
    rematch,
    team_wishes,
    urgent_rematch,
)
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale, long_day, ngettext

NEXT_YEAR_BEFORE = timedelta(days=60)

LEFT_IS_NEWS = timedelta(days=14)


def left(day: Day) -> Action | None:
    """Who withdrew: what they had is settled already, but somebody should know, and may have to find a new mentor."""
    gone = left_by_themselves(db.session, day.cohort, since=day.now - LEFT_IS_NEWS)
    if not gone:
        return None
    return Action(
        "person",
        ngettext("%(num)s person has left the program", "%(num)s people have left the program", len(gone)),
        _("Their pairs have ended and the other person was told, without a reason. This stays here for two weeks."),
        day.url("coordinator.people.index", status=EnrollmentStatus.WITHDRAWN.value),
        _("See who left"),
        "sand",
        [enrollment.account.name for enrollment in gone[:5]],
    )


def applications(day: Day) -> Action | None:
    waiting = day.tally.count(ApplicationStatus.SUBMITTED)
    if not waiting:
        return None
    return Action(
        "document",
        ngettext("%(num)s mentor waits for your answer", "%(num)s mentors wait for your answer", waiting),
        _(
            "Accepted so far: %(places)s of %(wanted)s places.",
            places=day.tally.places_accepted,
            wanted=day.tally.places_wanted,
        )
        if day.tally.places_wanted
        else _("Read the application, then accept it, decline it or ask for changes."),
        day.url("coordinator.applications.index"),
        ngettext("Read the application", "Read the applications", waiting),
        "sand",
    )


def waves_to_open(day: Day) -> Action | None:
    due = [wave for wave in day.waves if wave.status is WaveStatus.DRAFT and wave.opens_on <= day.today]
    if not due or not is_open(day.cohort, Opening.WAVES):
        return None
    wave = due[0]
    return Action(
        "survey",
        _("%(survey)s: open it", survey=wave.title.in_(current_locale())),
        _(
            "It was planned to open on %(day)s. You see the invitation before it goes out.",
            day=long_day(wave.opens_on),
        ),
        day.url("coordinator.surveys.index"),
        _("Open the survey"),
    )


def waves_to_close(day: Day) -> Action | None:
    due = [wave for wave in day.waves if wave.status is WaveStatus.OPEN and wave.closes_on < day.today]
    if not due:
        return None
    wave = due[0]
    count, asked = count_answered(db.session, wave), invited_count(db.session, wave)
    return Action(
        "survey",
        _("%(survey)s: close it", survey=wave.title.in_(current_locale())),
        _(
            "At least %(answered)s of %(asked)s answered; its last day was %(day)s. Results come once it is closed.",
            answered=count.answered,
            asked=asked,
            day=long_day(wave.closes_on),
        ),
        day.url("coordinator.surveys.index"),
        _("Close the survey"),
    )


def nobody_yet(day: Day) -> Action | None:
    if day.cohort.phase not in {Phase.SETUP, Phase.RECRUITMENT, Phase.INTAKE} or day.mentees:
        return None
    return Action(
        "people",
        _("Add your residents"),
        _("Import the list you have, or add people one by one. Mentors come in through a call."),
        day.url("coordinator.people.index"),
        _("Add people"),
    )


def no_call(day: Day) -> Action | None:
    if day.cohort.phase is not Phase.RECRUITMENT or calls_of(db.session, day.cohort):
        return None
    return Action(
        "send",
        _("Call for mentors"),
        _("Write the call and share its link; applications arrive here."),
        day.url("coordinator.applications.index"),
        _("Write the call"),
    )


def intake_missing(day: Day) -> Action | None:
    if not is_open(day.cohort, Opening.INTAKE):
        return None
    count = count_sent(db.session, day.cohort)
    if not count.missing:
        return None
    return Action(
        "person",
        ngettext(
            "%(num)s of %(mentees)s mentees has not sent an intake",
            "%(num)s of %(mentees)s mentees have not sent an intake",
            count.missing,
            mentees=count.mentees,
        ),
        _("Ask them by mail; nobody is asked twice within a week."),
        day.url("coordinator.pairs.index"),
        _("Ask for the intake"),
    )


def gaps(day: Day) -> Action | None:
    if day.cohort.phase not in {Phase.RECRUITMENT, Phase.INTAKE, Phase.MATCHING}:
        return None
    found = board(db.session(), day.cohort, today=day.today, with_reach=False)
    if not found.short:
        return None
    return Action(
        "people",
        gap_words.shortest(found),
        gap_words.others_short(found),
        day.url("coordinator.gaps.index"),
        _("See needs and offers"),
    )


def without_mentor(day: Day) -> Action | None:
    """Before the year is on its way; from then on each stands for themselves."""
    if not is_open(day.cohort, Opening.PAIRING) or day.cohort.phase is Phase.ACTIVE or not day.unpaired:
        return None
    return Action(
        "pair",
        _("%(unpaired)s of %(mentees)s mentees have no mentor", unpaired=day.unpaired, mentees=day.mentees),
        _("Pair them; both are told, and you can take the mail back for ten minutes."),
        day.url("coordinator.pairs.index"),
        _("Pair mentees"),
    )


def acceptance(day: Day) -> Action | None:
    if not is_open(day.cohort, Opening.PAIRING):
        return None
    count = count_open(db.session(), day.cohort, today=day.today)
    if not count.declined and not count.late:
        return None
    in_the_way = ngettext(
        "Something is in the way in %(num)s new pair", "Something is in the way in %(num)s new pairs", count.declined
    )
    late = ngettext(
        "%(num)s new pair waits for a yes past its day", "%(num)s new pairs wait for a yes past their day", count.late
    )
    return Action(
        "pair",
        in_the_way if count.declined else late,
        late if count.declined and count.late else _("Neither of the two knows how the other answered. Write to both."),
        day.url("coordinator.pairs.index"),
        _("Look at the pairs"),
        "sand",
    )


def unsigned_support(day: Day) -> Action | None:
    if day.cohort.phase not in {Phase.SETUP, Phase.RECRUITMENT} or is_signed(db.session(), day.cohort):
        return None
    return Action(
        "document",
        _("Support plan not signed"),
        _("Time, money and a sponsor, before mentors are asked for theirs. Somebody who can promise it signs."),
        day.url("coordinator.support.index"),
        _("Open the support plan"),
    )


def held_mail(day: Day) -> Action | None:
    held = day.mails.get(MessageStatus.HELD, 0)
    if not held:
        return None
    return Action(
        "mail",
        ngettext("%(num)s mail is held", "%(num)s mails are held", held),
        _("It leaves only when you say so."),
        day.url("coordinator.outbox.index", status=MessageStatus.HELD.value),
        _("Open the outbox"),
    )


def phase_is_over(day: Day) -> Action | None:
    phase, days = next_phase(day.cohort), days_past_plan(day.cohort, day.today)
    plan = plan_of(day.cohort, day.cohort.phase)
    if phase is None or plan is None or not days:
        return None
    return Action(
        "arrow",
        _("Move on to: %(phase)s", phase=PHASE[phase]),
        _("%(phase)s was planned until %(day)s.", phase=PHASE[day.cohort.phase], day=long_day(plan.ends_on)),
        day.url("coordinator.today.phase"),
        _("See what changes"),
    )


def next_year(day: Day) -> Action | None:
    is_late = day.cohort.phase in {Phase.CLOSING, Phase.CLOSED} or day.today > day.cohort.ends_on - NEXT_YEAR_BEFORE
    is_newest = day.program.cohorts[0].id == day.cohort.id
    if not is_late or not is_newest:
        return None
    return Action(
        "calendar",
        _("Prepare the next cohort"),
        _("Calls, dates, tasks and the people who stay come along. You see what comes before anything is made."),
        day.url("coordinator.settings.new_year"),
        _("Prepare it"),
    )


def overdue_recommendations(day: Day) -> Action | None:
    overdue = count_overdue(db.session(), day.cohort, today=day.today)
    if not overdue:
        return None
    return Action(
        "clock",
        ngettext("%(num)s recommendation is overdue", "%(num)s recommendations are overdue", overdue),
        _("Its day has passed. Say how far it is, or set another day: the next report tells what became of it."),
        day.url("coordinator.recommendations.index"),
        _("See the recommendations"),
    )


REASONS: tuple[Callable[[Day], Action | list[Action] | None], ...] = (
    urgent_rematch,
    followed("bounced_mail"),
    followed("help_line"),
    rematch,
    check_in_wishes,
    team_wishes,
    left,
    followed("without_mentor"),
    followed("mentor_away"),
    followed("stalled_pair"),
    applications,
    waves_to_close,
    waves_to_open,
    check_in_due,
    followed("low_response"),
    nobody_yet,
    no_call,
    intake_missing,
    gaps,
    without_mentor,
    acceptance,
    followed("unsigned_agreement"),
    followed("training_gap"),
    unsigned_support,
    held_mail,
    phase_is_over,
    overdue_recommendations,
    next_year,
)


def actions(day: Day) -> list[Action]:
    """What there is to do, most urgent first."""
    found: list[Action] = []
    for reason in REASONS:
        what = reason(day)
        if what is not None:
            found += what if isinstance(what, list) else [what]
    return found


def summaries(day: Day) -> list[str]:
    """The same in lines that name nobody, for a mail: several of a kind are one line."""
    return list(dict.fromkeys(action.summary or action.title for action in actions(day)))
