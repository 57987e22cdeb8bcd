"""``/goals``: a mentee's own goals, one of them, and every press on it."""

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError
from mentorship_app.mentoring.goals import services
from mentorship_app.mentoring.goals.contents import can_be_opened
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.plan import plans_of, reason
from mentorship_app.mentoring.goals.queries import deleted_goals_of, goals_of
from mentorship_app.programs import Cohort, CohortRole
from mentorship_app.questions.questionnaire import Question
from mentorship_app.web.access import requires
from mentorship_app.web.components import Problem
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.goals.examples import EXAMPLES
from mentorship_app.web.participant.goals.forms import sent_version
from mentorship_app.web.participant.goals.own import (
    STATUS_WORDS,
    OpenedGoal,
    goal_here,
    goal_or_deleted,
    is_mine,
    mentors_of,
    with_contents,
    written_in_intake,
)
from mentorship_app.web.participant.goals.plan_rows import plan_rows
from mentorship_app.web.participant.goals.progress import drawn_progress
from mentorship_app.web.participant.year import today

bp = Blueprint("goals", __name__)

SHOWN_FIRST = 3
STATUS_OF_PRESS = {"reach": GoalStatus.REACHED, "set-aside": GoalStatus.SET_ASIDE, "reopen": GoalStatus.OPEN}


@bp.get("/goals")
@requires(takes_part)
def index() -> Response:
    return index_page()


def index_page(problem: str = "", status: int = 200) -> Response:
    """The goals under way first, three of them unfolded; ideas where there is none."""
    me, session, now = my_enrollment(CohortRole.MENTEE), db.session(), clock.now()
    is_readable = can_be_opened(keyring(), me.cohort.program_id)
    goals = with_contents(goals_of(session, me)) if is_readable else []
    running = [one for one in goals if one.goal.status is GoalStatus.OPEN]
    titles = {one.contents.title.casefold() for one in goals}
    intake = written_in_intake(me).items()
    return page(
        "participant/goals/index.html",
        status,
        running=running[:SHOWN_FIRST],
        further=running[SHOWN_FIRST:],
        over=[one for one in goals if one.goal.status is not GoalStatus.OPEN],
        deleted=with_contents(deleted_goals_of(session, me, now=now)) if is_readable else [],
        from_intake={key: text for key, text in intake if text.casefold() not in titles},
        examples=[] if goals else list(enumerate(EXAMPLES, start=1)),
        plans=plans_of(session, me),
        reason=reason,
        has_shared=any(one.goal.shared for one in goals),
        is_over=not is_readable and bool(goals_of(session, me)),
        status_words=STATUS_WORDS,
        problem=problem,
    )


@bp.get("/goals/<goal_id>")
@requires(is_mine, load=goal_here)
def show(here: OpenedGoal) -> Response:
    return show_page(here)


def show_page(here: OpenedGoal, problem: Problem | None = None, status: int = 200) -> Response:
    """One goal with everything on it; what was typed into the reflection stays after a problem."""
    asked = {question.id: question for question in here.goal.questionnaire.questions()}
    is_sent = problem is not None and "reflection" in request.form
    return page(
        "participant/goals/show.html",
        status,
        here=here,
        goal=here.goal,
        contents=here.contents,
        status_words=STATUS_WORDS,
        progress=drawn_progress(here.contents, "progress"),
        marked_today=next((one.value for one in here.contents.progress if one.on == today(_cohort(here))), None),
        progress_label=_label(asked.get("progress"), _("How far you have come")),
        reflection_label=_label(asked.get("reflection"), _("What you take from it")),
        reflection=request.form["reflection"] if is_sent else here.contents.reflection,
        reflection_shared="read" in request.form if is_sent else here.contents.reflection_shared,
        kept_reflection=here.contents.reflection,
        most=services.LONGEST_REFLECTION,
        rows=plan_rows(here),
        mentors=mentors_of(here.goal.enrollment),
        problems=[problem] if problem else [],
        is_stale=status == 409,
    )


def _cohort(here: OpenedGoal) -> Cohort:
    return here.goal.enrollment.cohort


def _label(question: Question | None, otherwise: str) -> str:
    return question.text.in_(current_locale()) if question is not None else otherwise


@bp.post("/goals/<goal_id>")
@requires(is_mine, load=goal_or_deleted)
def press(here: OpenedGoal) -> Response | BaseResponse:
    """Progress, a tick, sharing, where it stands, deletion and its undoing: one press each, as the button says."""
    goal, session, form = here.goal, db.session(), request.form
    action = form.get("action", "")
    if action == "restore":
        services.bring_back(session, goal, now=clock.now())
        flash(_("The goal is back."), "success")
        return see_other(url_for(".show", goal_id=goal.public_id))
    if goal.deleted_at is not None:
        return see_other(url_for(".index"))
    if action == "delete":
        services.delete_goal(session, goal, now=clock.now())
        return see_other(url_for(".index"))
    if "progress" in form:
        return _mark(here, form["progress"])
    if "tick" in form or "untick" in form:
        text = form.get("tick") or form.get("untick", "")
        services.tick(session, keyring(), goal, text, done="tick" in form)
        return _back(here, "steps")
    if action in {"share", "unshare"}:
        services.share(session, goal, shared=action == "share")
        flash(_("Your mentors can read it now.") if goal.shared else _("Only you can read it now."), "success")
        return _back(here, "readers")
    if action in STATUS_OF_PRESS:
        services.settle(session, goal, STATUS_OF_PRESS[action])
        return _back(here)
    return show_page(here, Problem(_("Press one of the buttons on this page."), None), 422)


def _mark(here: OpenedGoal, typed: str) -> Response | BaseResponse:
    value = int(typed) if typed in {str(one) for one in range(services.FULL + 1)} else -1
    try:
        services.note_progress(db.session(), keyring(), here.goal, value, on=today(_cohort(here)))
    except FieldError as error:
        return show_page(here, Problem(message_of(error), "progress-0"), 422)
    return _back(here, "progress")


@bp.post("/goals/<goal_id>/reflection")
@requires(is_mine, load=goal_here)
def reflect(here: OpenedGoal) -> Response | BaseResponse:
    """Keep what one takes from it."""
    text, shared = request.form.get("reflection", ""), "read" in request.form
    try:
        services.reflect(db.session(), keyring(), here.goal, text, shared=shared, version=sent_version())
    except FieldError as error:
        return show_page(here, Problem(message_of(error), "reflection"), 422)
    except Conflict as error:
        return show_page(goal_here(here.goal.public_id), Problem(message_of(error), "reflection"), 409)
    flash(_("Kept."), "success")
    return _back(here, "reflect")


def _back(here: OpenedGoal, place: str | None = None) -> BaseResponse:
    return see_other(url_for(".show", goal_id=here.goal.public_id, _anchor=place))


def conflict_page(error: AppError) -> Response:
    """The list again, with what stood in the way."""
    return index_page(message_of(error), 422)
