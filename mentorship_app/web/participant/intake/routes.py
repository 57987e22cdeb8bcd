"""A mentee's intake: the list of its sections, each section, check and send."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.forms.enums import People
from mentorship_app.forms.queries import current
from mentorship_app.forms.readers import who_reads
from mentorship_app.intake import Profile, services
from mentorship_app.intake.choices import own_choices
from mentorship_app.intake.queries import profile_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.questions.answers import ParsedAnswers, missing, parse_section
from mentorship_app.questions.presentation import answer_groups, problems, section_fields
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, page_or_block, see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.intake.tasks import tasks
from mentorship_app.web.questionnaires import CHECK, MOVE, comes_from_check, gap_problems, moved_question, pressed

bp = Blueprint("intake", __name__, url_prefix="/intake")


def _mine() -> tuple[Enrollment, Profile | None, Questionnaire]:
    """The person's enrollment as mentee, what they wrote if anything, and the form that it belongs to."""
    enrollment = my_enrollment(CohortRole.MENTEE)
    profile = profile_of(db.session(), enrollment)
    if profile is not None:
        return enrollment, profile, profile.questionnaire
    return enrollment, None, current(db.session(), enrollment.cohort.program_id, services.FORM)


def _section(questionnaire: Questionnaire, section_id: str) -> Section:
    try:
        return questionnaire.section(section_id)
    except KeyError:
        raise NotFound(N_("Your intake has no such section.")) from None


@bp.get("")
@requires(takes_part)
def index() -> Response:
    """The sections and where each stands; what was sent when nothing can be written."""
    enrollment, profile, questionnaire = _mine()
    locale = current_locale()
    sent = profile.answers if profile and profile.is_sent else {}
    return page(
        "participant/intake/index.html",
        profile=profile,
        cohort=enrollment.cohort,
        tasks=tasks(questionnaire, profile, locale, chosen=len(own_choices(db.session(), enrollment))),
        minutes=questionnaire.minutes,
        is_writable=services.is_writable(enrollment),
        groups=answer_groups(questionnaire, sent, locale) if sent else (),
    )


@bp.get("/<section_id>")
@requires(takes_part)
def section(section_id: str) -> Response | BaseResponse:
    enrollment, profile, questionnaire = _mine()
    asked = _section(questionnaire, section_id)
    if not services.is_writable(enrollment):
        return see_other(url_for("participant.intake.index"))
    return _section_page(profile, questionnaire, asked)


@bp.post("/<section_id>")
@requires(takes_part)
def save(section_id: str) -> Response | BaseResponse:
    """Autosave (htmx, no button), Save and leave, or Continue."""
    enrollment, profile, questionnaire = _mine()
    asked = _section(questionnaire, section_id)
    if not services.is_writable(enrollment):
        return see_other(url_for("participant.intake.index"))
    profile, button = services.start(db.session(), enrollment, now=clock.now()), pressed()
    parsed = parse_section(asked, request.form, answers=profile.draft, required=button == "continue")
    if button == MOVE:
        parsed = parsed.unjudged
    if parsed.errors and button:
        return _section_page(profile, questionnaire, asked, parsed)
    is_newest = services.save_section(
        db.session(),
        profile,
        asked,
        parsed,
        rev=request.form.get("rev", 0, int),
        deliberate=button is not None,
        now=clock.now(),
    )
    if button is None:
        return page_or_block("participant/intake/section.html", "saved", saved_at=profile.saved_at, is_newest=is_newest)
    if button == MOVE:
        moved = moved_question(asked, parsed, profile.draft, action=_section_url(asked, back=comes_from_check()))
        return moved or _section_page(profile, questionnaire, asked, parsed)
    if button == "leave":
        return see_other(url_for("participant.intake.index"))
    return see_other(_onward(questionnaire, asked, parsed, profile))


def _onward(questionnaire: Questionnaire, asked: Section, parsed: ParsedAnswers, profile: Profile) -> str:
    """Where Continue leads: to what these answers revealed, back to check, or to the next section."""
    if parsed.revealed:
        return _section_url(asked, back=comes_from_check(), anchor=parsed.revealed[0])
    following = questionnaire.sections[questionnaire.sections.index(asked) + 1 :]
    if not following or (comes_from_check() and not missing(questionnaire, profile.draft)):
        return url_for("participant.intake.check")
    return _section_url(following[0])


def _section_url(asked: Section, *, back: bool = False, anchor: str | None = None) -> str:
    values: dict[str, Any] = {"return": CHECK} if back else {}
    return url_for("participant.intake.section", section_id=asked.id, _anchor=anchor, **values)


def _section_page(
    profile: Profile | None, questionnaire: Questionnaire, asked: Section, parsed: ParsedAnswers | None = None
) -> Response:
    locale = current_locale()
    fields = section_fields(asked, locale, answers=profile.draft if profile else {}, parsed=parsed)
    return page(
        "participant/intake/section.html",
        422 if parsed and parsed.errors else 200,
        title=asked.title.in_(locale),
        intro=asked.intro.in_(locale) if asked.intro else None,
        who_reads=who_reads(asked, People.MENTEES, locale),
        fields=fields,
        problems=problems(fields),
        number=questionnaire.sections.index(asked) + 1,
        count=len(questionnaire.sections),
        action=_section_url(asked, back=comes_from_check()),
        rev=request.form.get("rev", 0, int) or services.next_rev(profile, asked),
        saved_at=profile.saved_at if profile else None,
        is_newest=True,
    )


@bp.get("/check")
@requires(takes_part)
def check() -> Response | BaseResponse:
    enrollment, profile, questionnaire = _mine()
    if not services.is_writable(enrollment):
        return see_other(url_for("participant.intake.index"))
    return _check_page(profile, questionnaire)


@bp.post("/check")
@requires(takes_part)
def send() -> Response | BaseResponse:
    """Send the intake. Pressing twice sends once."""
    enrollment, _profile, questionnaire = _mine()
    if not services.is_writable(enrollment):
        return see_other(url_for("participant.intake.index"))
    profile = services.start(db.session(), enrollment, now=clock.now())
    is_first = not profile.is_sent
    try:
        services.submit(db.session(), profile, by=current_actor(), now=clock.now())
    except services.IncompleteIntake as incomplete:
        return _check_page(profile, questionnaire, refused_for=incomplete.gaps)
    return see_other(url_for("participant.identity.why" if is_first else "participant.intake.done"))


def _check_page(
    profile: Profile | None, questionnaire: Questionnaire, *, refused_for: tuple[Question, ...] = ()
) -> Response:
    draft, locale = profile.draft if profile else {}, current_locale()

    def change_url(asked: Section, question: Question) -> str:
        return _section_url(asked, back=True, anchor=question.id)

    return page(
        "participant/intake/check.html",
        422 if refused_for else 200,
        profile=profile,
        groups=answer_groups(questionnaire, draft, locale, change_url=change_url),
        problems=gap_problems(questionnaire, refused_for, locale),
        is_complete=not missing(questionnaire, draft),
    )


@bp.get("/done")
@requires(takes_part)
def done() -> Response | BaseResponse:
    """What happens next; to the list for those who have not sent anything."""
    enrollment, profile, _questionnaire = _mine()
    if profile is None or not profile.is_sent:
        return see_other(url_for("participant.intake.index"))
    return page("participant/intake/done.html", profile=profile, is_writable=services.is_writable(enrollment))
