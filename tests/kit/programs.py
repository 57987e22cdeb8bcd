"""A program in which every kind of thing exists, for tests that open every address of it."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.tokens import new_public_id
from mentorship_app.forms.services import start_draft
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.binding import bind
from mentorship_app.instruments.binding.uploads import WordingUpload
from mentorship_app.instruments.licences import LicenceRecord
from mentorship_app.matching.models import MatchPublication, MatchSideRule
from mentorship_app.matching.records.models import MatchRecord
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.agreements.models import AgreementCopy
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.mentoring.connections import Connection
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.exclusions import DoNotMatch
from mentorship_app.mentoring.goals.models import DevelopmentPlan, Goal
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.services import Held
from mentorship_app.mentoring.meetings.services import log as log_meeting
from mentorship_app.mentoring.models import PairingAnswer
from mentorship_app.mentoring.recognition.models import (
    LetterKind,
    MentorFeedback,
    RecognitionLetter,
    RecognitionLine,
    RecognitionWords,
)
from mentorship_app.mentoring.team.services import ask as ask_for_mentor
from mentorship_app.messaging import LocalMail, OutboxMessage
from mentorship_app.privacy.sealing import goals_key_name, make_keys, seal_packed
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Program, RosterUpload
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.letterhead import Letterhead
from mentorship_app.programs.support import SupportEntries, SupportPlan, SupportSignature, snapshot_of
from mentorship_app.programs.tags import PersonTag, Tag
from mentorship_app.reports.crosswalk import Framework, Requirement
from mentorship_app.reports.editions import Edition, EditionStatus, EditionText, EditionTheme, Outline
from mentorship_app.reports.enums import DownloadKind, ReportStatus
from mentorship_app.reports.models import Report, ReportDownload, ReportFile
from mentorship_app.reports.recommendations import Recommendation
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.mailings import Mailing, MailingKind
from mentorship_app.surveys.models import WaveInvitee
from mentorship_app.training import OwnModule
from tests.factories import (
    AccountFactory,
    CohortFactory,
    EnrollmentFactory,
    HelpLineFactory,
    StaffGrantFactory,
    TrainingLevelFactory,
)
from tests.factories.agreements import signed
from tests.factories.choices import ChoiceFactory
from tests.factories.goals import planned
from tests.factories.instruments import reading_of, wording_csv
from tests.factories.intake import ProfileFactory
from tests.factories.matching import drafted
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import (
    ApplicationFactory,
    CallFactory,
    CallTargetFactory,
    FutureInterestFactory,
    InvitationFactory,
    InvitationListFactory,
)
from tests.factories.rematch import rematch_of, wish_of
from tests.factories.reports import ScoreImportFactory
from tests.factories.surveys import WaveFactory
from tests.factories.year import YearTaskFactory


@dataclass
class FullProgram:
    """A program with a coordinator, a viewer and a pair. ``parts`` fill the places in its addresses, by endpoint."""

    cohort: Cohort
    coordinator: Account
    viewer: Account
    mentor: Enrollment
    mentee: Enrollment
    wave: Wave
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.cohort.program.slug


def full_program(store: Session, keyring: Keyring) -> FullProgram:
    """Such a program, committed."""
    cohort = CohortFactory()
    program = cohort.program
    level = TrainingLevelFactory(program=program)
    boss, reader = AccountFactory(), AccountFactory()
    grant = StaffGrantFactory(account=boss, program_id=program.id)
    StaffGrantFactory(account=reader, program_id=program.id, role=StaffRole.VIEWER)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    mentee = EnrollmentFactory(cohort=cohort, training_level=level)
    ProfileFactory(enrollment=mentee, sent=True, told=True)
    ChoiceFactory(mentee=mentee, mentor=mentor)
    wave = _open_wave(store, keyring, mentee)
    made = FullProgram(cohort, boss, reader, mentor, mentee, wave)
    call = CallFactory(cohort=cohort)
    CallTargetFactory(call=call)
    _matters(store, mentor, mentee)
    made.parts = {
        "actions": f"help_line.{HelpLineFactory(program=program, verified_on=None).id}",
        "applications": ApplicationFactory(call=call, sent=True).public_id,
        "calls": call.slug,
        "goals": _goal(store, keyring, mentee).public_id,
        "groups": _group(store, mentor, mentee).public_id,
        "mentees": mentee.public_id,
        "rules": _side_rule(store, mentor, mentee).public_id,
        "invitations": InvitationFactory(call=call).public_id,
        "invitation-lists": InvitationListFactory(call=call, account_id=boss.id).public_id,
        "next-year": FutureInterestFactory(program=program).public_id,
        "outbox": str(_message(store, cohort).id),
        "mailings": str(_mailing(store, wave).id),
        "mailbox": str(_local_mail(store, cohort).id),
        "pairs": _with_agreement(store, _asked_pair(store, mentor, mentee)).public_id,
        "publish": _publication(store, cohort).public_id,
        "unpaired": mentee.public_id,
        "people": mentee.public_id,
        "tags": _tag(store, mentee).public_id,
        "import": _upload(store, cohort, boss).public_id,
        "reports": _report(store, cohort).public_id,
        "editions": _edition(store, cohort).public_id,
        "results": _summary(store, cohort).public_id,
        "recommendations": _recommendation(store, cohort).public_id,
        "crosswalk": _requirement(store, cohort).public_id,
        "help": str(HelpLineFactory(program=program).id),
        "staff": str(grant.id),
        "surveys": wave.public_id,
        "imports": ScoreImportFactory(cohort=cohort).public_id,
        "year": str(YearTaskFactory(cohort=cohort).id),
        "training": _own_module(store, cohort).public_id,
        "recognition": _recognised(store, mentor).public_id,
        "rematch": rematch_of(store, keyring, mentee).public_id,
        "check-ins": wish_of(store, keyring, mentee).public_id,
        **_measure(store, program),
    }
    made.parts["connections"] = _connection(store, mentor, mentee).public_id
    made.parts["gaps"] = ask_for_mentor(store, mentee, PairingKind.RESEARCH, now=datetime.now(UTC)).public_id
    made.parts["meetings"] = _meeting(store, made.parts["pairs"]).public_id
    proposed = drafted(store, keyring, cohort, [])
    drawn = datetime.now(UTC)
    store.add(MatchRecord(run=proposed.run, locale="en", pdf=b"%PDF-1.7", drawn_at=drawn, requested_by="Somebody"))
    decided = dict.fromkeys(("swap", "move", "forbid", "exception"), mentee.public_id)
    made.parts |= {"runs": proposed.run.public_id} | decided
    start_draft(store, program, "mentee_intake", by=Actor(boss.id, boss.name), now=datetime.now(UTC))
    store.commit()
    return made


def _recognised(store: Session, mentor: Enrollment) -> Enrollment:
    """A mentor with a line of thanks, a letter that is drawn, and a number from mentees."""
    words = {"leader_role_en": "Director", "leader_role_fr": "Direction", "thanks_en": "Thanks", "thanks_fr": "Merci"}
    program_id, now = mentor.cohort.program_id, datetime.now(UTC)
    letter = {"locale": "en", "pdf": b"%PDF-1.7", "drawn_at": now, "created_at": now}
    store.add_all(
        [
            RecognitionWords(cohort_id=mentor.cohort_id, leader_name="Somebody", **words),
            RecognitionLine(enrollment_id=mentor.id, line="A line"),
            RecognitionLetter(enrollment_id=mentor.id, kind=LetterKind.HOURS, **letter),
            MentorFeedback(
                account_id=mentor.account_id, program_id=program_id, halves=17, people=5, published_on=now.date()
            ),
        ]
    )
    store.flush()
    return mentor


def _edition(store: Session, cohort: Cohort) -> Edition:
    """A draft with words in it."""
    made = Edition(cohort=cohort, locale="en", sections=["cover", "summary"], created_by="Somebody")
    made.texts = [EditionText(key="summary.finding", text="What we make of it")]
    # An address that names both has one place for the two of them.
    made.public_id = new_public_id()
    theme = {"name": "Time", "summary": "It is hard to meet", "quote": "Three attempts for one meeting"}
    made.themes = [EditionTheme(position=0, public_id=made.public_id, **theme)]
    store.add(made)
    store.flush()
    return made


def _summary(store: Session, cohort: Cohort) -> Edition:
    """A participants' summary that is frozen and published."""
    file = ReportFile(
        cohort_id=cohort.id, content_hash="summary", data_hash="0", title="What you said", html="<h1>Said</h1>"
    )
    file.pdf, file.csv = b"%PDF-1.7", b""
    store.add(file)
    store.flush()
    now = datetime.now(UTC)
    made = Edition(cohort=cohort, locale="en", outline=Outline.PARTICIPANTS, sections=["heard"], created_by="Somebody")
    made.status, made.frozen_at, made.published_at, made.frozen_file_id = EditionStatus.FROZEN, now, now, file.id
    store.add(made)
    store.flush()
    return made


