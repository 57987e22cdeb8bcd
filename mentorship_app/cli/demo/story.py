"""The demo's year, told through the same services that people use, each step at its own time."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.accounts.services import ensure_account, grant
from mentorship_app.cli.demo import answers, invitations
from mentorship_app.cli.demo.calendar import WEEKS_GONE, DemoCalendar
from mentorship_app.cli.demo.people import COORDINATOR, LEVELS, VIEWER, DemoMentee, DemoMentor, address_of
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.identity import SYSTEM, Actor, StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.intake import services as intake
from mentorship_app.mentoring import services as mentoring
from mentorship_app.mentoring.enums import PairingKind
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase, Program, TrainingLevel, phases
from mentorship_app.programs import services as programs
from mentorship_app.programs.help_lines import HelpLineEntry
from mentorship_app.programs.outside.person import ContactEntry, name_contact_person
from mentorship_app.programs.services import TrainingLevelEntry
from mentorship_app.programs.slots.services import SlotEntry, offer_slot
from mentorship_app.recruitment import calls
from mentorship_app.recruitment import services as recruitment
from mentorship_app.recruitment.calls import CallText
from mentorship_app.recruitment.models import Call, MentorApplication
from mentorship_app.surveys import answering, closing
from mentorship_app.surveys import services as surveys
from mentorship_app.surveys.building import add_section, usual_contents
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.enums import WaveKind
from mentorship_app.surveys.mailings import MailingKind, MailingStatus
from mentorship_app.surveys.mailings.queries import mailings_of
from mentorship_app.surveys.mailings.schedule import local_day
from mentorship_app.surveys.models import Wave

PROGRAM_NAME = "Northmere Internal Medicine"


@dataclass
class Story:
    """What later steps need from earlier ones."""

    session: Session
    keyring: Keyring
    calendar: DemoCalendar
    mentors: tuple[DemoMentor, ...]
    mentees: tuple[DemoMentee, ...]
    by: Actor = SYSTEM
    enrolled_mentors: list[Enrollment] = field(default_factory=list)
    enrolled_mentees: list[Enrollment] = field(default_factory=list)

    def at(self, week: int) -> datetime:
        return self.calendar.moment(week)


def found_program(story: Story) -> Program:
    """The program with its staff, help numbers and training levels."""
    now = story.at(-8)
    program = programs.create_program(
        story.session,
        name=PROGRAM_NAME,
        organization="Northmere",
        locale="en",
        timezone="America/Toronto",
        contact_email=address_of(COORDINATOR[0]),
        help_lines=_help_lines(story),
        by=story.by,
        now=now,
        is_demo=True,
        year_starts_in=story.calendar.starts_on.month,
    )
    program.outside_contact_en = "Ombuds office of Northmere, 555-0177"
    program.outside_contact_fr = "Bureau de l’ombudsman de Northmere, 555-0177"
    programs.set_training_levels(
        story.session,
        program,
        [
            TrainingLevelEntry(code=code, name_en=f"Resident, year {number}", name_fr=f"Résidence, année {number}")
            for number, code in enumerate(LEVELS, start=1)
        ],
        by=story.by,
        now=now,
    )
    coordinator = _staff(story, COORDINATOR, StaffRole.COORDINATOR, program, now)
    _staff(story, VIEWER, StaffRole.VIEWER, program, now)
    contact = ContactEntry(
        "Odile Farrow", "ombudsperson of Northmere", "ombudsman de Northmere", address_of("Odile Farrow")
    )
    name_contact_person(story.session, program, contact, version=0, by=story.by, now=now)
    for days, hour in ((5, 12), (8, 17), (12, 12)):
        day = story.calendar.today + timedelta(days=days)
        offer_slot(story.session, program, SlotEntry(day, time(hour, 30), 30, "Northmere, room 4.210"), now=now)
    story.by = Actor(account_id=coordinator.id, name=coordinator.name, grants=coordinator.grants)
    return program


def _help_lines(story: Story) -> list[HelpLineEntry]:
    checked, owner = story.calendar.day(-9), COORDINATOR[0]
    return [
        HelpLineEntry(
            "Suicide crisis helpline", "Ligne d’aide en cas de crise de suicide", "9-8-8",
            "Call or text, 24 hours, English and French", "Appel ou texto, 24 heures, en deux langues", checked, owner,
        ),
        HelpLineEntry(
            "Northmere residents’ line (fictional)", "Ligne des résidents de Northmere (fictive)", "555-0142",
            "Counsellors outside your program", "Des conseillers extérieurs à votre programme", checked, owner,
        ),
        HelpLineEntry(
            "In immediate danger", "En danger immédiat", "911",
            "Police, ambulance, fire", "Police, ambulance, incendie", checked, owner,
        ),
    ]  # fmt: skip


def _staff(story: Story, person: tuple[str, str], role: StaffRole, program: Program, now: datetime) -> Account:
    name, locale = person
    account = ensure_account(story.session, email=address_of(name), name=name, locale=locale, now=now)
    grant(story.session, account, role, program_id=program.id, by=story.by, now=now)
    return account


def start_cohort(story: Story, program: Program) -> Cohort:
    """The cohort that is running today."""
    return programs.create_cohort(
        story.session,
        program,
        name=story.calendar.name,
        starts_on=story.calendar.starts_on,
        ends_on=story.calendar.ends_on,
        by=story.by,
        now=story.at(-8),
    )


def recruit(story: Story, cohort: Cohort) -> None:
    """A call, twenty-four mentors who apply and are accepted, one who is declined."""
    phases.move_to(story.session, cohort, Phase.RECRUITMENT, by=story.by, now=story.at(0))
    call = _open_call(story, cohort, week=0, until=6, places=28)
    for index, mentor in enumerate(story.mentors):
        application = _apply(story, call, mentor, index, week=1 + index % 4)
        enrollment = recruitment.approve(story.session, application, by=story.by, now=story.at(5))
        story.enrolled_mentors.append(enrollment)
    declined = DemoMentor("Lazarus Pettigrew-Vane", "en", "Surgery", "North campus", 1, 0.5, ("research",))
    application = _apply(story, call, declined, 3, week=4)
    recruitment.decline(
        story.session, application, by=story.by, now=story.at(5), note="Thank you. All places in surgery are taken."
    )
    calls.close_call(story.session, call, by=story.by, now=story.at(6))


def _open_call(story: Story, cohort: Cohort, *, week: int, until: int, places: int) -> Call:
    text = CallText(
        title_en="Mentors wanted for our residents",
        title_fr="Mentors recherchés pour nos résidentes et résidents",
        intro_en="One honest hour a month can carry somebody through the year. We train you and we do the paperwork.",
        intro_fr="Une heure franche par mois peut porter quelqu’un toute l’année. Nous vous formons.",
        hours_per_month=1.5,
        places_wanted=places,
        opens_on=story.calendar.day(week),
        closes_on=story.calendar.day(until),
    )
    call = calls.create_call(story.session, cohort, text, by=story.by, now=story.at(week))
    calls.open_call(story.session, call, by=story.by, now=story.at(week))
    return call


def _write(story: Story, call: Call, mentor: DemoMentor, index: int, *, week: int) -> MentorApplication:
    application = recruitment.start(
        story.session, call, email=mentor.email, name=mentor.name, locale=mentor.locale, now=story.at(week)
    )
    application.draft, application.saved_at = answers.application(mentor, index), story.at(week)
    story.session.flush()
    return application


def _apply(story: Story, call: Call, mentor: DemoMentor, index: int, *, week: int) -> MentorApplication:
    application = _write(story, call, mentor, index, week=week)
    recruitment.submit(story.session, application, now=story.at(week))
    return application


def take_in(story: Story, cohort: Cohort) -> None:
    """Thirty mentees; all but one send their intake."""
    phases.move_to(story.session, cohort, Phase.INTAKE, by=story.by, now=story.at(6))
    levels = {
        level.code: level
        for level in story.session.scalars(select(TrainingLevel).where(TrainingLevel.program_id == cohort.program_id))
    }
    for index, mentee in enumerate(story.mentees):
        account = ensure_account(
            story.session, email=mentee.email, name=mentee.name, locale=mentee.locale, now=story.at(6)
        )
        enrollment = programs.enroll(
            story.session,
            cohort,
            account,
            role=CohortRole.MENTEE,
            by=story.by,
            now=story.at(6),
            training_level=levels[mentee.level],
            site=mentee.site,
            department="Internal medicine",
        )
        story.enrolled_mentees.append(enrollment)
        profile = intake.start(story.session, enrollment, now=story.at(7))
        profile.draft = answers.intake(mentee, index)
        if index != len(story.mentees) - 1:
            intake.submit(story.session, profile, by=story.by, now=story.at(7))


def ask_baseline(story: Story, cohort: Cohort) -> UUID:
    """The first wave, before the pairs are known: 27 of 30 answer."""
    phases.move_to(story.session, cohort, Phase.MATCHING, by=story.by, now=story.at(8))
    return ask(story, cohort, WaveKind.BASELINE, week=8, closes=True)


SILENT = {
    WaveKind.BASELINE: frozenset({5, 12, 22}),
    # Four of the seven residents in year 3 answer: the report has a small group to hide, and one to hide it behind.
    # Nobody answers who did not before, and five stopped: so few others would hide how the same people changed.
    WaveKind.MIDPOINT: frozenset({5, 12, 22} | {1, 4, 9, 14, 20}),
    WaveKind.ENDPOINT: frozenset(range(30)) - {0, 3, 5, 7, 8, 10, 12, 13, 15, 16, 18, 21},
}
"""Who does not answer which wave, by place on the list."""


SINCE_LAST_TIME = LocalizedText(
    en="You said that meetings fell to the nights after call. Since January they count as protected time.",
    fr="Vous aviez dit que les rencontres tombaient après les gardes. Depuis janvier, elles ont leur temps réservé.",
)
"""What stands on a card before people begin."""


def ask(story: Story, cohort: Cohort, kind: WaveKind, *, week: int, closes: bool) -> UUID:
    """A wave: opened, answered by those who are not ``SILENT``, closed two weeks later if ``closes``."""
    wave: Wave = surveys.create_wave(
        story.session,
        cohort,
        kind=kind,
        contents=usual_contents(story.session, cohort.program, kind, for_mentors=False),
        opens_on=story.calendar.day(week),
        closes_on=story.calendar.day(week + 2),
        by=story.by,
        now=story.at(week),
    )
    if kind is WaveKind.MIDPOINT:
        add_section(story.session, wave, "meetings", version=wave.version, by=story.by, now=story.at(week))
    if kind is not WaveKind.BASELINE:
        wave.news_en, wave.news_fr = SINCE_LAST_TIME.en, SINCE_LAST_TIME.fr
    surveys.open_wave(story.session, story.keyring, wave, by=story.by, now=story.at(week))
    number = list(WaveKind).index(kind)
    for person, enrollment in enumerate(story.enrolled_mentees):
        if person not in SILENT[kind]:
            chosen: dict[str, Any] = answers.survey(contents_of(story.session, wave), person, number)
            answering.submit(story.session, story.keyring, wave, enrollment.account_id, chosen)
    count_mail_as_sent(story.session, cohort.program_id)
    first_reminder_is_out = story.at(week) + timedelta(days=4)
    count_mailings_as_sent(story.session, wave, until=story.at(week + 2) if closes else first_reminder_is_out)
    if closes:
        closing.close_wave(story.session, story.keyring, wave, by=story.by, now=story.at(week + 2))
    return wave.id


def pair(story: Story, cohort: Cohort) -> None:
    """Each mentee with the first mentor with room who shares a topic and speaks their language; two remain."""
    room = {enrollment.id: enrollment.capacity for enrollment in story.enrolled_mentors}
    for mentee, enrollment in list(zip(story.mentees, story.enrolled_mentees, strict=True))[:-2]:
        shared = sorted(
            (
                (-len(set(mentor.topics) & set(mentee.topics)), mentor.locale != mentee.locale, index)
                for index, mentor in enumerate(story.mentors)
                if room[story.enrolled_mentors[index].id] > 0
            )
        )
        mentor_enrollment = story.enrolled_mentors[shared[0][2]]
        room[mentor_enrollment.id] -= 1
        mentoring.pair(
            story.session,
            cohort,
            mentor_enrollment,
            enrollment,
            kind=PairingKind.PRIMARY,
            by=story.by,
            now=story.at(11),
        )


def begin_to_meet(story: Story, cohort: Cohort) -> None:
    """From now on pairs meet."""
    phases.move_to(story.session, cohort, Phase.ACTIVE, by=story.by, now=story.at(12))


def recruit_next_year(story: Story, cohort: Cohort) -> Cohort:
    """Next year's cohort in recruitment, with applications in every state for the coordinator to decide."""
    weeks = WEEKS_GONE
    phases.move_to(story.session, cohort, Phase.RECRUITMENT, by=story.by, now=story.at(weeks - 3))
    call = _open_call(story, cohort, week=weeks - 3, until=weeks + 6, places=20)
    invitations.send_invitations(story.session, call, story.mentors[:10], by=story.by, now=story.at(weeks - 3))
    for index, mentor in enumerate(story.mentors[:5]):
        application = _apply(story, call, mentor, index, week=weeks - 2)
        if index == 0:
            recruitment.approve(story.session, application, by=story.by, now=story.at(weeks - 1))
        elif index == 1:
            recruitment.request_changes(
                story.session, application, by=story.by, now=story.at(weeks - 1), note="Which campus will you be at?"
            )
    _write(story, call, story.mentors[6], 6, week=weeks - 1)
    invitations.hear_back(story.session, call, by=story.by, now=story.at(weeks - 2))
    return cohort


