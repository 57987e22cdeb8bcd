"""Writing an application. The token in the address is the key: it is shown to nobody else, logged nowhere."""

from math import ceil

from flask import Blueprint, Response, g, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.forms.enums import People
from mentorship_app.forms.readers import who_reads
from mentorship_app.questions.answers import ParsedAnswers, missing, parse_section
from mentorship_app.questions.presentation import answer_groups, problems, section_fields
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.recruitment import ApplicationStatus, MentorApplication, services
from mentorship_app.recruitment.links import find_application
from mentorship_app.recruitment.notifications import ANSWER_WITHIN
from mentorship_app.recruitment.returning import AGREED, is_ready, open_consents
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, page_or_block, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.questionnaires import CHECK, MOVE, comes_from_check, gap_problems, moved_question, pressed

bp = Blueprint("application", __name__)


@bp.after_request
def keep_the_token_here(response: Response) -> Response:
    """Nothing of these pages is stored, and the address never travels in a Referer, not even to ourselves.

    The bare origin still does: over TLS the protection of forms asks for it.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def open_application(token: str) -> MentorApplication:
    application = find_application(db.session, token, now=clock.now())
    if application is None:
        raise NotFound(N_("This link is not valid any more. Ask for a new one on the page of the call for mentors."))
    g.program, g.cohort = application.call.cohort.program, None
    return application


def _section(questionnaire: Questionnaire, part: str) -> Section:
    try:
        return questionnaire.section(part)
    except KeyError:
        raise NotFound(N_("This application has no such part.")) from None


def _is_writable(application: MentorApplication) -> bool:
    return services.can_write(application, clock.now())


@bp.get("/application/<token>")
@requires(anyone)
def resume(token: str) -> BaseResponse:
    """To the first part with something missing; to what was sent when nothing can be written."""
    application = open_application(token)
    if not _is_writable(application):
        return see_other(url_for("public.application.done", token=token))
    questionnaire = application.questionnaire
    left = missing(questionnaire, application.draft)
    if not left or is_ready(application) or application.status is ApplicationStatus.CHANGES_REQUESTED:
        return see_other(url_for("public.application.check", token=token))
    part = questionnaire.section_of(left[0].id).id
    return see_other(url_for("public.application.part", token=token, part=part))


@bp.get("/application/<token>/<part>")
@requires(anyone)
def part(token: str, part: str) -> Response | BaseResponse:
    application = open_application(token)
    section = _section(application.questionnaire, part)
    if not _is_writable(application):
        return see_other(url_for("public.application.done", token=token))
    return _part_page(token, application, section)


@bp.post("/application/<token>/<part>")
@requires(anyone)
def save(token: str, part: str) -> Response | BaseResponse:
    """Autosave (htmx, no button), Save and leave, or Continue."""
    application = open_application(token)
    questionnaire = application.questionnaire
    section = _section(questionnaire, part)
    if not _is_writable(application):
        return see_other(url_for("public.application.done", token=token))
    action = pressed()
    by_itself = action is None
    parsed = parse_section(section, request.form, answers=application.draft, required=action == "continue")
    if action == MOVE:
        parsed = parsed.unjudged
    if parsed.errors and not by_itself:
        return _part_page(token, application, section, parsed)
    is_newest = services.save_part(
        db.session,
        application,
        section.id,
        parsed,
        rev=request.form.get("rev", 0, int),
        deliberate=not by_itself,
        now=clock.now(),
    )
    if by_itself:
        return page_or_block("public/calls/part.html", "saved", saved_at=application.saved_at, is_newest=is_newest)
    if action == MOVE:
        moved = moved_question(
            section, parsed, application.draft, action=_part_url(token, section, back=comes_from_check())
        )
        return moved or _part_page(token, application, section, parsed)
    return see_other(_onward(token, questionnaire, section, parsed, application, action))


def _onward(
    token: str,
    questionnaire: Questionnaire,
    section: Section,
    parsed: ParsedAnswers,
    application: MentorApplication,
    action: str | None,
) -> str:
    """Where a pressed button leads."""
    if action == "leave":
        return url_for("public.application.saved", token=token)
    back = comes_from_check()
    if parsed.revealed:
        # An answer called for a question that was not on the page yet.
        return _part_url(token, section, back=back, anchor=parsed.revealed[0])
    sections = questionnaire.sections
    following = sections[sections.index(section) + 1 :]
    is_whole = is_ready(application) or not missing(questionnaire, application.draft)
    if not following or (back and is_whole):
        return url_for("public.application.check", token=token)
    return _part_url(token, following[0], back=False)


def _part_url(token: str, section: Section, *, back: bool, anchor: str | None = None) -> str:
    url = url_for("public.application.part", token=token, part=section.id)
    return f"{url}{f'?return={CHECK}' if back else ''}{f'#{anchor}' if anchor else ''}"


def _part_page(
    token: str, application: MentorApplication, section: Section, parsed: ParsedAnswers | None = None
) -> Response:
    questionnaire = application.questionnaire
    fields = section_fields(section, current_locale(), answers=application.draft, parsed=parsed)
    number = questionnaire.sections.index(section) + 1
    count = len(questionnaire.sections)
    return page(
        "public/calls/part.html",
        422 if parsed and parsed.errors else 200,
        application=application,
        title=section.title.in_(current_locale()),
        intro=section.intro.in_(current_locale()) if section.intro else None,
        who_reads=who_reads(section, People.MENTORS, current_locale()),
        fields=fields,
        problems=problems(fields),
        number=number,
        count=count,
        minutes=ceil(questionnaire.minutes * (count - number + 1) / count),
        steps_taken=_steps(token, questionnaire, application, section),
        action=_part_url(token, section, back=comes_from_check()),
        rev=request.form.get("rev", 0, int) or services.next_rev(application, section.id),
        saved_at=application.saved_at,
        is_newest=True,
    )


def _steps(
    token: str, questionnaire: Questionnaire, application: MentorApplication, here: Section | None
) -> list[dict[str, object]]:
    unanswered = {question.id for question in missing(questionnaire, application.draft)}
    steps: list[dict[str, object]] = []
    for section in questionnaire.sections:
        is_done = not any(question.id in unanswered for question in section.questions)
        state = "current" if section is here else ("done" if is_done else "later")
        url = _part_url(token, section, back=False)
        steps.append({"label": section.title.in_(current_locale()), "state": state, "url": url})
    check_state = "current" if here is None else "later"
    return [*steps, {"label": _("Check and send"), "state": check_state, "url": None}]


@bp.get("/application/<token>/check")
@requires(anyone)
def check(token: str) -> Response | BaseResponse:
    application = open_application(token)
    if not _is_writable(application):
        return see_other(url_for("public.application.done", token=token))
    return _check_page(token, application)


@bp.post("/application/<token>/check")
@requires(anyone)
def send(token: str) -> Response | BaseResponse:
    """Send your application. Pressing twice sends once."""
    application = open_application(token)
    if _is_writable(application):
        if request.form.get("agree") == AGREED and is_ready(application):
            services.confirm(db.session, application, now=clock.now())
        elif missing(application.questionnaire, application.draft):
            return _check_page(token, application, refused=True)
        else:
            is_first = application.submitted_at is None
            services.submit(db.session, application, now=clock.now())
            if is_first:
                return see_other(url_for("public.application_identity.why", token=token))
    return see_other(url_for("public.application.done", token=token))


def _check_page(token: str, application: MentorApplication, *, refused: bool = False) -> Response:
    questionnaire, locale = application.questionnaire, current_locale()
    left = missing(questionnaire, application.draft)

    def change_url(section: Section, question: Question) -> str:
        return _part_url(token, section, back=True, anchor=question.id)

    return page(
        "public/calls/still_right.html" if is_ready(application) else "public/calls/check.html",
        422 if refused else 200,
        application=application,
        earlier=services.carried_from(db.session, application),
        statements=[question.config for question in open_consents(questionnaire, application.draft)],
        groups=answer_groups(questionnaire, application.draft, locale, change_url=change_url),
        problems=gap_problems(questionnaire, left, locale) if refused else [],
        is_complete=not left,
        steps_taken=_steps(token, questionnaire, application, None),
        action=url_for("public.application.send", token=token),
    )


@bp.get("/application/<token>/saved")
@requires(anyone)
def saved(token: str) -> Response:
    application = open_application(token)
    return page(
        "public/calls/saved.html",
        application=application,
        can_write=_is_writable(application),
        back_url=url_for("public.application.resume", token=token),
    )


@bp.get("/application/<token>/done")
@requires(anyone)
def done(token: str) -> Response | BaseResponse:
    """Where the application stands, what happens next, and what was sent."""
    application = open_application(token)
    if _is_writable(application):
        return see_other(url_for("public.application.resume", token=token))
    questionnaire = application.questionnaire
    return page(
        "public/calls/done.html",
        application=application,
        identity_url=url_for("public.application_identity.questions", token=token),
        outcome=application.status,
        answer_by=application.call.closes_on + ANSWER_WITHIN,
        groups=answer_groups(questionnaire, application.answers, current_locale()) if application.answers else (),
    )
