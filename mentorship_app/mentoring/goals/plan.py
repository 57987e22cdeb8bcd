"""The development plan: goals as a PDF, for their mentee alone. Asked for, drawn by the worker, kept sealed."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session, undefer

from mentorship_app.core import clock
from mentorship_app.core.dates import day_text
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import LOCALES, N_, translate
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.paths import STATIC
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.documents import render_pdf
from mentorship_app.documents.templates import document_templates
from mentorship_app.jobs import Job, JobStatus, enqueue
from mentorship_app.mentoring.goals.contents import KEPT_APART, GoalContents, Step, opened, read_by_mentors
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import DevelopmentPlan, Goal
from mentorship_app.mentoring.goals.queries import goals_of
from mentorship_app.privacy.sealing import goals_key_name, seal_packed, unseal_packed
from mentorship_app.programs import Enrollment
from mentorship_app.questions.answers import display

DRAW = "mentoring.development_plan"
TEMPLATE = "participant/goals/plan.html"
UNEXPECTED = N_("Something went wrong while the plan was drawn. Ask for it again; the server’s log says more.")
STATUS_WORDS = {
    GoalStatus.OPEN: N_("Under way"),
    GoalStatus.REACHED: N_("Reached"),
    GoalStatus.SET_ASIDE: N_("Set aside"),
}
_APART = KEPT_APART | {"goal", "first_step", "further_steps"}


@dataclass(frozen=True)
class PlannedGoal:
    """One goal as a plan shows it. ``marks`` are progress by day, in words."""

    title: str
    status: str
    shared: bool
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    steps: tuple[Step, ...]
    marks: tuple[tuple[str, int], ...]
    reflection: str


@dataclass(frozen=True)
class Plan:
    """Everything that a development plan says."""

    name: str
    program: str
    organization: str
    cohort: str
    with_private: bool
    goals: tuple[PlannedGoal, ...]


def plan_for(session: Session, keyring: Keyring, mentee: Enrollment, locale: str, *, with_private: bool) -> Plan:
    """The goals of a mentee, open ones first; only what mentors read of them unless ``with_private``."""
    goals = [goal for goal in goals_of(session, mentee) if with_private or goal.shared]
    goals.sort(key=lambda goal: list(GoalStatus).index(goal.status))
    program = mentee.cohort.program
    return Plan(
        name=mentee.account.name,
        program=program.name,
        organization=program.organization,
        cohort=mentee.cohort.name,
        with_private=with_private,
        goals=tuple(_planned(goal, opened(keyring, goal), locale, with_private=with_private) for goal in goals),
    )


def _planned(goal: Goal, contents: GoalContents, locale: str, *, with_private: bool) -> PlannedGoal:
    if with_private:
        asked = [question for question in goal.questionnaire.questions() if question.id not in _APART]
        told = [(question, contents.answers[question.id]) for question in asked if question.id in contents.answers]
    else:
        told = list(read_by_mentors(goal, contents))
    rows = [
        (question.text.in_(locale), tuple(display(question, answer, locale).split("\n"))) for question, answer in told
    ]
    return PlannedGoal(
        title=contents.title,
        status=translate(STATUS_WORDS[goal.status], locale),
        shared=goal.shared,
        rows=tuple(rows),
        steps=contents.steps,
        marks=tuple((day_text(mark.on, locale), mark.value) for mark in contents.progress),
        reflection=contents.reflection if with_private or contents.reflection_shared else "",
    )


def ask_for_plan(
    session: Session, mentee: Enrollment, *, locale: str, with_private: bool, now: datetime
) -> DevelopmentPlan:
    """Have the worker draw the plan as of now. One that is under way is given back.

    Raises FieldError for a language that the app does not speak, Conflict where there is no goal to draw.
    """
    if locale not in LOCALES:
        raise FieldError("locale", N_("Choose a language for the plan."))
    if not any(with_private or goal.shared for goal in goals_of(session, mentee)):
        raise Conflict(N_("There is no such goal yet. Set one first, or share one."))
    row = session.scalar(_row(mentee, locale, with_private=with_private))
    if row is not None and _is_under_way(session, row):
        return row
    if row is None:
        row = DevelopmentPlan(enrollment_id=mentee.id, locale=locale, with_private=with_private, created_at=now)
        session.add(row)
        session.flush()
    row.sealed, row.drawn_at, row.error = None, None, {}
    payload = {"plan_id": str(row.id)}
    dedupe = f"development-plan:{row.id}"
    job = enqueue(session, DRAW, payload, now=now, dedupe=dedupe, program_id=mentee.cohort.program_id)
    row.job_id = job.id
    session.flush()
    return row


def _row(mentee: Enrollment, locale: str, *, with_private: bool) -> Select[DevelopmentPlan]:
    return select(DevelopmentPlan).where(
        DevelopmentPlan.enrollment_id == mentee.id,
        DevelopmentPlan.locale == locale,
        DevelopmentPlan.with_private == with_private,
    )


def _is_under_way(session: Session, row: DevelopmentPlan) -> bool:
    job = session.get(Job, row.job_id) if row.is_pending and row.job_id else None
    return job is not None and job.status in {JobStatus.QUEUED, JobStatus.LEASED}


def plans_of(session: Session, mentee: Enrollment) -> Sequence[DevelopmentPlan]:
    """Those that were asked for, without the files."""
    mine = DevelopmentPlan.enrollment_id == mentee.id
    order = DevelopmentPlan.with_private.desc(), DevelopmentPlan.locale
    return session.scalars(select(DevelopmentPlan).where(mine).order_by(*order)).all()


def pdf_of(session: Session, keyring: Keyring, mentee: Enrollment, locale: str, *, with_private: bool) -> bytes:
    """The drawn plan; raises NotFound while there is none, KeyringError, SealBroken."""
    row = session.scalar(_row(mentee, locale, with_private=with_private).options(undefer(DevelopmentPlan.sealed)))
    if row is None or row.sealed is None:
        raise NotFound(N_("This plan is not ready yet. Ask for it on the page of your goals."))
    stored = unseal_packed(keyring.get(goals_key_name(mentee.cohort.program_id)), row.sealed, name=row.id.bytes)
    return b64decode(stored["pdf"])


def page_of(plan: Plan, locale: str, *, on: date) -> str:
    """The plan as one HTML page; its stylesheet is named relative to the static folder."""
    template = document_templates(locale).get_template(TEMPLATE)
    return template.render(locale=locale, it=plan, on=day_text(on, locale))


def draw(engine: Engine, keyring: Keyring, plan_id: UUID, *, now: datetime) -> None:
    """Draw and keep one; what is drawn, or gone, is left as it is. Raises PdfUnavailable, KeyringError."""
    with reading(engine).begin() as session:
        row = session.get(DevelopmentPlan, plan_id)
        if row is None or row.drawn_at is not None:
            return
        program = row.enrollment.cohort.program
        plan = plan_for(session, keyring, row.enrollment, row.locale, with_private=row.with_private)
        html = page_of(plan, row.locale, on=clock.local_date(now, program.timezone))
        key = keyring.get(goals_key_name(program.id))
    pdf = render_pdf(html, base=STATIC, made_at=now)
    with writing(engine).begin() as session:
        row = session.get(DevelopmentPlan, plan_id)
        if row is not None:
            row.sealed = seal_packed(key, {"pdf": b64encode(pdf).decode()}, name=row.id.bytes)
            row.drawn_at, row.error = now, {}


def fail(engine: Engine, plan_id: UUID, words: Phrase) -> None:
    """Write on a plan why it could not be drawn."""
    with writing(engine).begin() as session:
        row = session.get(DevelopmentPlan, plan_id)
        if row is not None and row.drawn_at is None:
            row.error = words.as_json()


def reason(row: DevelopmentPlan) -> Phrase | None:
    """Why it could not be drawn."""
    return Phrase.of_json(row.error) if row.error else None
