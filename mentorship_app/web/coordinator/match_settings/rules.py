"""Two mentees who are to have the same mentor, or never the same."""

from dataclasses import dataclass

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.matching.configuring import add_side_rule, remove_side_rule, side_rule_named, side_rules_of
from mentorship_app.matching.models import MatchSideRule
from mentorship_app.programs import CohortRole
from mentorship_app.programs.queries import active_people, find_enrollment
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.match_settings.forms import SideRuleForm
from mentorship_app.web.coordinator.match_settings.routes import bp
from mentorship_app.web.coordinator.matching.here import MatchingHere, matching_here
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.errors import STATUS
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _


@dataclass(frozen=True)
class RuleHere(MatchingHere):
    """One rule of the cohort in view."""

    rule: MatchSideRule


def rule_here(program_slug: str, public_id: str) -> RuleHere:
    """The rule of the address; raises NotFound, also for one of another cohort or program."""
    here = matching_here(program_slug)
    return RuleHere(here.program, here.cohort, here.kind, side_rule_named(db.session(), here.cohort, public_id))


@bp.get("/rules")
@requires(coordinates, load=matching_here)
def rules(here: MatchingHere) -> Response:
    return _page(here, SideRuleForm())


def _page(here: MatchingHere, form: SideRuleForm, status: int = 200) -> Response:
    mentees = db.session.scalars(active_people(here.cohort, CohortRole.MENTEE)).all()
    form.offer(mentees)
    return page(
        "coordinator/match_settings/rules.html",
        status,
        here=here,
        form=form,
        rules=side_rules_of(db.session(), here.cohort),
        enough=len(mentees) > 1,
    )


@bp.post("/rules")
@requires(coordinates, load=matching_here)
def add_rule(here: MatchingHere) -> Response | BaseResponse:
    form = SideRuleForm()
    if not form.validate():
        return _page(here, form, 422)
    one, other = (find_enrollment(db.session(), here.cohort, select.data or "") for select in (form.one, form.other))
    try:
        rule = add_side_rule(
            db.session(),
            here.cohort,
            one,
            other,
            together=form.together.data == "together",
            rationale=form.rationale.data or "",
            by=current_actor(),
            now=clock.now(),
        )
    except AppError as error:
        put_error(form, error)
        return _page(here, form, STATUS.get(type(error), 422))
    flash(
        _(
            "Noted for %(one)s and %(other)s. It holds from the next run on.",
            one=rule.one.account.name,
            other=rule.other.account.name,
        ),
        "success",
    )
    return _back(here)


@bp.post("/rules/<public_id>/remove")
@requires(coordinates, load=rule_here)
def remove_rule(here: RuleHere) -> BaseResponse:
    remove_side_rule(db.session(), here.cohort, here.rule, by=current_actor(), now=clock.now())
    flash(_("The rule is taken back. It holds no more from the next run on."), "success")
    return _back(here)


def _back(here: MatchingHere) -> BaseResponse:
    return see_other(url_for(".rules", program_slug=here.program.slug, kind=here.kind.value))
