"""What pages that fill in a questionnaire have in common."""

from collections.abc import Iterable

from flask import request

from mentorship_app.questions.presentation import FieldProblem
from mentorship_app.questions.questionnaire import Question, Questionnaire
from mentorship_app.web.htmx import is_fragment_request

CHECK = "check"
"""Value of ``?return=`` on Change links: after the change one comes straight back."""


def pressed() -> str | None:
    """The button that sent the form: ``continue`` or ``leave``; None when the page saves by itself."""
    action = request.form.get("action")
    if action is None and not is_fragment_request():
        return "continue"
    return action


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