def _recommendation(store: Session, cohort: Cohort) -> Recommendation:
    made = Recommendation(
        cohort=cohort, position=1, text="More time", owner="The chief", due_on=cohort.starts_on, outcome="Begun"
    )
    store.add(made)
    store.flush()
    return made


def _requirement(store: Session, cohort: Cohort) -> Requirement:
    made = Requirement(
        program_id=cohort.program_id,
        position=1,
        framework=Framework.ACGME,
        element="VI.C.1.e",
        text="What it asks",
        evidence=["help_numbers"],
        link="https://example.org/policy",
        gap="What is missing",
    )
    store.add(made)
    store.flush()
    return made


def _goal(store: Session, keyring: Keyring, mentee: Enrollment) -> Goal:
    """A goal of the mentee's own, and a plan that was drawn of it."""
    made = planned(store, keyring, mentee, shared=False)
    row = DevelopmentPlan(enrollment_id=mentee.id, locale="en", with_private=True, drawn_at=datetime.now(UTC))
    store.add(row)
    store.flush()
    key = keyring.get(goals_key_name(mentee.cohort.program_id))
    row.sealed = seal_packed(key, {"pdf": b64encode(b"%PDF-1.7").decode()}, name=row.id.bytes)
    return made


def _asked_pair(store: Session, mentor: Enrollment, mentee: Enrollment) -> Pairing:
    day = mentor.cohort.ends_on
    made: Pairing = PairingFactory(cohort=mentor.cohort, mentor=mentor, mentee=mentee, accept_by=day)
    store.add(
        PairingAnswer(
            pairing=made,
            side=CohortRole.MENTEE,
            reply=PairingReply.DECLINED,
            note="Words to the coordinator",
            answered_at=datetime.now(UTC),
        )
    )
    return made


