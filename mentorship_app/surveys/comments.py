"""Comments after the close: shown for a question once enough people wrote, shuffled, beside nothing else at all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.questions.questionnaire import Question
from mentorship_app.surveys.aggregates import Dataset, published, wave_ref
from mentorship_app.surveys.contents import IN_WORDS, OwnBlock, contents_of
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import ResponseComment, Wave
from mentorship_app.surveys.questionnaire import sections_of


class Withheld(StrEnum):
    """Why the comments to a question are not shown. It never says how many there are."""

    TOO_FEW = "too_few"
    CONDITION = "condition"  # how many wrote would tell what they answered before


@dataclass(frozen=True)
class Commented:
    """A question that is answered in words. ``withheld`` is None where its comments may be read."""

    key: str
    text: LocalizedText
    withheld: Withheld | None


def commented(session: Session, wave: Wave) -> tuple[Commented, ...]:
    """The questions of a closed wave that are answered in words, in order; empty for a wave that is not closed."""
    if wave.status is not WaveStatus.CLOSED:
        return ()
    contents = contents_of(session, wave)
    own = tuple(block for block in contents.blocks if isinstance(block, OwnBlock))
    asked = [
        question
        for section in sections_of(replace(contents, blocks=own))
        for question in section.questions
        if question.type in IN_WORDS
    ]
    rows = session.execute(
        select(ResponseComment.question, func.count())
        .where(ResponseComment.wave_id == wave.id)
        .group_by(ResponseComment.question)
    )
    written: dict[str, int] = dict(rows.all())
    dataset = published(session, wave_ref(wave)) if any(question.show_if for question in asked) else None
    return tuple(
        Commented(question.id, question.text, _withheld(question, written.get(question.id, 0), wave, dataset))
        for question in asked
    )


def texts_of(wave: Wave, question: Commented) -> Select[str]:
    """The comments to ``question``, in the order of random ids: the same each time, and saying nothing.

    Raises ValueError for a question whose comments are withheld.
    """
    if question.withheld is not None:
        raise ValueError(f"the comments to {question.key} are withheld")
    mine = (ResponseComment.wave_id == wave.id, ResponseComment.question == question.key)
    return select(ResponseComment.text).where(*mine).order_by(ResponseComment.id)


def comments_to(waves: Iterable[tuple[Wave, tuple[Commented, ...]]]) -> Select[UUID, UUID, str, str]:
    """Id, wave, question and text of every comment to these questions that may be read, in an order that says nothing.

    Questions whose comments are withheld are passed over.
    """
    readable = [
        and_(ResponseComment.wave_id == wave.id, ResponseComment.question == question.key)
        for wave, questions in waves
        for question in questions
        if question.withheld is None
    ]
    columns = select(ResponseComment.id, ResponseComment.wave_id, ResponseComment.question, ResponseComment.text)
    return columns.where(or_(false(), *readable)).order_by(ResponseComment.id)


def _withheld(question: Question, written: int, wave: Wave, dataset: Dataset | None) -> Withheld | None:
    if question.show_if is not None and not _tells_who_was_asked(question.show_if.question, dataset):
        return Withheld.CONDITION
    return Withheld.TOO_FEW if written < wave.comments_from else None


def _tells_who_was_asked(parent: str, dataset: Dataset | None) -> bool:
    """Whether everybody may know how many gave each answer to the question that decided who was asked."""
    tables = dataset.questions if dataset is not None else ()
    options = next((table.options for table in tables if table.key == parent), ())
    return bool(options) and all(option.total.status is Visibility.SHOWN for option in options)
