"""The form of a goal: the four questions that are enough, the others folded away, and who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from mentorship_app.mentoring.goals.contents import asked
from mentorship_app.questions.answers import ParsedAnswers, display, parse_section
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.presentation import FieldProblem, FieldView, problems, section_fields
from mentorship_app.questions.questionnaire import Questionnaire, Section
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.questionnaires import MOVE, pressed
from mentorship_app.web.versioned_form import NEVER, Difference

SHORT_WAY = ("goal", "why", "first_step", "due_on")
_LONGEST_VERSION = 9


@dataclass(frozen=True)
class GoalForm:
    """A goal being written: the questions, what is in them, and whether mentors read it."""

    section: Section
    answers: Mapping[str, Answer]
    shared: bool
    parsed: ParsedAnswers | None = None
    version: int = NEVER

    @property
    def fields(self) -> tuple[FieldView, ...]:
        """All questions as they are shown."""
        return section_fields(self.section, current_locale(), answers=self.answers, parsed=self.parsed)

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """What stands in the way."""
        return problems(self.fields)

    @property
    def short(self) -> list[FieldView]:
        """The questions that are enough."""
        return [view for view in self.fields if view.id in SHORT_WAY]

    @property
    def more(self) -> list[FieldView]:
        """Those that are folded away."""
        return [view for view in self.fields if view.id not in SHORT_WAY]

    @property
    def is_unfolded(self) -> bool:
        """Whether something stands in what is folded away, or has to be mended there."""
        folded = {question.id for question in self.section.questions} - set(SHORT_WAY)
        return bool(folded & set(self.values)) or any(view.error for view in self.more)

    @property
    def values(self) -> dict[str, Answer]:
        """The answers to keep."""
        return self.parsed.merged_into(self.answers) if self.parsed else dict(self.answers)

    @property
    def is_complete(self) -> bool:
        return self.parsed is not None and self.parsed.complete and pressed() != MOVE


def form_for(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], *, shared: bool, version: int = NEVER
) -> GoalForm:
    """The form as it is opened."""
    return GoalForm(asked(questionnaire), dict(answers), shared, version=version)


def sent_form(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> GoalForm:
    """The form as it was sent. Without a word about who reads it, nobody does."""
    section = asked(questionnaire)
    parsed = parse_section(section, request.form, answers=answers)
    if pressed() == MOVE:
        parsed = parsed.unjudged
    return GoalForm(section, dict(answers), request.form.get("readers") == "mentors", parsed, sent_version())


def sent_version() -> int:
    """Which version of the goal the page was filled with; one that is never current if somebody meddled with it."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_VERSION else NEVER


def differences(form: GoalForm, now: Mapping[str, Answer], *, shared: bool) -> list[Difference]:
    """What the goal says now, and what was just written over it."""
    locale, yours = current_locale(), form.values
    found = []
    for question in form.section.questions:
        said, mine = (
            display(question, answers[question.id], locale) if question.id in answers else ""
            for answers in (now, yours)
        )
        if said != mine:
            found.append(Difference(question.text.in_(locale), said, mine))
    if shared != form.shared:
        found.append(Difference(_("Who reads it"), reader_words(shared=shared), reader_words(shared=form.shared)))
    return found


def reader_words(*, shared: bool) -> str:
    """Who reads a goal, in two words."""
    return _("My mentors") if shared else _("Only me")
