"""One page of a survey as it is drawn, and the few words that answer a tap."""

from typing import Any

from flask import Response, url_for

from mentorship_app.core import clock
from mentorship_app.questions.answers import ParsedAnswers, visible
from mentorship_app.questions.presentation import FieldView, field_view, problems, section_fields
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.surveys.contents import IN_WORDS
from mentorship_app.surveys.drafting import PageSent, known_in, seen_text
from mentorship_app.surveys.questionnaire import Part, part_before
from mentorship_app.web.htmx import page, page_or_block
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.participant.surveys.access import Invitation, InvitationToPart
from mentorship_app.web.participant.surveys.finished import dates_of

TEMPLATE = "participant/surveys/part.html"


def part_url(invited: Invitation, part: Part, anchor: str | None = None) -> str:
    """The address of a page."""
    return url_for("participant.surveys.answer", public_id=invited.wave.public_id, number=part.number, _anchor=anchor)


def part_page(
    invited: InvitationToPart,
    answers: dict[str, Any],
    *,
    sent: PageSent | None = None,
    points_out_blanks: bool = False,
    is_empty: bool = False,
) -> Response:
    """The page filled with ``answers``; after something that cannot be kept with what was ``sent``, to be mended."""
    values = _values(invited, answers, sent)
    return page(
        TEMPLATE,
        422 if values["problems"] or is_empty else 200,
        blanks=blanks_of(invited.part, answers) if points_out_blanks else [],
        is_empty=is_empty,
        saved_at=clock.now() if points_out_blanks else None,
        not_saved="",
        **values,
    )


def saved_words(invited: InvitationToPart, answers: dict[str, Any], sent: PageSent) -> Response:
    """What answers a tap: a few words, what the page knows now, and the questions that the tap shows or hides."""
    error = next(iter(sent.parsed.errors.values()), None)
    return page_or_block(
        TEMPLATE,
        "saved",
        422 if error else 200,
        saved_at=clock.now(),
        not_saved=error.text(current_locale()) if error else "",
        is_reply=True,
        seen=seen_text(sent.known_now()),
        swaps=_swaps(answers, sent),
        action=part_url(invited, invited.part),
    )


def _swaps(answers: dict[str, Any], sent: PageSent) -> list[tuple[str, FieldView | None]]:
    """Places whose question appears, or goes, with these answers."""
    locale = current_locale()
    shown = [
        (question.id, field_view(question, locale, answer=answers.get(question.id)))
        for question in sent.newly_shown(answers)
    ]
    return [*shown, *((question.id, None) for question in sent.no_longer_shown(answers))]


def _values(invited: InvitationToPart, answers: dict[str, Any], sent: PageSent | None) -> dict[str, Any]:
    section, locale = invited.part.section, current_locale()
    parsed = sent.parsed if sent and sent.parsed.errors else None
    fields = _fields(invited.part, answers, parsed)
    return {
        "wave": invited.wave,
        "part": invited.part,
        "title": section.title.in_(locale),
        "lead": section.intro.in_(locale) if section.intro else "",
        "places": _places(section, fields),
        "problems": problems(fields),
        "seen": seen_text(sent.seen or {} if sent and parsed else known_in(section, answers)),
        "action": part_url(invited, invited.part),
        "previous_url": _previous_url(invited, answers),
        "position": _("Part %(number)s of %(of)s", number=invited.part.number, of=invited.part.of),
        "is_reply": False,
        **dates_of(invited.wave),
    }


def _fields(part: Part, answers: dict[str, Any], parsed: ParsedAnswers | None) -> tuple[FieldView, ...]:
    numbered = part.counts_questions and not _is_conditional(part.section)
    return section_fields(part.section, current_locale(), answers=answers, parsed=parsed, numbered=numbered)


def _is_conditional(section: Section) -> bool:
    """Whether questions come and go: numbers would then change under the reader's eyes."""
    return any(question.show_if for question in section.questions)


def _places(section: Section, fields: tuple[FieldView, ...]) -> list[tuple[Question, FieldView | None]]:
    """Every question of the page with what is drawn of it, None for one that is hidden."""
    drawn = {field.id: field for field in fields}
    return [(question, drawn.get(question.id)) for question in section.questions]


def blanks_of(part: Part, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """What to call each question of the page that has no answer, and its id: nothing where it asks in words alone."""
    if not part.counts_questions:
        return []
    shown = visible(part.section.questions, answers)
    by_number = not _is_conditional(part.section)
    return [
        (str(number) if by_number else question.text.in_(current_locale()), question.id)
        for number, question in enumerate(shown, start=1)
        if question.id not in answers and question.type not in IN_WORDS
    ]


def _previous_url(invited: InvitationToPart, answers: dict[str, Any]) -> str:
    before = part_before(invited.contents, invited.part, answers)
    if before is None:
        return url_for("participant.surveys.start", public_id=invited.wave.public_id)
    return part_url(invited, before)
