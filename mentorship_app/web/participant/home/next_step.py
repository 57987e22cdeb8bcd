"""The one next thing of a person: what the deep card of their home shows."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, KeyringError
from mentorship_app.forms.queries import current
from mentorship_app.intake import services
from mentorship_app.intake.queries import profile_of
from mentorship_app.intake.waitlists import places_for
from mentorship_app.mentoring.agreements.queries import waiting_for
from mentorship_app.mentoring.calendars.zones import zone_of
from mentorship_app.mentoring.goals.nudges import nudge_for
from mentorship_app.mentoring.groups.queries import my_groups
from mentorship_app.mentoring.meetings.queries import planned_meetings
from mentorship_app.programs import CohortRole, Enrollment, Phase
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import draft_of, draft_owner, has_answered
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.deadlines import GRACE, is_in_grace
from mentorship_app.surveys.queries import open_waves_for
from mentorship_app.surveys.questionnaire import minutes_of
from mentorship_app.training.requirements import lacking_of
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale, long_day, ngettext
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.checkins.routes import asked_of
from mentorship_app.web.participant.connections.asked import pairs_to_keep
from mentorship_app.web.participant.pair.people import PersonCard, known_pairs
from mentorship_app.web.participant.year import today

NEW_PAIR_LIFE = timedelta(days=21)
"""For so long after the pairing the next thing is to meet; later on, the pair knows by itself."""


BEFORE_MATCHES = frozenset({Phase.RECRUITMENT, Phase.INTAKE, Phase.MATCHING})


@dataclass(frozen=True)
class NextStep:
    """What to do, how long it takes, and the button that does it."""

    title: str
    lead: str
    action: str
    url: str
    note: str = ""


def next_step(enrollment: Enrollment, people: list[PersonCard]) -> NextStep | None:
    """The most pressing thing of a person who is paired with ``people``; None when there is nothing to do."""
    own = _wave_step(enrollment) or _acceptance_step(people) or _place_step(enrollment) or _intake_step(enrollment)
    own = own or _check_in_step(enrollment) or _agreement_step(enrollment) or _meeting_step(enrollment)
    own = own or _group_step(enrollment)
    own = own or _training_step(enrollment)
    return own or _goal_step(enrollment, people) or _pair_step(enrollment, people) or _stay_step(enrollment)


def _wave_step(enrollment: Enrollment) -> NextStep | None:
    for wave in open_waves_for(db.session(), enrollment.account_id):
        if not _is_answered(wave, enrollment):
            return _answer(wave, enrollment)
    return None


def _is_answered(wave: Wave, enrollment: Enrollment) -> bool:
    # Known to the person alone, and only while they look: nothing of it is kept, and nobody else's page asks.
    owner = draft_owner(wave, enrollment.account)
    try:
        return has_answered(db.session(), keyring(), wave, enrollment.account_id, owner=owner)
    except KeyringError:
        return False


def _answer(wave: Wave, enrollment: Enrollment) -> NextStep:
    try:
        minutes = minutes_of(contents_of(db.session(), wave))
        is_begun = bool(draft_of(db.session(), keyring(), wave, draft_owner(wave, enrollment.account)))
    except (Conflict, KeyringError):
        minutes, is_begun = 0, False
    closes = _("It closes %(day)s.", day=long_day(_last_day(wave)))
    takes = ngettext("It takes about %(num)s minute.", "It takes about %(num)s minutes.", minutes) if minutes else ""
    lead = _("What you chose so far is kept.") if is_begun else takes
    return NextStep(
        title=wave.title.in_(current_locale()),
        lead=f"{lead} {closes}".strip(),
        action=_("Go on with the check-in") if is_begun else _("Start the check-in"),
        url=url_for("participant.surveys.start", public_id=wave.public_id),
        note=_("Answering is up to you. Nobody is told whether you did."),
    )


def _last_day(wave: Wave) -> date:
    """The last day that people are told; once that is over, the last one on which answers are taken."""
    late = is_in_grace(wave, now=clock.now())
    return wave.closes_on + timedelta(days=GRACE.days) if late else wave.closes_on


def _acceptance_step(people: list[PersonCard]) -> NextStep | None:
    for person in people:
        if person.asked is not None and person.asked.reply is None and not person.asked.is_over:
            return NextStep(
                title=_("Does your pair with %(name)s suit you?", name=person.name),
                lead=_(
                    "Please say yes by %(day)s, or that something is in the way. One press is enough.",
                    day=long_day(person.asked.accept_by),
                ),
                action=_("See your pair and answer"),
                url=url_for("participant.pair.index"),
            )
    return None


def _place_step(enrollment: Enrollment) -> NextStep | None:
    free = places_for(db.session(), enrollment, today=today(enrollment.cohort))
    if not free:
        return None
    mentor = free[0]
    return NextStep(
        title=_("A place with %(name)s is free", name=mentor.account.name),
        lead=_("You wait for this mentor. The place is not held, so others may take it."),
        action=_("Look at it"),
        url=url_for("participant.mentors.show", mentor_id=mentor.public_id),
    )


def _intake_step(enrollment: Enrollment) -> NextStep | None:
    if not services.is_writable(enrollment):
        return None
    profile = profile_of(db.session(), enrollment)
    if profile is not None and profile.is_sent and not profile.is_changed_since_sent:
        return None
    minutes = current(db.session(), enrollment.cohort.program_id, services.FORM).minutes
    is_begun = profile is not None and bool(profile.draft)
    return NextStep(
        title=_("Finish your intake") if is_begun else _("Say what you hope for from a mentor"),
        lead=_("What you wrote is kept.")
        if is_begun
        else ngettext("It takes about %(num)s minute.", "It takes about %(num)s minutes.", minutes),
        action=_("Go on with the intake") if is_begun else _("Start the intake"),
        url=url_for("participant.intake.index"),
        note=_("Each section says who reads it."),
    )


def _check_in_step(enrollment: Enrollment) -> NextStep | None:
    waiting = [asked for asked in asked_of(enrollment) if not asked.is_answered]
    if not waiting:
        return None
    asked = waiting[0]
    return NextStep(
        title=_("Is your pair with %(name)s working?", name=asked.own.other.account.name),
        lead=_("Two minutes, for you alone. It is open until %(day)s.", day=long_day(asked.check_in.closes_on)),
        action=_("Answer the check-in"),
        url=asked.url,
        note=_("Answering is up to you. Nobody is told whether you did."),
    )


def _agreement_step(enrollment: Enrollment) -> NextStep | None:
    version = waiting_for(db.session(), enrollment)
    if version is None:
        return None
    pairing = version.agreement.pairing
    other = pairing.mentee if enrollment.role is CohortRole.MENTOR else pairing.mentor
    is_change = version.agreement.signed_at is not None
    return NextStep(
        title=_("%(name)s proposes a change", name=other.account.name)
        if is_change
        else _("%(name)s proposes an agreement", name=other.account.name),
        lead=_("Read it, then sign it or change something. It takes two minutes."),
        action=_("Read the agreement"),
        url=url_for("participant.agreement.show", pairing_id=pairing.public_id),
        note=_("Only the two of you can read it."),
    )


def _training_step(enrollment: Enrollment) -> NextStep | None:
    """A required module while there is still time before pairs are told; afterwards it presses nobody."""
    if enrollment.cohort.phase not in BEFORE_MATCHES:
        return None
    missing = lacking_of(db.session(), enrollment)
    if not missing:
        return None
    module, locale = missing[0], current_locale()
    minutes = module.minutes(locale)
    return NextStep(
        title=module.title.in_(locale),
        lead=ngettext(
            "A module of %(num)s minute that is asked of everybody before matching.",
            "A module of %(num)s minutes that is asked of everybody before matching.",
            minutes,
        ),
        action=_("Open the module"),
        url=url_for("participant.training.show", key=module.key),
        note=_("What you answer and write there is for you alone."),
    )


def _goal_step(enrollment: Enrollment, people: list[PersonCard]) -> NextStep | None:
    """A first goal, or a look at one that was set weeks ago; for the mentee alone."""
    if enrollment.role is not CohortRole.MENTEE or not people:
        return None
    paired_on = min(person.since for person in people)
    nudge = nudge_for(db.session(), keyring(), enrollment, paired_on=paired_on, today=today(enrollment.cohort))
    if nudge is None:
        return None
    if nudge.goal is None:
        return NextStep(
            title=_("Set a first goal"),
            lead=_("One sentence and a first step are enough. You can change it whenever you like."),
            action=_("Set a goal"),
            url=url_for("participant.goals.index"),
            note=_("You decide whether your mentor reads it."),
        )
    return NextStep(
        title=_("How is your goal going?"),
        lead=nudge.title,
        action=_("Open the goal"),
        url=url_for("participant.goals.show", goal_id=nudge.goal.public_id),
        note=_("A number from 0 to 10 is enough. You can also set it aside."),
    )


def _meeting_step(enrollment: Enrollment) -> NextStep | None:
    """A planned meeting that has passed: one press says that it took place."""
    pairs = {pairing.id: pairing for pairing in known_pairs(enrollment)}
    for meeting in planned_meetings(db.session(), list(pairs)):
        if meeting.starts_at is not None and meeting.starts_at <= clock.now() and meeting.pairing_id is not None:
            pairing = pairs[meeting.pairing_id]
            other = pairing.mentee if enrollment.role is CohortRole.MENTOR else pairing.mentor
            planned_for = clock.local_date(meeting.starts_at, zone_of(enrollment))
            return NextStep(
                title=_("Did you meet %(name)s?", name=other.account.name),
                lead=_("You had planned it for %(day)s. One tap is enough.", day=long_day(planned_for)),
                action=_("Say whether you met"),
                url=url_for("participant.meetings.show", meeting_id=meeting.public_id),
            )
    return None


def _group_step(enrollment: Enrollment) -> NextStep | None:
    """The same for a group; only those who lead it are asked."""
    if enrollment.role is not CohortRole.MENTOR:
        return None
    groups = {group.id: group for group in my_groups(db.session(), enrollment)}
    for meeting in planned_meetings(db.session(), (), list(groups)):
        if meeting.starts_at is not None and meeting.starts_at <= clock.now() and meeting.group_id is not None:
            planned_for = clock.local_date(meeting.starts_at, zone_of(enrollment))
            return NextStep(
                title=_("Did “%(group)s” meet?", group=groups[meeting.group_id].name),
                lead=_("You had planned it for %(day)s. One tap is enough.", day=long_day(planned_for)),
                action=_("Say whether you met"),
                url=url_for("participant.meetings.show", meeting_id=meeting.public_id),
            )
    return None


def _stay_step(enrollment: Enrollment) -> NextStep | None:
    """Whether to stay in touch with somebody whose year with the person is over; last, and once for each."""
    pairs = pairs_to_keep()
    if not pairs:
        return None
    pairing = pairs[0]
    other = pairing.mentee if pairing.mentor.account_id == enrollment.account_id else pairing.mentor
    return NextStep(
        title=_("Stay in touch with %(name)s after the program?", name=other.account.name),
        lead=_("One tap. Only if you both say yes does anybody learn what you said."),
        action=_("Answer"),
        url=url_for("participant.connections.index"),
        note=_("Saying no, or nothing, is fine. Nobody is told."),
    )


def _pair_step(enrollment: Enrollment, people: list[PersonCard]) -> NextStep | None:
    new = [person for person in people if today(enrollment.cohort) - person.since <= NEW_PAIR_LIFE]
    if not new:
        return None
    is_mentor = enrollment.role is CohortRole.MENTOR
    return NextStep(
        title=_("Meet %(name)s", name=new[0].name),
        lead=_("A first message from you makes it easier for the other person.")
        if is_mentor
        else _("Most pairs begin with 30 minutes. Either of you can make the first move."),
        action=_("See how to begin"),
        url=url_for("participant.pair.index"),
    )
