"""The editor of a program's own questions for surveys: nothing required, nobody to choose who reads, groups alone."""

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.content import Entry, find_question
from mentorship_app.forms.kinds import SHOWN_IN_GROUPS
from mentorship_app.forms.queries import draft_of
from mentorship_app.forms.services import start_draft
from mentorship_app.questions.types import question_types
from tests.factories.surveys import NOW, STAFF
from tests.kit.client import StrictClient
from tests.kit.programs import FullProgram, full_program
from tests.kit.sign_in import staff_sign_in
from tests.web.coordinator.desk import look, said

KEY = "survey_mentees"


@pytest.fixture
def program(store: Session, keyring: Keyring, client: StrictClient) -> FullProgram:
    made = full_program(store, keyring)
    start_draft(store, made.cohort.program, KEY, by=STAFF, now=NOW)
    store.commit()
    staff_sign_in(client, made.coordinator)
    return made


def at(program: FullProgram, path: str = "") -> str:
    return f"/p/{program.slug}/forms/{KEY}{path}"


def question(store: Session, program: FullProgram, question_id: str) -> Entry:
    look(store)
    draft = draft_of(store, program.cohort.program_id, KEY)
    assert draft is not None
    found = find_question(draft.content, question_id)
    store.rollback()
    return found


def test_only_what_can_be_shown_in_groups_can_be_asked(client: StrictClient, program: FullProgram) -> None:
    page = client.get(at(program, "/draft/sections/meetings/add")).text
    offered = {kind for kind in question_types if f"/draft/sections/meetings/add/{kind}" in page}
    assert offered == set(SHOWN_IN_GROUPS)
    for kind in set(question_types) - offered:
        assert client.get(at(program, f"/draft/sections/meetings/add/{kind}")).status_code == 404


def test_a_question_is_never_required_and_goes_to_nobody_by_name(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/sections/meetings/add/yes_no"))
    assert "Answers are sealed and go to nobody by name" in said(client)
    assert "Shown for groups of 8 or more" in said(client)
    assert "Who reads the answer" not in said(client)
    assert "An answer is required" not in said(client)
    typed = {"text-en": "Is it long?", "text-fr": "Est-ce long\u00a0?"}
    assert client.submit(typed, button="action=save").status_code == 303
    made = question(store, program, "is_it_long")
    assert (made["optional"], made["readers"]) == (True, "nobody")


@pytest.mark.parametrize(
    ("question_id", "words"),
    [
        ("met_this_year", "Shown for groups of 5 or more"),
        ("in_the_way", "Shown for groups of 8 or more"),
        ("one_change", "Read without a name, once enough people have written something"),
    ],
)
def test_the_editor_says_how_answers_are_shown(
    client: StrictClient, program: FullProgram, question_id: str, words: str
) -> None:
    client.get(at(program, f"/draft/questions/{question_id}"))
    assert words in said(client)


def test_the_page_and_the_preview_promise_the_same(client: StrictClient, program: FullProgram) -> None:
    client.get(at(program))
    assert "Asked in surveys, sealed like the rest of them" in said(client)
    assert "How answers are shown" in said(client)
    client.get(at(program, "/preview/meetings"))
    assert "Nobody reads an answer under a name." in said(client)
