"""What pages that fill in a questionnaire have in common."""

from collections.abc import Iterable

from flask import Response, request

from mentorship_app.questions.answers import ParsedAnswers, pressed_in
from mentorship_app.questions.conditions import Answers
from mentorship_app.questions.presentation import FieldProblem, redrawn, section_fields
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.questions.types import question_types
from mentorship_app.web.htmx import is_fragment_request, page
from mentorship_app.web.i18n import current_locale

CHECK = "check"
"""Value of ``?return=`` on Change links: after the change one comes straight back."""
MOVE = "move"
"""What :func:`pressed` says for a button inside a question, such as Up in a ranking."""
_BUTTONS = tuple(button for _key, kind in question_types.items() for button in kind.buttons)


def pressed() -> str | None:
    """The button that sent the form: ``continue``, ``leave`` or :data:`MOVE`; None when the page saves by itself."""
    if any(name.endswith(_BUTTONS) for name in request.form):
        return MOVE
    action = request.form.get("action")
    if action is None and not is_fragment_request():
        return "continue"
    return action


def moved_question(
    section: Section, parsed: ParsedAnswers, answers: Answers, *, action: str, saved_id: str | None = "saved"
) -> Response | None:
    """The question whose own button was pressed, alone, for htmx; None where the whole page is to be shown again.

    Either way ``parsed`` should be what :attr:`ParsedAnswers.unjudged` gives: nobody has said yet that they are done.
    """
    moved = pressed_in(section, request.form)
    if moved is None or not is_fragment_request():
        return None
    view = next(
        view for view in section_fields(section, current_locale(), answers=answers, parsed=parsed) if view.id == moved
    )
    return page("questions/moved.html", view=redrawn(view), action=action, saved_id=saved_id)


def comes_from_check() -> bool:
    """Whether the page was opened by a Change link."""
    return request.args.get("return") == CHECK


def gap_problems(questionnaire: Questionnaire, gaps: Iterable[Question], locale: str) -> list[FieldProblem]:
    """Lines of the error summary of a check page: each leads to the section that lacks the answer."""
    return [
        FieldProblem(
            question.if_blank.in_(locale) if question.if_blank else question.text.in_(locale),
            f"answers-{questionnaire.section_of(question.id).id}",
        )
        for question in gaps
    ]
