"""Plain objects for the templates under ``templates/questions``: all words and ids are settled here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mentorship_app.core.i18n import translate
from mentorship_app.questions.answers import ParsedAnswers, display, kept, visible
from mentorship_app.questions.conditions import Answer, Answers
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.question_type import Controls, Raw
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.questions.types import question_types


@dataclass(frozen=True)
class FieldView:
    """One question on a page. ``template`` draws it."""

    id: str
    type: str
    label: str
    hint: str | None
    error: str | None
    optional: bool
    conditional: bool
    controls: Controls
    position: tuple[int, int] | None = None
    """(2, 5) for "2 of 5"."""
    on_paper: str = ""
    """How to fill it in on a printed form."""

    @property
    def template(self) -> str:
        return f"questions/{self.type}.html"

    @property
    def anchor(self) -> str:
        """Id of the first control: where a line of the error summary leads."""
        controls = self.controls.options or self.controls.inputs
        return controls[0].id

    @property
    def described_by(self) -> str | None:
        """Ids of hint, error, unit and limit, as far as they are drawn."""
        present = {
            "hint": self.hint,
            "error": self.error,
            "unit": self.controls.unit,
            "limit": self.controls.limit,
        }
        return " ".join(f"{self.id}-{part}" for part, shown in present.items() if shown) or None


@dataclass(frozen=True)
class FieldProblem:
    """One line of the error summary, in the same words as beside the field; ``target`` is the id of its control."""

    message: str
    target: str


@dataclass(frozen=True)
class AnswerRow:
    """One line of check-your-answers. No ``lines`` means that nothing was given."""

    question_id: str
    label: str
    lines: tuple[str, ...]
    change_url: str | None


@dataclass(frozen=True)
class AnswerGroup:
    """The lines of one section."""

    id: str
    title: str
    rows: tuple[AnswerRow, ...]


def field_view(
    question: Question,
    locale: str,
    *,
    answer: Answer | None = None,
    raw: Raw | None = None,
    error: AnswerError | None = None,
    position: tuple[int, int] | None = None,
) -> FieldView:
    """One question, filled with ``raw`` as just typed, or else with the kept ``answer``."""
    return FieldView(
        id=question.id,
        type=question.type,
        label=question.text.in_(locale),
        hint=question.hint.in_(locale) if question.hint else None,
        error=error.text(locale) if error else None,
        optional=question.optional,
        conditional=question.show_if is not None,
        controls=_controls(question, locale, answer, raw),
        position=position,
        on_paper=translate(question_types[question.type].on_paper, locale),
    )


def section_fields(
    section: Section,
    locale: str,
    *,
    answers: Answers,
    parsed: ParsedAnswers | None = None,
    numbered: bool = False,
) -> tuple[FieldView, ...]:
    """The fields of a section that are shown: kept answers at first, ``parsed`` again after a submit.

    ``numbered`` counts them ("2 of 5"), as in a survey.
    """
    answers = parsed.merged_into(answers) if parsed else answers
    questions = visible(section.questions, answers)
    return tuple(
        field_view(
            question,
            locale,
            answer=answers.get(question.id),
            raw=parsed.raw if parsed and question.id not in parsed.revealed else None,
            error=parsed.errors.get(question.id) if parsed else None,
            position=(number, len(questions)) if numbered else None,
        )
        for number, question in enumerate(questions, start=1)
    )


def redrawn(field: FieldView) -> FieldView:
    """The field as part of a page that stands: its pressed button does not ask for the focus, since it has it."""
    ranks = field.controls.ranks
    if ranks is None or ranks.moved is None:
        return field
    moved = replace(ranks.moved, direction="")
    return replace(field, controls=replace(field.controls, ranks=replace(ranks, moved=moved)))


def problems(fields: Sequence[FieldView]) -> tuple[FieldProblem, ...]:
    """What the error summary of a page lists, in page order."""
    return tuple(FieldProblem(field.error, field.anchor) for field in fields if field.error)


def answer_groups(
    questionnaire: Questionnaire,
    answers: Answers,
    locale: str,
    *,
    change_url: Callable[[Section, Question], str] | None = None,
) -> tuple[AnswerGroup, ...]:
    """Check-your-answers, section by section; without ``change_url`` there are no Change links."""
    present = kept(questionnaire, answers)
    groups: list[AnswerGroup] = []
    for section in questionnaire.sections:
        rows = tuple(
            AnswerRow(
                question.id,
                question.text.in_(locale),
                _lines(question, present, locale),
                change_url(section, question) if change_url else None,
            )
            for question in visible(section.questions, present)
        )
        if rows:
            groups.append(AnswerGroup(section.id, section.title.in_(locale), rows))
    return tuple(groups)


def _controls(question: Question, locale: str, answer: Answer | None, raw: Raw | None) -> Controls:
    kind = question_types[question.type]
    if raw is None:
        given = kind.refill(answer, question.config, locale) if answer is not None else {}
        raw = {question.id + part: strings for part, strings in given.items()}
    return kind.controls(question.id, question.config, raw, locale)


def _lines(question: Question, answers: Answers, locale: str) -> tuple[str, ...]:
    if question.id not in answers:
        return ()
    return tuple(display(question, answers[question.id], locale).split("\n"))
