"""A program's versions of a form: what answers are bound to, what may be published, what never changes."""

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.forms import FormStatus, FormVersion
from mentorship_app.forms.kinds import form_kinds
from mentorship_app.forms.library import shipped, shipped_content
from mentorship_app.forms.queries import current, draft_of, in_use, versions_of
from mentorship_app.forms.services import discard_draft, pin, publish, save_draft, start_draft
from mentorship_app.programs import Program
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.loading import questionnaire_from
from tests.factories import ProgramFactory
from tests.factories.people import MOMENT as NOW

KEY = "mentee_intake"


@pytest.fixture
def program(session: Session) -> Program:
    made: Program = ProgramFactory()
    session.flush()
    return made


def reworded(content: dict[str, Any], question_id: str, text: str) -> dict[str, Any]:
    changed = deepcopy(content)
    for section in changed["sections"]:
        for question in section["questions"]:
            if question["id"] == question_id:
                question["text"] = {"en": text, "fr": text}
    return changed


@pytest.mark.parametrize("key", list(form_kinds))
def test_every_form_comes_with_the_app_and_survives_being_stored(key: str) -> None:
    assert questionnaire_from(shipped_content(key), f"{key}.yaml") == shipped(key)


@pytest.mark.parametrize("key", list(form_kinds))
def test_every_shipped_form_has_an_honest_number_of_minutes(key: str) -> None:
    asked = [question for question in shipped(key).questions() if not question.optional]
    # Ten seconds for a plain question (Pew Research Center), and never more than ten minutes.
    assert len(asked) / 6 <= shipped(key).minutes <= 10


def test_the_shipped_form_holds_until_something_is_stored(session: Session, program: Program) -> None:
    assert current(session, program.id, KEY) == shipped(KEY)
    assert in_use(session, program.id, KEY) is None


def test_the_first_answer_stores_the_form_as_it_was_shown_and_the_second_finds_it(
    session: Session, program: Program
) -> None:
    first, second = (pin(session, program, KEY, now=NOW) for _ in range(2))
    assert first is second
    assert (first.number, first.status, first.questionnaire) == (1, FormStatus.PUBLISHED, shipped(KEY))


def test_a_published_draft_is_what_people_are_asked_from_then_on(session: Session, program: Program) -> None:
    before = pin(session, program, KEY, now=NOW)
    draft = start_draft(session, program, KEY, by=SYSTEM, now=NOW)
    assert start_draft(session, program, KEY, by=SYSTEM, now=NOW) is draft
    save_draft(session, draft, reworded(draft.content, "goal_1", "Your one wish"), version=draft.version)
    assert current(session, program.id, KEY).question("goal_1").text.en == "What matters most to you this year?"
    publish(session, draft, version=draft.version, by=SYSTEM, now=NOW)

    asked = current(session, program.id, KEY)
    assert (asked.version, asked.question("goal_1").text.en) == (2, "Your one wish")
    assert before.questionnaire.question("goal_1").text.en == "What matters most to you this year?"
    assert [version.number for version in versions_of(session, program.id, KEY)] == [2, 1]
    assert pin(session, program, KEY, now=NOW) is draft


def test_a_published_version_cannot_be_written_again(session: Session, program: Program) -> None:
    version = pin(session, program, KEY, now=NOW)
    with pytest.raises(InvalidTransition):
        save_draft(session, version, version.content, version=version.version)
    with pytest.raises(InvalidTransition):
        discard_draft(session, version, by=SYSTEM, now=NOW)


def test_two_coordinators_cannot_overwrite_each_other(session: Session, program: Program) -> None:
    draft = start_draft(session, program, KEY, by=SYSTEM, now=NOW)
    read = draft.version
    save_draft(session, draft, reworded(draft.content, "goal_1", "Mine"), version=read)
    with pytest.raises(Conflict):
        save_draft(session, draft, reworded(draft.content, "goal_1", "Yours"), version=read)


def test_a_draft_may_lack_things_and_then_cannot_be_published(session: Session, program: Program) -> None:
    draft = start_draft(session, program, KEY, by=SYSTEM, now=NOW)
    content = deepcopy(draft.content)
    content["sections"][0]["title"] = {"en": "Only English", "fr": ""}
    save_draft(session, draft, content, version=draft.version)
    with pytest.raises(QuestionnaireError, match=r"sections\[0\]\.title"):
        publish(session, draft, version=draft.version, by=SYSTEM, now=NOW)


@pytest.mark.parametrize("harm", ["retire", "remove", "retype", "options"])
def test_what_the_app_reads_cannot_be_taken_out(session: Session, program: Program, harm: str) -> None:
    draft = start_draft(session, program, "mentor_application", by=SYSTEM, now=NOW)
    content = deepcopy(draft.content)
    offer = next(section for section in content["sections"] if section["id"] == "offer")
    capacity = next(question for question in offer["questions"] if question["id"] == "capacity")
    if harm == "retire":
        capacity["retired"] = True
    elif harm == "remove":
        offer["questions"].remove(capacity)
    elif harm == "retype":
        capacity |= {"type": "short_text", "config": {}}
    else:
        capacity["config"]["options"].append({"code": "many", "en": "Many", "fr": "Plusieurs"})
    save_draft(session, draft, content, version=draft.version)
    with pytest.raises(QuestionnaireError):
        publish(session, draft, version=draft.version, by=SYSTEM, now=NOW)


def test_a_discarded_draft_leaves_no_number_behind(session: Session, program: Program) -> None:
    draft = start_draft(session, program, KEY, by=SYSTEM, now=NOW)
    discard_draft(session, draft, by=SYSTEM, now=NOW)
    assert draft_of(session, program.id, KEY) is None
    assert start_draft(session, program, KEY, by=SYSTEM, now=NOW).number == 2


def test_two_first_answers_at_once_store_one_version(engine: Engine) -> None:
    with Session(engine.execution_options(write=True)) as session:
        program = Program(
            slug="northmere",
            name="Northmere",
            organization="Northmere",
            contact_email="a@example.org",
        )
        session.add(program)
        session.flush()
        pin(session, program, KEY, now=NOW)
        session.commit()
        pin(session, program, KEY, now=NOW)
        assert len(session.scalars(select(FormVersion)).all()) == 1
