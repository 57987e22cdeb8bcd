"""Loading and wiping the demo."""

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import find_account, new_link
from mentorship_app.cli.demo import (
    accreditation,
    agreements,
    connections,
    evaluation,
    follow_through,
    goals,
    groups,
    identities,
    matching,
    meetings,
    mentor_survey,
    monitoring,
    new_questions,
    paper,
    publishing,
    recognition,
    support,
    tags,
    training,
    wishes,
    year,
)
from mentorship_app.cli.demo import story as telling
from mentorship_app.cli.demo.calendar import WEEKS_GONE, DemoCalendar
from mentorship_app.cli.demo.people import COORDINATOR, address_of, mentees, mentors
from mentorship_app.cli.demo.story import Story
from mentorship_app.cli.failures import Failure
from mentorship_app.cli.progress import Report
from mentorship_app.core.identity import SYSTEM, Actor
from mentorship_app.core.links import link
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import JobContext, job_kinds
from mentorship_app.jobs.queue import run_next
from mentorship_app.programs import Cohort, Program
from mentorship_app.programs.services import delete_program
from mentorship_app.reports.services import request_usual
from mentorship_app.surveys.closing import finish_closing
from mentorship_app.surveys.enums import WaveKind
from mentorship_app.surveys.keys import keys_of
from mentorship_app.web.factory import job_context

TOPICS = (
    "career", "research", "teaching", "rural", "parenting", "exams",
    "abroad", "doubt", "burnout", "money", "leadership",
)  # fmt: skip
STEPS = 6


@job_kinds.register("demo.load")
def load_as_job(context: JobContext, _payload: dict[str, Any]) -> None:
    """What the set-up wizard asks of the worker."""
    load(context, context.progress)


def load(context: JobContext, report: Report) -> None:
    """Load the demo if it is not there; the worker then draws its report. ``report`` is told the steps done."""
    with reading(context.engine)() as session:
        if demo_program(session) is not None:
            return
    calendar = DemoCalendar(today=context.now.date())
    cohort_id = _tell(context, calendar, report)
    with writing(context.engine).begin() as session:
        cohort = session.get_one(Cohort, cohort_id)
        by = _coordinator(session)
        request_usual(session, cohort, locale="en", by=by, now=context.now)
        evaluation.have_frozen(session, cohort, by=by, context=context)
    report(STEPS, STEPS)


def _tell(context: JobContext, calendar: DemoCalendar, report: Report) -> UUID:
    """The whole year in one transaction, then what closing a wave does after its commit; gives the cohort's id."""
    with writing(context.engine).begin() as session:
        story = Story(session, context.keyring, calendar, mentors(TOPICS), mentees(TOPICS))
        program = telling.found_program(story)
        cohort = telling.start_cohort(story, program)
        support.promise(story, cohort)
        telling.recruit(story, cohort)
        report(1, STEPS)
        telling.take_in(story, cohort)
        wishes.choose(story)
        identities.tell(story, cohort)
        baseline = telling.ask_baseline(story, cohort)
        report(2, STEPS)
        matching.try_out(story, cohort)
        telling.pair(story, cohort)
        publishing.tell(story, cohort)
        groups.meet(story, cohort)
        agreements.settle(story, cohort)
        tags.put(story, program)
        training.learn(story, cohort)
        wishes.wait(story)
        telling.begin_to_meet(story, cohort)
        goals.set_goals(story)
        midpoint = telling.ask(story, cohort, WaveKind.MIDPOINT, week=24, closes=True)
        report(3, STEPS)
        paper.offer(story, telling.ask(story, cohort, WaveKind.ENDPOINT, week=35, closes=False), week=35)
        mentor_survey.ask_mentors(story, cohort, week=35)
        support.live(story, cohort)
        accreditation.answer_requirements(story, program)
        matching.look_again(story, cohort, week=WEEKS_GONE - 2)
        meetings.meet(story, cohort)
        groups.hold_meetings(story, cohort)
        connections.stay_in_touch(story)
        connections.ask_for_more(story)
        follow_through.ask_for_another(story)
        follow_through.check_in(story, cohort)
        monitoring.follow_through(story, cohort)
        year.work_through(story, cohort)
        recognition.share_out(story, cohort)
        recognition.recognise(story, cohort)
        evaluation.write(story, cohort)
        next_cohort = telling.recruit_next_year(story, year.follow(story, cohort, week=WEEKS_GONE - 3))
        new_questions.write(story, program)
        telling.count_mail_as_sent(session, program.id)
        telling.hold_newest_decisions(session, program.id)
        telling.hold_one_invitation(story, next_cohort)
        report(4, STEPS)
    for wave_id in (baseline, midpoint):
        finish_closing(context.engine, context.keyring, wave_id)
    report(5, STEPS)
    return cohort.id


def _coordinator(session: Session) -> Actor:
    account = find_account(session, address_of(COORDINATOR[0]))
    return Actor(account.id, account.name, account.grants) if account else SYSTEM


def demo_program(session: Session) -> Program | None:
    """The demo's program, if it is loaded."""
    return session.scalar(select(Program).where(Program.is_demo))


def sign_in_links(app: Flask) -> tuple[tuple[str, str], ...]:
    """Who signs in with which link; minted anew at each call. Only a demo program's people can have such links."""
    context = job_context(app)
    with writing(context.engine).begin() as session:
        program = demo_program(session)
        if program is None:
            raise Failure("The demo is not loaded.\n  Load it with: mentorship demo load")
        people = (
            ("coordinator", address_of(COORDINATOR[0]), f"/p/{program.slug}/"),
            ("mentor", mentors(TOPICS)[0].email, "/home"),
            # Somebody who has not answered the open check-in yet, so that there is something to do.
            ("mentee", mentees(TOPICS)[2].email, "/home"),
        )
        return tuple(
            (person, _demo_link(session, find_account(session, email), next_path, context))
            for person, email, next_path in people
        )


def _demo_link(session: Session, account: Account | None, next_path: str, context: JobContext) -> str:
    if account is None:
        raise Failure("The demo is not complete.\n  Load it anew: mentorship demo wipe && mentorship demo load")
    token = new_link(session, account, LinkPurpose.DEMO, next_path=next_path, now=context.now)
    return link("personal", context.base_url, token=token)


def wipe(app: Flask) -> bool:
    """Delete the demo with all its people; False if there was none."""
    context = job_context(app)
    with writing(context.engine).begin() as session:
        program = demo_program(session)
        if program is None:
            return False
        delete_program(session, program, by=SYSTEM, now=context.now, keys=keys_of(session, program))
    while run_next(context):
        pass
    return True
