"""Mentors who come back find last year's answers."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.identity import SYSTEM
from mentorship_app.forms import services as forms
from mentorship_app.programs import Phase
from mentorship_app.recruitment import ApplicationStatus, Call, MentorApplication, services
from mentorship_app.recruitment.returning import is_ready, last_accepted, open_consents
from tests.factories import CohortFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
EMAIL = "ada@example.org"
CONSENTS = {"conduct", "agreement"}


@pytest.fixture
def call(session: Session) -> Call:  # noqa: ARG001  binds the factories
    """This year's call; the program ran last year too."""
    made: Call = CallFactory(cohort=CohortFactory(phase=Phase.RECRUITMENT, starts_on=date(2026, 7, 1)))
    return made


def last_year(call: Call, *, year: int = 2025, **changes: Any) -> MentorApplication:
    cohort = CohortFactory(
        program=call.cohort.program, phase=Phase.CLOSED, starts_on=date(year, 7, 1), ends_on=date(year + 1, 6, 30)
    )
    values = {"sent": True, "status": ApplicationStatus.APPROVED, "email": EMAIL} | changes
    made: MentorApplication = ApplicationFactory(call=CallFactory(cohort=cohort), **values)
    return made


def begin(session: Session, call: Call) -> MentorApplication:
    return services.application_for(session, call, email=EMAIL, name="Ada Quill", locale="en", now=NOW)


def test_last_years_answers_are_there_but_consent_is_asked_anew(session: Session, call: Call) -> None:
    earlier = last_year(call)
    application = begin(session, call)
    assert application.carried_from_id == earlier.id
    assert application.draft == {key: value for key, value in FULL_ANSWERS.items() if key not in CONSENTS}
    assert {question.id for question in open_consents(application.questionnaire, application.draft)} == CONSENTS
    assert is_ready(application)


def test_the_newest_accepted_year_counts_and_nothing_else(session: Session, call: Call) -> None:
    last_year(call, year=2023)
    newest = last_year(call, year=2024)
    last_year(call, year=2025, status=ApplicationStatus.DECLINED)
    last_year(CallFactory(), year=2025)
    last_year(call, year=2027)
    last_year(call, email="other@example.org")
    assert last_accepted(session, call, EMAIL) is newest


def test_somebody_whose_answers_were_deleted_starts_afresh(session: Session, call: Call) -> None:
    last_year(call, answers={})
    assert last_accepted(session, call, EMAIL) is None
    assert begin(session, call).draft == {}


def test_answers_that_no_longer_fit_are_asked_again(session: Session, call: Call) -> None:
    last_year(call, answers={**FULL_ANSWERS, "capacity": "9", "years": "many", "gone": "x", "trained": False})
    application = begin(session, call)
    assert not {"capacity", "years", "gone", "trained_on"} & set(application.draft)
    assert application.draft["trained"] is False
    assert not is_ready(application)


def test_options_in_another_order_are_the_same_answer_and_a_lost_one_is_not(session: Session, call: Call) -> None:
    turned = {"chosen": ["french", "english"], "own": []}
    gone = {"chosen": ["career", "an_option_of_old"], "own": []}
    last_year(call, answers={**FULL_ANSWERS, "languages": turned, "topics": gone})
    draft = begin(session, call).draft
    assert draft["languages"] == {"chosen": ["english", "french"], "own": []}
    assert "topics" not in draft


def test_a_question_of_another_type_is_asked_again(session: Session, call: Call) -> None:
    last_year(call)
    program = call.cohort.program
    draft = forms.start_draft(session, program, services.FORM, by=SYSTEM, now=NOW)
    content = dict(draft.content)
    for section in content["sections"]:
        for question in section["questions"]:
            if question["id"] == "years":
                question.update(type="short_text", config={"max_length": 60}, fixed=False)
    forms.save_draft(session, draft, content, version=draft.version)
    forms.publish(session, draft, version=draft.version, by=SYSTEM, now=NOW)
    assert "years" not in begin(session, call).draft


def test_one_button_agrees_and_sends(session: Session, call: Call) -> None:
    last_year(call)
    application = begin(session, call)
    services.confirm(session, application, now=NOW)
    assert application.status is ApplicationStatus.SUBMITTED
    assert application.answers == FULL_ANSWERS
    services.confirm(session, application, now=NOW)


def test_the_button_gives_no_answer_that_is_missing(session: Session, call: Call) -> None:
    last_year(call, answers={key: value for key, value in FULL_ANSWERS.items() if key != "site"})
    application = begin(session, call)
    with pytest.raises(Conflict):
        services.confirm(session, application, now=NOW)
    assert not CONSENTS & set(application.draft)


def test_the_button_does_nothing_for_who_is_new(session: Session, call: Call) -> None:
    application = ApplicationFactory(
        call=call, draft={key: value for key, value in FULL_ANSWERS.items() if key not in CONSENTS}
    )
    with pytest.raises(Conflict):
        services.confirm(session, application, now=NOW)
    assert not CONSENTS & set(application.draft)
