"""A survey as it stands on paper: every question once, counted through, with a word on when it is to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mentorship_app.core.i18n import N_, translate
from mentorship_app.questions.answers import display
from mentorship_app.questions.conditions import Answer, Comparison, Scalar
from mentorship_app.questions.presentation import FieldView, field_view
from mentorship_app.questions.questionnaire import Question
from mentorship_app.surveys.contents import Contents, MeasureBlock
from mentorship_app.surveys.paper.keying import NumberedSection, numbered

_ANSWERED = N_("Only if you answered question %(number)s")
_IS = N_("Only if your answer to question %(number)s is: %(answers)s")
_IS_NOT = N_("Only if your answer to question %(number)s is not: %(answers)s")
_LISTS = frozenset({"multiple_choice", "ranking"})
_GROUPS = frozenset({"chips", "language_list"})


@dataclass(frozen=True)
class PrintedPage:
    """One page of the survey. ``notices`` stand below it: where its measure comes from, and under which licence."""

    title: str
    lead: str
    fields: tuple[tuple[FieldView, str], ...]
    """Each question with its condition in words, which is empty where it is always asked."""
    notices: tuple[str, ...]


def printed(contents: Contents, locale: str) -> tuple[PrintedPage, ...]:
    """The pages in the words of ``locale``. Raises KeyError while a measure has no wording."""
    pages = numbered(contents)
    questions = {question.id: (number, question) for page in pages for number, question in page.questions}
    of = len(questions)
    notices = _notices(contents, locale)
    return tuple(
        PrintedPage(
            title=page.section.title.in_(locale),
            lead=page.section.intro.in_(locale) if page.section.intro else "",
            fields=tuple(
                (view, _when(question, questions, locale))
                for view, (_number, question) in zip(_views(page, of, locale), page.questions, strict=True)
            ),
            notices=notices.get(page.questions[-1][1].id, ()) if page.questions else (),
        )
        for page in _with_questions(pages)
    )


def _views(page: NumberedSection, of: int, locale: str) -> list[FieldView]:
    """The questions of a page; how to fill them in is said once for a run of them."""
    views = [field_view(question, locale, position=(number, of)) for number, question in page.questions]
    said_before = ["", *(view.on_paper for view in views)]
    return [
        replace(view, on_paper="") if view.on_paper == before else view
        for view, before in zip(views, said_before, strict=False)
    ]


def _with_questions(pages: tuple[NumberedSection, ...]) -> list[NumberedSection]:
    return [page for page in pages if page.questions]


def _notices(contents: Contents, locale: str) -> dict[str, tuple[str, ...]]:
    """Citation and licence of each measure, by its last question."""
    found: dict[str, tuple[str, ...]] = {}
    for block in contents.blocks:
        if isinstance(block, MeasureBlock):
            said = (block.instrument.citation, block.instrument.licence.notice)
            last = block.sections[-1].questions[-1].id
            found[last] = tuple(text.in_(locale) for text in said if text.in_(locale))
    return found


def _when(question: Question, questions: Mapping[str, tuple[int, Question]], locale: str) -> str:
    condition = question.show_if
    if condition is None or condition.question not in questions:
        return ""
    number, other = questions[condition.question]
    if condition.test is Comparison.ANSWERED:
        return translate(_ANSWERED, locale, number=number)
    words = ", ".join(display(other, _as_answer(other, value), locale) for value in condition.values)
    sentence = _IS if condition.test is Comparison.IS else _IS_NOT
    return translate(sentence, locale, number=number, answers=words)


def _as_answer(question: Question, value: Scalar) -> Answer:
    """The answer to ``question`` that holds nothing but ``value``."""
    if question.type in _LISTS:
        return [str(value)]
    if question.type in _GROUPS:
        return {"chosen": [str(value)], "own": []}
    return value
