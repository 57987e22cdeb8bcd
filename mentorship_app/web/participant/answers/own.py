"""A person's own answers as pages and files show them: with the words of the questions, and as they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import g, session

from mentorship_app.accounts import Account
from mentorship_app.core.errors import Conflict
from mentorship_app.questions.presentation import AnswerGroup, answer_groups
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.surveys import Wave
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.own_answers import OwnState, OwnWave, own_waves
from mentorship_app.surveys.questionnaire import in_words, minutes_of, sections_of
from mentorship_app.surveys.trend import Answered
from mentorship_app.web.access import LIMITED
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.keys import keyring


@dataclass(frozen=True)
class OwnLine:
    """One question with its answer: in words, and as it is kept."""

    part: str
    question_id: str
    question: str
    words: str
    value: Any


def waves_of(account: Account) -> tuple[OwnWave, ...]:
    """Every wave that asked the person, the newest first; nothing for a visit through a survey's link."""
    waves = () if LIMITED in session else own_waves(db.session(), keyring(), account)
    if waves:
        # The help numbers of this page are those of the program that asked, also after somebody left it.
        g.program = waves[0].wave.cohort.program
    return waves


def contents_or_none(wave: Wave) -> Contents | None:
    """What the wave asked; None when its words are no longer there."""
    try:
        return contents_of(db.session(), wave)
    except Conflict:
        return None


def groups_of(own: OwnWave) -> tuple[AnswerGroup, ...]:
    """The answers in words, page by page, blanks too; once it is closed without what was written in words."""
    contents = contents_or_none(own.wave)
    if contents is None or own.answers is None:
        return ()
    whole = Questionnaire(
        key="wave",
        version=1,
        title=own.wave.title,
        sections=sections_of(contents),
        minutes=minutes_of(contents),
    )
    apart = frozenset() if own.can_be_taken_back else frozenset(in_words(contents))
    groups = (
        replace(group, rows=tuple(row for row in group.rows if row.question_id not in apart))
        for group in answer_groups(whole, own.answers, current_locale())
    )
    return tuple(group for group in groups if group.rows)


def lines_of(own: OwnWave) -> list[OwnLine]:
    """One line for each answer; under its id alone where the words are no longer there."""
    answers = own.answers or {}
    lines = [
        OwnLine(group.title, row.question_id, row.label, "\n".join(row.lines), answers[row.question_id])
        for group in groups_of(own)
        for row in group.rows
        if row.question_id in answers
    ]
    return lines or [OwnLine("", key, key, str(value), value) for key, value in answers.items()]


def as_record(own: OwnWave) -> dict[str, Any]:
    """One wave as JSON values."""
    return {
        "check_in": own.wave.title.in_(current_locale()),
        "program": own.wave.cohort.program.name,
        "cohort": own.wave.cohort.name,
        "last_day": own.wave.closes_on.isoformat(),
        "state": state_words(own.state),
        "answers": [
            {"question": line.question, "answer": line.words, "kept_as": {line.question_id: line.value}}
            for line in lines_of(own)
        ],
    }


def state_words(state: OwnState) -> str:
    """What a person is told of their answers in a wave, in a few words."""
    return {
        OwnState.NOT_SENT: _("open, nothing sent yet"),
        OwnState.SENT: _("sent; it can still be taken back"),
        OwnState.COUNTED: _("counted in the results"),
        OwnState.NOTHING: _("closed; you sent nothing"),
        OwnState.UNLINKED: _("closed; no longer linked to anybody"),
        OwnState.WITHHELD: _("not shown: your address was changed meanwhile"),
    }[state]


def answered_of(waves: Sequence[OwnWave]) -> list[Answered]:
    """Those of the waves of which there are answers and words to show."""
    found = [(own, contents_or_none(own.wave)) for own in waves if own.answers is not None]
    return [
        Answered(own.wave, contents, own.answers)
        for own, contents in found
        if contents is not None and own.answers is not None
    ]