def count_mail_as_sent(session: Session, program_id: UUID) -> None:
    """No mail of the demo ever leaves: what the year wrote until now counts as sent."""
    mine = OutboxMessage.program_id == program_id
    session.execute(delete(OutboxMessage).where(mine, OutboxMessage.private))
    session.execute(
        update(OutboxMessage)
        .where(mine, OutboxMessage.status == MessageStatus.QUEUED)
        .values(status=MessageStatus.SENT, sent_at=OutboxMessage.created_at, attempts=1)
    )


def count_mailings_as_sent(session: Session, wave: Wave, *, until: datetime) -> None:
    """Nor does any of these: what a wave planned until then counts as sent, what comes later is held."""
    for mailing in mailings_of(session, wave):
        if mailing.kind is not MailingKind.EVENING and mailing.not_before <= until:
            mailing.status, mailing.sent_on = MailingStatus.SENT, local_day(wave, mailing.not_before)
        else:
            mailing.status = MailingStatus.HELD
    session.flush()


def hold_one_invitation(story: Story, cohort: Cohort) -> None:
    """One invitation waits in the outbox, to be sent or taken back."""
    for call in story.session.scalars(select(Call).where(Call.cohort_id == cohort.id)):
        invitations.invite_one_more(story.session, call, by=story.by, now=story.at(WEEKS_GONE))


def hold_newest_decisions(session: Session, program_id: UUID) -> None:
    """Two mails to applicants wait in the outbox, so that there is something to read and to send."""
    newest = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.program_id == program_id, OutboxMessage.kind.like("application%"))
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.kind, OutboxMessage.to_email)
        .limit(2)
    )
    for message in newest:
        message.status, message.sent_at, message.attempts = MessageStatus.HELD, None, 0
    session.flush()
