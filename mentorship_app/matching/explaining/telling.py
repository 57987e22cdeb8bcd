"""Which reasons of a published pair the two themselves may read: nothing of an answer that is not theirs to read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria import Criterion, criteria
from mentorship_app.matching.scoring import MOST_PLAIN
from mentorship_app.questions.questionnaire import Questionnaire, Readers


def told_to_mentee(stored: Sequence[Mapping[str, Any]], application: Questionnaire | None) -> tuple[Phrase, ...]:
    """At most three of the reasons kept with a pair that rest on what mentors let mentees read.

    ``application``: the form that the mentor answered; None of one who never did, of whom only what the list of people
    says is known.
    """
    told = (
        one
        for one in stored
        if (known := _criterion(one)) and _reads(application, known.mentor_questions, Readers.DIRECTORY)
    )
    return _first(told)


def told_to_mentor(stored: Sequence[Mapping[str, Any]], intake: Questionnaire | None) -> tuple[Phrase, ...]:
    """The same for the mentor, by what mentees agreed to show. ``intake``: the form that the mentee answered."""
    told = (
        one
        for one in stored
        if (known := _criterion(one))
        and known.told_to_mentors
        and _reads(intake, known.mentee_questions, Readers.MATCH)
    )
    return _first(told)


def _criterion(stored: Mapping[str, Any]) -> Criterion | None:
    key = str(stored.get("criterion", ""))
    return criteria[key] if key in criteria and not criteria[key].is_private else None


def _reads(form: Questionnaire | None, compared: Iterable[str], reader: Readers) -> bool:
    """Whether everything that was compared may be read; a question that the form has not was not compared."""
    if form is None:
        return True
    asked = {question.id: question.readers for question in form.questions()}
    return all(asked[question].include(reader) for question in compared if question in asked)


def _first(stored: Iterable[Mapping[str, Any]]) -> tuple[Phrase, ...]:
    return tuple(Phrase.of_json(one) for one in stored)[:MOST_PLAIN]
