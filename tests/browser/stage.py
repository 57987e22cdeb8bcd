"""What there is to look at: the demo, and beside it the states that the demo is not in.

Written into the database of a running server, past its pages; every person here is as invented as those of the demo.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, delete, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import find_account, new_link
from mentorship_app.cli.demo.people import COORDINATOR, VIEWER, address_of
from mentorship_app.core import clock
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.phrases import Phrase
from mentorship_app.core.tokens import new_token, token_digest
from mentorship_app.db.engine import install_rules
from mentorship_app.forms.services import start_draft
from mentorship_app.intake import services as intake
from mentorship_app.matching.configuring import save_settings
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import draft_of, state_now
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.mentors_choices import choose_mentee
from mentorship_app.matching.models import MatchPublication, MatchRun
from mentorship_app.matching.publishing import last_publication
from mentorship_app.matching.readiness import NOBODY_ASKED
from mentorship_app.matching.runs import runs_of
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.acceptance import reply_to
from mentorship_app.mentoring.calendars.feeds import renew as renew_calendar
from mentorship_app.mentoring.checkins.queries import open_check_ins
from mentorship_app.mentoring.conflicts import OPEN_TO_EXCEPTION, conflicts_of
from mentorship_app.mentoring.connections.queries import connections_of
from mentorship_app.mentoring.connections.replies import StayReply
from mentorship_app.mentoring.connections.services import answer as answer_to_staying
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.queries import goals_of
from mentorship_app.mentoring.groups.queries import groups_of
from mentorship_app.mentoring.meetings.links import mint as mint_meeting_link
from mentorship_app.mentoring.meetings.queries import held_meetings, planned_meetings
from mentorship_app.mentoring.meetings.services import Held
from mentorship_app.mentoring.meetings.services import log as log_meeting
from mentorship_app.mentoring.queries import mentees_of, running_pairs, team_of
from mentorship_app.mentoring.rematch.queries import pending
from mentorship_app.messaging import LocalMail, MessageStatus, OutboxMessage
from mentorship_app.monitoring.board import entries
from mentorship_app.monitoring.kinds import Scope
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase, Program, services
from mentorship_app.programs.help_lines import HelpLineEntry
from mentorship_app.programs.roster_uploads import keep_upload
from mentorship_app.programs.tags import tags_of
from mentorship_app.programs.year import YearTask
from mentorship_app.recruitment import ApplicationStatus, Call, CallStatus, MentorApplication
from mentorship_app.recruitment.invitations import Invitation
from mentorship_app.recruitment.invitations.entries import read_lines
from mentorship_app.recruitment.invitations.links import new_invitation_link
from mentorship_app.recruitment.invitations.lists import keep_list
from mentorship_app.recruitment.invitations.services import begin
from mentorship_app.recruitment.links import new_application_link
from mentorship_app.recruitment.next_year import FutureInterest
from mentorship_app.reports import Report, ReportStatus
from mentorship_app.reports.crosswalk import Framework
from mentorship_app.reports.crosswalk.queries import requirements_in
from mentorship_app.reports.crosswalk.services import add_usual
from mentorship_app.reports.editions import Edition, Outline
from mentorship_app.reports.services import request_usual
from mentorship_app.surveys import Wave, WaveKind, WaveStatus, aggregates
from mentorship_app.surveys import services as surveys
from mentorship_app.surveys.mailings.queries import mailings_of
from mentorship_app.surveys.paper.links import new_entry_link
from mentorship_app.surveys.paper.services import entry_of
from mentorship_app.training.own_modules import own_modules
from tests.browser.measures import measures_on_stage
from tests.browser.reports import reports_on_stage
from tests.browser.summaries import summary_on_stage, themes_on_stage
from tests.factories import (
    AccountFactory,
    CohortFactory,
    EnrollmentFactory,
    StaffGrantFactory,
    TrainingLevelFactory,
    bind_factories,
)
from tests.factories.choices import ChoiceFactory, WaitlistFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import CallFactory
from tests.factories.reports import ScoreImportFactory
from tests.factories.results import rich_results
from tests.kit.server import select_pause

ROSTER = "email;name;role;training level\nnovella@example.org;Novella Briarwood;mentee;R1\n"
TIMEZONE = "America/Toronto"
LONG_NAME = "Obstetrics, Gynaecology and Neonatal Medicine"
REPORT_SECONDS = 180
NAMES_IN_SCRIPTS = ("Þórunn Skáldsdóttir-Łęczycka", "نور الدين الحالمي", "Nguyễn Thị Ảo Mộng", "Seán O’Fictional")
NEVER_SIGNED_IN = "quillon.never@example.org"


@contextmanager
def writing(folder: Path) -> Iterator[Session]:
    """A session on the database of the installation in ``folder``, committed at the end."""
    engine = create_engine(f"sqlite:///{folder / 'mentorship.db'}")
    install_rules(engine, folder / "mentorship.lock")
    with Session(engine.execution_options(write=True), expire_on_commit=False) as session, session.begin():
        bind_factories(session)
        yield session
    engine.dispose()


def ids_of_running(session: Session, cohort: Cohort) -> set[tuple[str, str]]:
    """Public ids (mentee, mentor) of the pairs that run."""
    return {(pair.mentee.public_id, pair.mentor.public_id) for pair in session.scalars(running_pairs(cohort))}


@dataclass(frozen=True)
class Stage:
    """``parts`` fills the places of addresses; ``doors`` is the link by which each kind of person comes in."""

    parts: dict[str, str]
    doors: dict[str, str]


def set_stage(folder: Path) -> Stage:
    """Write what the screens need beside the demo."""
    now = datetime.now(UTC)
    with writing(folder) as session:
        builder = _Builder(session, Keyring(folder / "keyring.json"), now)
        builder.demo()
        builder.program_in_intake()
        builder.program_with_nothing()
        builder.program_with_two_years()
        builder.staff_links()
    _wait_for_reports(folder)
    return Stage(builder.parts, builder.doors)


def _wait_for_reports(folder: Path) -> None:
    """The server's own worker draws them."""
    deadline = time.monotonic() + REPORT_SECONDS
    while time.monotonic() < deadline:
        with writing(folder) as session:
            if set(session.scalars(select(Report.status))) == {ReportStatus.READY}:
                return
        select_pause()
    raise AssertionError("the worker did not draw the reports")


