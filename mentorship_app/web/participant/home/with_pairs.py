"""Next things of people who are paired: the pair itself, check-ins, agreements, meetings, goals, staying in touch."""

from datetime import timedelta

from flask import url_for

from mentorship_app.core import clock
from mentorship_app.forms.queries import current
from mentorship_app.mentoring.agreements.defaults import FORM as AGREEMENT_FORM
from mentorship_app.mentoring.agreements.queries import newest_of, waiting_for
from mentorship_app.mentoring.calendars.zones import zone_of
from mentorship_app.mentoring.goals.contents import FORM as GOAL_FORM
from mentorship_app.mentoring.goals.nudges import nudge_for
from mentorship_app.mentoring.groups.queries import my_groups
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.queries import days_met, planned_meetings
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, long_day
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.checkins.routes import asked_of
from mentorship_app.web.participant.connections.asked import pairs_to_keep
from mentorship_app.web.participant.home.step import NextStep, Reader
from mentorship_app.web.participant.year import today

NEW_PAIR_LIFE = timedelta(days=21)
"""For so long after the pairing the next thing is to meet; later on, the pair knows by itself."""
AGREEMENT_LIFE = timedelta(weeks=8)
"""For so long after the pairing home asks for an agreement, once the two have met."""


def acceptance(reader: Reader) -> NextStep | None:
    """A new pair to say yes to."""
    for person in reader.people:
        if person.asked is not None and person.asked.reply is None and not person.asked.is_over:
            return NextStep(
                title=_("Does your pair with %(name)s suit you?", name=person.name),
                lead=_(
                    "Please say yes by %(day)s, or that something is in the way. One press is enough.",
                    day=long_day(person.asked.accept_by),
                ),
                action=_("See your pair and answer"),
                url=url_for("participant.pair.index"),
                minutes=1,
            )
    return None


def check_in(reader: Reader) -> NextStep | None:
    """An open check-in about a pair, which this side has not answered."""
    if not reader.pairs:
        return None
    waiting = [asked for asked in asked_of(reader.enrollment) if not asked.is_answered]
    if not waiting:
        return None
    asked = waiting[0]
    form = asked.check_in.form_version
    return NextStep(
        title=_("Is your pair with %(name)s working?", name=asked.own.other.account.name),
        lead=_("For you alone. It is open until %(day)s.", day=long_day(asked.check_in.closes_on)),
        action=_("Answer the check-in"),
        url=asked.url,
        minutes=form.questionnaire.minutes if form else 0,
        note=_("Answering is up to you. Nobody is told whether you did."),
    )


def agreement(reader: Reader) -> NextStep | None:
    """A proposal that waits for this person's name."""
    version = waiting_for(db.session(), reader.enrollment)
    if version is None:
        return None
    pairing = version.agreement.pairing
    is_change = version.agreement.signed_at is not None
    return NextStep(
        title=_("%(name)s proposes a change", name=reader.other(pairing))
        if is_change
        else _("%(name)s proposes an agreement", name=reader.other(pairing)),
        lead=_("Read it, then sign it or change something."),
        action=_("Read the agreement"),
        url=url_for("participant.agreement.show", pairing_id=pairing.public_id),
        minutes=2,
        note=_("Only the two of you can read it."),
    )


def agreement_to_write(reader: Reader) -> NextStep | None:
    """The two have met and written nothing down: one of them begins."""
    now = today(reader.enrollment.cohort)
    young = [pairing for pairing in reader.pairs if now - pairing.started_on <= AGREEMENT_LIFE]
    if not young:
        return None
    ids = [pairing.id for pairing in young]
    met, written = days_met(db.session(), ids), newest_of(db.session(), ids)
    for pairing in young:
        if met.get(pairing.id) and pairing.id not in written:
            return NextStep(
                title=_("Write down how you work together"),
                lead=_(
                    "You have met %(name)s. How often, how, what stays between you: six taps, and both sign.",
                    name=reader.other(pairing),
                ),
                action=_("Propose an agreement"),
                url=url_for("participant.agreement.show", pairing_id=pairing.public_id),
                minutes=current(db.session(), pairing.cohort.program_id, AGREEMENT_FORM).minutes,
                note=_("Only the two of you can read it."),
            )
    return None


