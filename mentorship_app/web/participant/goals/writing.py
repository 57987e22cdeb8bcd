"""Writing a goal: a new one, or other words for one that is there."""

from typing import Any

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.forms.queries import current
from mentorship_app.mentoring.goals.contents import FORM
from mentorship_app.mentoring.goals.services import rewrite, set_goal
from mentorship_app.programs import CohortRole
from mentorship_app.questions.presentation import FieldProblem
from mentorship_app.web.access import requires
from mentorship_app.web.components import Problem
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.goals.examples import EXAMPLES
from mentorship_app.web.participant.goals.forms import GoalForm, differences, form_for, sent_form
from mentorship_app.web.participant.goals.own import OpenedGoal, goal_here, is_mine, mentors_of, written_in_intake
from mentorship_app.web.participant.goals.routes import bp
from mentorship_app.web.questionnaires import MOVE, moved_question, pressed
from mentorship_app.web.versioned_form import Difference

_EXAMPLES = {str(place): example for place, example in enumerate(EXAMPLES, start=1)}


@bp.get("/goals/new")
@requires(takes_part)
def new() -> Response:
    """An empty form, or one that begins with what the mentee wrote in the intake (``?from=``), or with an example."""
    me = my_enrollment(CohortRole.MENTEE)
    questionnaire = current(db.session(), me.cohort.program_id, FORM)
    written = written_in_intake(me).get(request.args.get("from", ""))
    example = _EXAMPLES.get(request.args.get("example", ""))
    answers: dict[str, Any] = {"goal": written} if written else (example.as_answers() if example else {})
    return _page(form_for(questionnaire, answers, shared=True), url_for(".create"))


@bp.post("/goals/new")
@requires(takes_part)
def create() -> Response | BaseResponse:
    me = my_enrollment(CohortRole.MENTEE)
    form = sent_form(current(db.session(), me.cohort.program_id, FORM), {})
    if not form.is_complete:
        return _again(form, url_for(".create"))
    try:
        goal = set_goal(db.session(), keyring(), me, form.values, shared=form.shared, now=clock.now())
    except Conflict as conflict:
        return _page(form, url_for(".create"), 409, problem=message_of(conflict))
    flash(_("Your goal is set."), "success")
    return see_other(url_for(".show", goal_id=goal.public_id))


@bp.get("/goals/<goal_id>/edit")
@requires(is_mine, load=goal_here)
def edit(here: OpenedGoal) -> Response:
    goal = here.goal
    form = form_for(goal.questionnaire, here.contents.answers, shared=goal.shared, version=goal.version)
    return _page(form, url_for(".change", goal_id=goal.public_id), here=here)


@bp.post("/goals/<goal_id>/edit")
@requires(is_mine, load=goal_here)
def change(here: OpenedGoal) -> Response | BaseResponse:
    """Keep the new words; where another device was faster, both texts are shown."""
    goal, address = here.goal, url_for(".change", goal_id=here.goal.public_id)
    form = sent_form(goal.questionnaire, here.contents.answers)
    if not form.is_complete:
        return _again(form, address, here=here)
    try:
        rewrite(db.session(), keyring(), goal, form.values, shared=form.shared, version=form.version)
    except Conflict as conflict:
        now = goal_here(goal.public_id)
        theirs = differences(form, now.contents.answers, shared=now.goal.shared)
        return _page(form, address, 409, here=now, problem=message_of(conflict), theirs=theirs)
    flash(_("Saved."), "success")
    return see_other(url_for(".show", goal_id=goal.public_id))


def _again(form: GoalForm, address: str, *, here: OpenedGoal | None = None) -> Response:
    """The page once more: with what is wrong, or with what a button inside a question did."""
    if pressed() == MOVE and form.parsed is not None:
        moved = moved_question(form.section, form.parsed, form.answers, action=address, saved_id=None)
        return moved or _page(form, address, here=here)
    return _page(form, address, 422 if form.problems else 200, here=here)


def _page(
    form: GoalForm,
    address: str,
    status: int = 200,
    *,
    here: OpenedGoal | None = None,
    problem: str = "",
    theirs: list[Difference] | None = None,
) -> Response:
    me = here.goal.enrollment if here else my_enrollment(CohortRole.MENTEE)
    said: list[Problem | FieldProblem] = [Problem(problem, None)] if problem else []
    return page(
        "participant/goals/form.html",
        status,
        form=form,
        address=address,
        here=here,
        version=here.goal.version if here else form.version,
        is_unfolded=form.is_unfolded,
        mentors=mentors_of(me),
        problems=[*said, *form.problems],
        theirs=theirs or [],
    )