def _meeting(store: Session, pair: str) -> Meeting:
    """What the pair wrote down today."""
    pairing = store.scalars(select(Pairing).where(Pairing.public_id == pair)).one()
    now = datetime.now(UTC)
    return log_meeting(store, pairing, CohortRole.MENTEE, Held(now.date() - timedelta(days=1), 30, "video"), now=now)


def _connection(store: Session, mentor: Enrollment, mentee: Enrollment) -> Connection:
    """The two stay in touch, as people of an earlier year do; without a word to anybody else."""
    first, second = sorted((mentor.account_id, mentee.account_id))
    made = Connection(first_id=first, second_id=second, first_contact="One", second_contact="Two")
    made.since = mentor.cohort.starts_on
    store.add(made)
    store.flush()
    return made


def _with_agreement(store: Session, pairing: Pairing) -> Pairing:
    """An agreement that both signed, with a copy that is drawn."""
    now = datetime.now(UTC)
    made = signed(store, pairing, now=now)
    store.add(AgreementCopy(version=made, locale="en", pdf=b"%PDF-1.7", drawn_at=now))
    store.flush()
    return pairing


def _own_module(store: Session, cohort: Cohort) -> OwnModule:
    words = {"title_en": "Ours", "title_fr": "Le nôtre", "text_en": "## One\nWords", "text_fr": "## Un\nMots"}
    made = OwnModule(program_id=cohort.program_id, for_mentors=True, for_mentees=True, shown=True, **words)
    store.add(made)
    store.flush()
    return made


def _publication(store: Session, cohort: Cohort) -> MatchPublication:
    made = MatchPublication(
        cohort=cohort,
        kind=PairingKind.PRIMARY,
        draft_version=1,
        published_by="Somebody",
        undo_until=cohort.created_at,
        accept_by=cohort.ends_on,
    )
    store.add(made)
    store.flush()
    return made


def _group(store: Session, mentor: Enrollment, mentee: Enrollment) -> MentoringGroup:
    group = MentoringGroup(cohort=mentee.cohort, name="Group 1", started_on=date(2026, 10, 1))
    group.members = [GroupMember(enrollment=mentor), GroupMember(enrollment=mentee)]
    store.add(group)
    store.flush()
    return group


def _side_rule(store: Session, mentor: Enrollment, mentee: Enrollment) -> MatchSideRule:
    """A rule about two people; that one of them is no mentee is no matter here, and adds nobody to the cohort."""
    rule = MatchSideRule(
        cohort_id=mentee.cohort_id,
        one=mentee,
        other=mentor,
        together=False,
        rationale="They share a call room.",
        decided_by="Somebody",
    )
    store.add(rule)
    store.flush()
    return rule


def _measure(store: Session, program: Program) -> dict[str, str]:
    """A licence for a measure, its wording, and a file with other wording that somebody looks at. Words of ours."""
    key = "who_5"
    instrument = catalogue.get(key)
    licence = LicenceRecord(
        program=program, instrument_key=key, holder="Northmere", number="N-1", paid=90, note="A note"
    )
    reading = reading_of(instrument)
    store.add(licence)
    bind(store, program, instrument, reading, source="words.csv", by=Actor(None, "Somebody"), now=datetime.now(UTC))
    content = wording_csv(instrument, word="Other words")
    upload = WordingUpload(program_id=program.id, instrument_key=key, file_name="w.csv", content=content, said={})
    store.add(upload)
    store.flush()
    return {"licences": licence.public_id, "bind": upload.public_id}