def meeting(reader: Reader) -> NextStep | None:
    """A planned meeting that has passed: one tap says that it took place."""
    pairs = {pairing.id: pairing for pairing in reader.pairs}
    for planned in planned_meetings(db.session(), list(pairs)):
        if planned.pairing_id is not None and _is_over(planned):
            name = reader.other(pairs[planned.pairing_id])
            return _did_it_happen(_("Did you meet %(name)s?", name=name), planned, reader)
    return None


def group_meeting(reader: Reader) -> NextStep | None:
    """The same for a group; only those who lead it are asked."""
    if not reader.is_mentor:
        return None
    groups = {group.id: group for group in my_groups(db.session(), reader.enrollment)}
    for planned in planned_meetings(db.session(), (), list(groups)):
        if planned.group_id is not None and _is_over(planned):
            name = groups[planned.group_id].name
            return _did_it_happen(_("Did “%(group)s” meet?", group=name), planned, reader)
    return None


def _is_over(planned: Meeting) -> bool:
    return planned.starts_at is not None and planned.starts_at <= clock.now()


def _did_it_happen(title: str, planned: Meeting, reader: Reader) -> NextStep:
    day = clock.local_date(planned.starts_at or clock.now(), zone_of(reader.enrollment))
    return NextStep(
        title=title,
        lead=_("You had planned it for %(day)s. One tap is enough.", day=long_day(day)),
        action=_("Say whether you met"),
        url=url_for("participant.meetings.show", meeting_id=planned.public_id),
        minutes=1,
    )


def goal(reader: Reader) -> NextStep | None:
    """A first goal, or a look at one that was set weeks ago; for the mentee alone."""
    if reader.is_mentor or not reader.people:
        return None
    paired_on = min(person.since for person in reader.people)
    now = today(reader.enrollment.cohort)
    nudge = nudge_for(db.session(), keyring(), reader.enrollment, paired_on=paired_on, today=now)
    if nudge is None:
        return None
    if nudge.goal is None:
        return NextStep(
            title=_("Set a first goal"),
            lead=_("One sentence and a first step are enough. You can change it whenever you like."),
            action=_("Set a goal"),
            url=url_for("participant.goals.index"),
            minutes=current(db.session(), reader.enrollment.cohort.program_id, GOAL_FORM).minutes,
            note=_("You decide whether your mentor reads it."),
        )
    return NextStep(
        title=_("How is your goal going?"),
        lead=nudge.title,
        action=_("Open the goal"),
        url=url_for("participant.goals.show", goal_id=nudge.goal.public_id),
        minutes=1,
        note=_("A number from 0 to 10 is enough. You can also set it aside."),
    )


def first_meeting(reader: Reader) -> NextStep | None:
    """A new pair that has neither met nor planned to."""
    now = today(reader.enrollment.cohort)
    new = [pairing for pairing in reader.pairs if now - pairing.started_on <= NEW_PAIR_LIFE]
    if not new:
        return None
    ids = [pairing.id for pairing in new]
    begun = set(days_met(db.session(), ids)) | {one.pairing_id for one in planned_meetings(db.session(), ids)}
    waiting = [pairing for pairing in new if pairing.id not in begun]
    if not waiting:
        return None
    return NextStep(
        title=_("Meet %(name)s", name=reader.other(waiting[0])),
        lead=_("A first message from you makes it easier for the other person.")
        if reader.is_mentor
        else _("Most pairs begin with 30 minutes. Either of you can make the first move."),
        action=_("See how to begin"),
        url=url_for("participant.pair.index"),
        minutes=2,
    )


def stay_in_touch(reader: Reader) -> NextStep | None:
    """Whether to stay in touch with somebody whose year with the person is over; last, and once for each."""
    pairs = pairs_to_keep()
    if not pairs:
        return None
    pairing = pairs[0]
    other = pairing.mentee if pairing.mentor.account_id == reader.enrollment.account_id else pairing.mentor
    return NextStep(
        title=_("Stay in touch with %(name)s after the program?", name=other.account.name),
        lead=_("One tap. Only if you both say yes does anybody learn what you said."),
        action=_("Say yes or no"),
        url=url_for("participant.connections.index"),
        minutes=1,
        note=_("Saying no, or nothing, is fine. Nobody is told."),
    )