class _Builder:
    def __init__(self, session: Session, keyring: Keyring, now: datetime) -> None:
        self.session, self.keyring, self.now = session, keyring, now
        self.parts: dict[str, str] = {}
        self.doors: dict[str, str] = {}
        coordinator = find_account(session, address_of(COORDINATOR[0]))
        assert coordinator
        self.boss = coordinator
        self.by = Actor(coordinator.id, coordinator.name, coordinator.grants)

    def _door(self, who: str, account: Account, *, purpose: LinkPurpose = LinkPurpose.DEMO, to: str = "/home") -> None:
        self.doors[who] = "/l/" + new_link(self.session, account, purpose, next_path=to, now=self.now)

    def demo(self) -> None:
        program = self.session.scalars(select(Program).where(Program.is_demo)).one()
        cohort = next(cohort for cohort in program.cohorts if cohort.phase is Phase.ACTIVE)
        self.parts["demo"] = f"/p/{program.slug}"
        self.parts["next_cohort"] = next(found.slug for found in program.cohorts if found is not cohort)
        self._door("coordinator", self.boss, to=f"/p/{program.slug}/")
        viewer = find_account(self.session, address_of(VIEWER[0]))
        assert viewer
        self._door("viewer", viewer, to=f"/p/{program.slug}/reports")
        self._participants(cohort)
        self._waves(cohort)
        self._applications(program)
        self._mails(program)
        self.parts["help_line"] = str(program.help_lines[0].id)
        pairing = self.session.scalars(select(Pairing).where(Pairing.cohort_id == cohort.id)).first()
        full = select(Report).join(Edition, Edition.id == Report.edition_id).where(Edition.outline == Outline.FULL)
        report = self.session.scalars(full.where(Report.cohort_id == cohort.id)).first()
        assert pairing
        assert report
        self.parts["pair"], self.parts["report"] = pairing.public_id, report.public_id
        self.parts["summary"] = summary_on_stage(self.session, cohort, by=self.by, now=self.now)
        waiting = entries(Scope(self.session, cohort, self.now), ["unsigned_agreement"])
        self.parts["unsigned_pair"] = waiting[0].cause.subject
        group = groups_of(self.session, cohort)[0]
        self.parts["group"] = group.public_id
        self._door("mentee of a group", group.mentees[0].account)
        self._at_the_end()
        self._runs(cohort)
        self._publications(cohort)
        asked = self.session.scalars(pending(cohort, reader=None)).first()
        assert asked
        self._door("mentee with a wish", asked.enrollment.account)
        [running] = open_check_ins(self.session, cohort, now=self.now)
        self.parts |= {"rematch": asked.public_id, "rematch_pair": asked.pairing.public_id}
        self.parts["check_in"] = running.public_id
        for task in self.session.scalars(select(YearTask).where(YearTask.cohort_id == cohort.id)):
            self.parts["own_task" if task.is_own else "shipped_task"] = str(task.id)
        for framework in (Framework.CANERA, Framework.ACGME):
            add_usual(self.session, program, framework, by=self.by, now=self.now)
        read = requirements_in(self.session, program)[0]
        read.text, read.link = "What our edition asks for", "https://example.org/policies/well-being"
        read.gap = "The policy is to be renewed by June"
        self.parts["requirement"] = read.public_id
        french = request_usual(self.session, cohort, locale="fr", by=self.by, now=self.now)
        self.parts["french_report"] = french.public_id

    def _runs(self, cohort: Cohort) -> None:
        """The runs of the demo, and one of a kind that nobody asked for."""
        found = self.session.scalars(runs_of(cohort)).all()
        self.parts |= {"run": found[0].public_id, "first_run": found[-1].public_id}
        refused = MatchRun(
            cohort=cohort,
            kind=PairingKind.IDENTITY,
            number=found[0].number + 1,
            status=RunStatus.REFUSED,
            mode=found[0].mode,
            settings=found[0].settings,
            decisions=State().as_json(),
            requested_by=self.boss.name,
            error=Phrase(NOBODY_ASKED).as_json(),
            created_at=self.now,
            finished_at=self.now,
        )
        self.session.add(refused)
        self.session.flush()
        self.parts["refused_run"] = refused.public_id
        draft = draft_of(self.session, cohort, PairingKind.PRIMARY)
        assert draft
        state, stays = state_now(draft), ids_of_running(self.session, cohort)
        self.parts["placed"] = next(pair[0] for pair in state.pairs if pair not in stays | state.locked)

    def _publications(self, cohort: Cohort) -> None:
        """The demo's publication; one that was taken back; somebody who is asked now, and somebody who said no."""
        told = last_publication(self.session, cohort, PairingKind.PRIMARY)
        assert told
        taken_back = MatchPublication(
            cohort=cohort,
            kind=PairingKind.CAREER,
            draft_version=1,
            published_by=self.boss.name,
            undo_until=self.now,
            accept_by=cohort.ends_on,
            withdrawn_at=self.now,
            withdrawn_by=self.boss.name,
            created_at=self.now,
        )
        self.session.add(taken_back)
        asked = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Marlow Asked", email="asked@example.org"))
        refuses = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Tamsin Doubt", email="no@example.org"))
        mentor = EnrollmentFactory(
            cohort=cohort,
            role=CohortRole.MENTOR,
            account=AccountFactory(name="Dr. Ferris Newly", email="newly@example.org"),
        )
        by = self.now.date() + timedelta(days=6)
        pair = PairingFactory(
            cohort=cohort,
            mentor=mentor,
            mentee=asked,
            kind=PairingKind.CAREER,
            accept_by=by,
            started_on=self.now.date(),
        )
        declined = PairingFactory(
            cohort=cohort,
            mentor=mentor,
            mentee=refuses,
            kind=PairingKind.CAREER,
            accept_by=by,
            started_on=self.now.date(),
        )
        note = "We worked on the same ward, and I would rather talk to somebody from elsewhere."
        reply_to(self.session, declined, CohortRole.MENTEE, PairingReply.DECLINED, now=self.now, note=note)
        self._door("mentee who is asked", asked.account)
        self._door("mentee with doubts", refuses.account)
        self._door("mentor who is asked", mentor.account)
        self.parts |= {
            "publication": told.public_id,
            "taken_back": taken_back.public_id,
            "asked_pair": pair.public_id,
        }

    def _at_the_end(self) -> None:
        """A year that closes: who is asked about one pair, said yes to another, and a third one keeps."""
        cohort = CohortFactory(phase=Phase.CLOSING, program__is_demo=True)
        mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Marlow End", email="end@example.org"))
        kinds = (PairingKind.PRIMARY, PairingKind.CAREER, PairingKind.RESEARCH)
        pairs = [PairingFactory(cohort=cohort, mentee=mentee, kind=kind) for kind in kinds]
        self.session.flush()
        for pair, stays in ((pairs[1], True), (pairs[2], False)):
            answer_to_staying(
                self.session, self.keyring, pair, mentee.account, StayReply(stays, "555-0188"), now=self.now
            )
        self._door("mentee at the end", mentee.account)
        wren = find_account(self.session, "wren.ito@example.org")
        assert wren
        self.parts["connection"] = self.session.scalars(connections_of(wren.id)).all()[0].public_id

    def _participants(self, cohort: Cohort) -> None:
        mentees = self._of(cohort, CohortRole.MENTEE)
        mentors = self._of(cohort, CohortRole.MENTOR)
        self._door("mentor", mentors["Ottoline Marsh"].account)
        self._door("mentee", mentees["Wren Ito"].account)
        self._door("answered mentee", mentees["Juniper Vale"].account)
        self._door("unpaired mentee", mentees["Zinnia Hartwell"].account)
        self.parts["mentor"] = mentors["Ottoline Marsh"].public_id
        self.parts["mentee"] = mentees["Wren Ito"].public_id
        self._goals(mentees["Wren Ito"], mentors["Ottoline Marsh"])
        self._agreements(mentees)
        self._meetings(mentees["Wren Ito"])
        self.parts["own_module"] = own_modules(self.session, cohort.program)[0].public_id
        self.parts["tag"] = tags_of(self.session, cohort.program)[0].public_id
        self.parts["unpaired"] = mentees["Zinnia Hartwell"].public_id
        self.parts["free_mentor"] = mentors["Magnus Heatherly"].public_id
        conflict = next(
            row
            for row in conflicts_of(
                self.session, cohort.program, mentees["Zinnia Hartwell"].account_id, today=self.now.date()
            )
            if row.reason in OPEN_TO_EXCEPTION
        )
        self.parts["evaluator"] = mentors[conflict.mentor.name].public_id

    def _agreements(self, mentees: dict[str, Enrollment]) -> None:
        """In force and amended, proposed, not begun."""
        for part, name in (("agreed", "Wren Ito"), ("proposed", "Odalys Fennimore"), ("not_agreed", "Caspian Rook")):
            self.parts[part] = team_of(self.session, mentees[name])[0].public_id
        waiting = team_of(self.session, mentees["Odalys Fennimore"])[0]
        self._door("mentee who proposed", waiting.mentee.account)
        self._door("mentor to sign", waiting.mentor.account)
        self._door("mentee without agreement", mentees["Caspian Rook"].account)

    def _meetings(self, mentee: Enrollment) -> None:
        """One held with a note, one planned, and the link of a nudge."""
        pair = team_of(self.session, mentee)[0]
        self.parts["held_meeting"] = self.session.scalars(held_meetings([pair.id], [])).all()[0].public_id
        self.parts["planned_meeting"] = planned_meetings(self.session, [pair.id])[0].public_id
        self.parts["meeting_pair"] = pair.public_id
        self.parts["meeting_token"] = mint_meeting_link(self.session, pair, mentee, now=self.now)
        written = log_meeting(
            self.session, pair, CohortRole.MENTEE, Held(self.now.date() - timedelta(days=2), 30, "phone"), now=self.now
        )
        self.parts["just_written"] = written.public_id
        renew_calendar(self.session, self.keyring, mentee.account, now=self.now)

    def _goals(self, mentee: Enrollment, mentor: Enrollment) -> None:
        """One that is shared and one that is not, and the pair of a mentor who reads some."""
        found = [one for one in goals_of(self.session, mentee) if one.status is GoalStatus.OPEN]
        self.parts["goal"] = next(one.public_id for one in found if one.shared)
        self.parts["private_goal"] = next(one.public_id for one in found if not one.shared)
        self.parts["read_goals"] = mentees_of(self.session, mentor)[0].public_id

    def _of(self, cohort: Cohort, role: CohortRole) -> dict[str, Enrollment]:
        found = select(Enrollment).where(Enrollment.cohort_id == cohort.id, Enrollment.role == role)
        return {enrollment.account.name: enrollment for enrollment in self.session.scalars(found)}

    def _waves(self, cohort: Cohort) -> None:
        for wave in self.session.scalars(select(Wave).where(Wave.cohort_id == cohort.id)):
            if wave.asks_mentors:
                self.parts["mentors_wave"] = wave.public_id
                continue
            self.parts[f"{wave.kind}_wave"] = wave.public_id
            if wave.status is WaveStatus.OPEN:
                self.parts["open_wave"] = wave.public_id
                entry = entry_of(self.session, wave)
                assert entry
                self.parts["paper_token"] = new_entry_link(self.session, entry)
                by_mail = self._of(cohort, CohortRole.MENTEE)["Odalys Fennimore"].account
                path = f"/surveys/{wave.public_id}"
                self._door("mentee by the survey’s mail", by_mail, purpose=LinkPurpose.WAVE, to=path)
                self.parts["wave_link"] = new_link(
                    self.session, by_mail, LinkPurpose.WAVE, next_path=path, now=self.now
                )
                for mailing in mailings_of(self.session, wave):
                    self.parts[f"{mailing.kind}_mailing"] = str(mailing.id)

    def _applications(self, program: Program) -> None:
        cohorts = [cohort.id for cohort in program.cohorts]
        for call in self.session.scalars(select(Call).where(Call.cohort_id.in_(cohorts))):
            self.parts["open_call" if call.status is CallStatus.OPEN else "closed_call"] = call.slug
        found = select(MentorApplication).join(Call).where(Call.status == CallStatus.OPEN)
        for application in self.session.scalars(found):
            self.parts[f"{application.status}_application"] = application.public_id
            token = new_application_link(self.session, application, now=self.now)
            self.parts[f"{application.status}_token"] = token
            if application.status is ApplicationStatus.DRAFT:
                # Written by itself, not begun from last year's answers: that one stands beside it.
                application.carried_from_id = None
        self._invitations(program)
        closed = select(MentorApplication).join(Call).where(Call.status == CallStatus.CLOSED)
        for application in self.session.scalars(closed):
            if application.status is ApplicationStatus.DECLINED:
                self.parts["declined_token"] = new_application_link(self.session, application, now=self.now)

    def _invitations(self, program: Program) -> None:
        """People of the demo's open call: invited, back again, without a name; and a list that waits."""
        found = {
            invitation.name: invitation
            for invitation in self.session.scalars(select(Invitation).join(Call).where(Call.status == CallStatus.OPEN))
        }
        called = {
            "invitation_token": "ليلى القمرية",
            "nameless_token": "",
            "returning_token": "Barnaby Thistlewood",
            "stopped_token": "Fitzwilliam Gorse",
        }
        for part, name in called.items():
            self.parts[part] = new_invitation_link(self.session, found[name], now=self.now)
        back = begin(self.session, found["Séraphine Clairvaux"], locale="en", now=self.now)
        self.parts["carried_token"] = new_application_link(self.session, back, now=self.now)
        call = found[""].call
        entries = read_lines("Ada Quill <ada@example.org>; Surgery\nMarigold Font; m@example.org; français").entries
        self.parts["invitation_list"] = keep_list(self.session, call, entries, by=self.by, now=self.now).public_id
        token = new_token()
        interest = self.session.scalars(select(FutureInterest).where(FutureInterest.program_id == program.id)).first()
        assert interest
        interest.token_digest, self.parts["next_year_token"] = token_digest(token), token

    def _mails(self, program: Program) -> None:
        mails = self.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.program_id == program.id, OutboxMessage.status == MessageStatus.SENT)
            .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id)
        ).all()
        for mail, status in zip(mails, (MessageStatus.QUEUED, MessageStatus.DEAD, MessageStatus.RETRY), strict=False):
            mail.status, mail.sent_at, mail.not_before = status, None, self.now + timedelta(days=2)
            mail.last_error = "" if status is MessageStatus.QUEUED else "421 try again later"
            self.parts[f"{status}_mail"] = str(mail.id)
        local = LocalMail(
            program_id=program.id,
            message_id=mails[-1].id,
            to_email="wren.ito@example.org",
            subject="A fictional mail",
            body="Hello,\n\nopen this link:\nhttp://localhost/l/not-a-real-link\n",
            at=self.now,
        )
        self.session.add(local)
        self.session.flush()
        self.parts["sent_mail"], self.parts["local_mail"] = str(mails[-1].id), str(local.id)

    def _program(self, name: str, months: int) -> Cohort:
        # The day where the program is: a help line cannot have been checked tomorrow.
        today = clock.local_date(self.now, TIMEZONE)
        program = services.create_program(
            self.session,
            name=name,
            organization="Northmere and Harbour University Hospitals",
            locale="fr",
            timezone=TIMEZONE,
            contact_email="mentorship-coordination@obstetrics.example.org",
            help_lines=[HelpLineEntry("Residents’ line", "Ligne des résidents", "555-0142", "", "", today)],
            by=self.by,
            now=self.now,
            is_demo=True,
        )
        StaffGrantFactory(account=self.boss, program_id=program.id, role=StaffRole.COORDINATOR)
        return services.create_cohort(
            self.session,
            program,
            name="2026–2027, automne",
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=30 * months),
            by=self.by,
            now=self.now,
        )

    def program_in_intake(self) -> None:
        cohort = self._program(LONG_NAME, months=11)
        cohort.phase = Phase.INTAKE
        self.parts["intake"] = f"/p/{cohort.program.slug}"
        level = TrainingLevelFactory(program=cohort.program, code="R1", name_en="Year 1", name_fr="Année 1")
        names = ("Perpetua Longacre-Featherstonehaugh", "Hyacinthe de Bellerive-Montmorency")
        fresh, sent = (
            EnrollmentFactory(cohort=cohort, training_level=level, account=AccountFactory(name=name)) for name in names
        )
        self._door("new mentee", fresh.account)
        self._door("mentee with intake", sent.account)
        profile = intake.start(self.session, sent, now=self.now)
        profile.draft = dict(FULL_INTAKE)
        intake.submit(self.session, profile, by=self.by, now=self.now)
        mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Osric Pell"))
        self._door("mentor without mentee", mentor.account)
        self._mentors_to_choose(cohort, sent, mentor)
        self._ask_mentors(cohort, mentor, fresh)
        upload = keep_upload(self.session, cohort, ROSTER.encode(), file_name="residents.csv", by=self.by, now=self.now)
        self.parts["upload"] = upload.public_id
        self.parts |= measures_on_stage(self.session, cohort.program, by=self.by, now=self.now)
        # As a cohort from before there were lists of tasks.
        self.session.execute(delete(YearTask).where(YearTask.cohort_id == cohort.id))
        wave = surveys.create_wave(
            self.session,
            cohort,
            kind=WaveKind.BASELINE,
            opens_on=self.now.date(),
            closes_on=self.now.date() + timedelta(days=14),
            by=self.by,
            now=self.now,
        )
        self.parts["planned_wave"] = wave.public_id
        start_draft(self.session, cohort.program, "survey_mentors", by=self.by, now=self.now)
        self.parts["rich_wave"] = rich_results(self.session, cohort).public_id
        imported = ScoreImportFactory(cohort=cohort)
        aggregates.release(self.session, aggregates.import_ref(imported), now=self.now)
        self.parts["import"] = imported.public_id
        self.parts["changed_import"] = ScoreImportFactory(cohort=cohort).public_id
        self.parts["draft_call"] = CallFactory(cohort=cohort, status=CallStatus.DRAFT).slug

    def _ask_mentors(self, cohort: Cohort, mentor: Enrollment, mentee: Enrollment) -> None:
        asked = Settings(rules=Rules(mentors_rank=True))
        save_settings(self.session, cohort, asked, version=0, by=self.by, now=self.now)
        choose_mentee(self.session, mentor, mentee, now=self.now)

    def _mentors_to_choose(self, cohort: Cohort, sent: Enrollment, naming: Enrollment) -> None:
        call = CallFactory(cohort=cohort, status=CallStatus.CLOSED)
        bio = {"bio": "That asking early is not weakness, and that nobody has it all worked out. " * 4}
        chosen = [accepted_mentor(cohort, name, call=call, answers=bio) for name in NAMES_IN_SCRIPTS]
        for rank, mentor in enumerate((naming, *chosen), start=1):
            ChoiceFactory(mentee=sent, mentor=mentor, rank=rank, function=list(PairingKind)[rank])
        listed = accepted_mentor(
            cohort, "Ansgar Thistledown-Underwood", call=call, answers=bio, site="North", capacity=1
        )
        full = accepted_mentor(cohort, "Zephyrine Fontaine-Bellecombe", call=call, capacity=1)
        PairingFactory(cohort=cohort, mentor=full)
        WaitlistFactory(mentor=full, mentee=sent)
        self.parts |= {
            "listed_mentor": listed.public_id,
            "full_mentor": full.public_id,
            "chosen_mentor": chosen[0].public_id,
            "naming_mentee": sent.public_id,
        }

    def program_with_nothing(self) -> None:
        cohort = self._program("Palliative Care", months=12)
        self.parts["empty"] = f"/p/{cohort.program.slug}"

    def program_with_two_years(self) -> None:
        cohort = self._program("Geriatrics", months=10)
        self.parts["two_years"] = f"/p/{cohort.program.slug}"
        self.parts |= reports_on_stage(self.session, cohort, by=self.by, now=self.now)
        self.parts |= themes_on_stage(self.session, cohort)

    def staff_links(self) -> None:
        invited = AccountFactory(email=NEVER_SIGNED_IN, name="Quillon Never")
        StaffGrantFactory(account=invited, program_id=self.boss.roles[0].program_id, role=StaffRole.VIEWER)
        now = self.now
        self.parts["welcome"] = new_link(self.session, invited, LinkPurpose.STAFF_INVITATION, now=now)
        self.parts["reset"] = new_link(self.session, invited, LinkPurpose.PASSWORD_RESET, now=now)
        self.parts["fresh_link"] = new_link(self.session, invited, LinkPurpose.SIGN_IN, now=now)
        spent = new_link(self.session, invited, LinkPurpose.SIGN_IN, now=now, expires_at=now - timedelta(days=1))
        self.parts["spent_link"] = spent