def _mailing(store: Session, wave: Wave) -> Mailing:
    mailing = Mailing(wave=wave, kind=MailingKind.INVITATION, not_before=datetime.now(UTC) + timedelta(days=1), asked=1)
    store.add(mailing)
    store.flush()
    return mailing


def _tag(store: Session, person: Enrollment) -> Tag:
    tag = Tag(program_id=person.cohort.program_id, name="Night float", search_text="night float")
    store.add(tag)
    store.flush()
    store.add(PersonTag(tag_id=tag.id, account_id=person.account_id))
    return tag


def _matters(store: Session, mentor: Enrollment, mentee: Enrollment) -> None:
    """What matching and the year live on: a support plan with a signature, conflicts, private lists, an absence."""
    plan = SupportPlan(cohort=mentor.cohort, sponsor_name="Dr. Perrin Holt", mentee_hours=1)
    plan.signatures = [
        SupportSignature(
            signed_by="Dr. Perrin Holt",
            role="Head",
            signed_on=mentor.cohort.starts_on,
            recorded_by="Somebody",
            snapshot=snapshot_of(SupportEntries(sponsor_name="Dr. Perrin Holt", mentee_hours=1.0)),
        )
    ]
    for side in Declarer:
        conflict = ConflictOfInterest(
            program_id=mentor.cohort.program_id,
            mentor=mentor.account,
            mentee=mentee.account,
            reason=ConflictReason.EVALUATOR,
            declared_by=side,
        )
        store.add(conflict)
    store.add_all(
        [
            plan,
            DoNotMatch(owner=mentee, typed_name="Somebody Else"),
            DoNotMatch(owner=mentor, typed_name="Somebody Else"),
            Absence(enrollment=mentor, kind=AbsenceKind.PAUSE, starts_on=mentor.cohort.starts_on),
        ]
    )
    store.flush()


def _open_wave(store: Session, keyring: Keyring, mentee: Enrollment) -> Wave:
    now = datetime.now(UTC)
    wave: Wave = WaveFactory(
        cohort=mentee.cohort,
        status=WaveStatus.OPEN,
        opened_at=now,
        opens_on=now.date(),
        closes_on=now.date() + timedelta(days=14),
    )
    store.add(WaveInvitee(wave_id=wave.id, enrollment_id=mentee.id, strata={}))
    make_keys(keyring, program_id=mentee.cohort.program_id, wave_id=wave.id)
    return wave


def _message(store: Session, cohort: Cohort) -> OutboxMessage:
    message = OutboxMessage(
        kind="mail_test",
        to_email="wren@example.org",
        to_name="Wren Ito",
        locale="en",
        context={},
        program_id=cohort.program_id,
        dedupe_key=new_public_id(),
        not_before=datetime.now(UTC) + timedelta(days=1),
    )
    store.add(message)
    store.flush()
    return message


def _local_mail(store: Session, cohort: Cohort) -> LocalMail:
    message = _message(store, cohort)
    mail = LocalMail(
        program_id=cohort.program_id,
        message_id=message.id,
        to_email=message.to_email,
        subject="A subject",
        body="A body",
        at=datetime.now(UTC),
    )
    store.add(mail)
    store.flush()
    return mail


def _upload(store: Session, cohort: Cohort, by: Account) -> RosterUpload:
    content = b"name,email,role\nWren Ito,wren@example.org,mentee\n"
    upload = RosterUpload(cohort_id=cohort.id, account_id=by.id, file_name="list.csv", content=content)
    store.add(upload)
    store.flush()
    return upload


_PICTURE = b"\x89PNG\r\n\x1a\n"
"""Enough of one to be sent."""


def _report(store: Session, cohort: Cohort) -> Report:
    file = ReportFile(
        cohort_id=cohort.id, content_hash="c", data_hash="d", title="T", html="<p>x</p>", pdf=b"%PDF", csv=b"a"
    )
    store.add(file)
    store.flush()
    store.add_all(ReportDownload(file_id=file.id, kind=kind, content=b"x") for kind in DownloadKind)
    store.add(Letterhead(program_id=cohort.program_id, logo=_PICTURE, logo_alt="Two rings", address="1 Main Street"))
    report = Report(cohort=cohort, locale="en", status=ReportStatus.READY, file_id=file.id)
    store.add(report)
    store.flush()
    return report
