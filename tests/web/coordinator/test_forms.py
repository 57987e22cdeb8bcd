"""Changing the questions of a program without a line of JavaScript."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentorship_app.audit import AuditEvent
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.paths import PROJECT
from mentorship_app.forms import FormStatus, FormVersion, services
from mentorship_app.forms.content import Content, Known, find_question, gaps
from mentorship_app.forms.editing import add_question
from mentorship_app.forms.kinds import form_kinds
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_line, harmless
from mentorship_app.questions.types import question_types
from tests.factories import EnrollmentFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.programs import FullProgram, full_program
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAUGHTY_STRINGS = PROJECT.parent / "shared" / "data" / "bad_input" / "blns.json"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def program(store: Session, keyring: Keyring, client: StrictClient) -> FullProgram:
    """A program whose intake is being rewritten, with its coordinator signed in."""
    made = full_program(store, keyring)
    store.commit()
    staff_sign_in(client, made.coordinator)
    return made


def at(program: FullProgram, path: str = "", key: str = "mentee_intake") -> str:
    return f"/p/{program.slug}/forms/{key}{path}"


def draft_in(store: Session, program: FullProgram, key: str = "mentee_intake") -> FormVersion:
    store.rollback()
    draft = store.scalar(
        select(FormVersion).where(
            FormVersion.program_id == program.cohort.program_id,
            FormVersion.key == key,
            FormVersion.status == FormStatus.DRAFT,
        )
    )
    assert draft is not None
    store.refresh(draft)
    store.commit()
    return draft


def content_of(store: Session, program: FullProgram) -> Content:
    return draft_in(store, program).content


def ids(content: Content, section_id: str) -> list[str]:
    section = next(section for section in content["sections"] if section["id"] == section_id)
    return [question["id"] for question in section["questions"]]


def test_the_list_names_every_form_and_counts_its_answers(client: StrictClient, program: FullProgram) -> None:
    client.get(f"/p/{program.slug}/forms")
    assert client.page is not None
    rows = [text_of(row) for row in client.page.iter("tr")][1:]
    assert len(rows) == len(form_kinds)
    assert any("Mentee intake" in row and "Version 1" in row and "Being written" in row for row in rows)
    assert any("Meeting log" in row and "As it came" in row for row in rows)


def test_a_question_is_added_moved_reworded_and_taken_out(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/sections/about/add/chips"))
    response = client.submit(
        {
            "text-en": "Which days?",
            "text-fr": "Quels jours\u00a0?",
            "set-options-en": ["Weekdays", "Weekends", ""],
            "set-options-fr": ["En semaine", "Fin de semaine", ""],
            "set-own": "yes",
        },
        button="action=save",
    )
    assert response.location.endswith("/forms/mentee_intake/draft#question-which_days")
    before = ids(content_of(store, program), "about")
    assert before[-1] == "which_days"
    assert find_question(content_of(store, program), "which_days") == {
        "id": "which_days",
        "type": "chips",
        "text": {"en": "Which days?", "fr": "Quels jours\u00a0?"},
        "config": {
            "options": [
                {"code": "weekdays", "en": "Weekdays", "fr": "En semaine"},
                {"code": "weekends", "en": "Weekends", "fr": "Fin de semaine"},
            ],
            "own": True,
        },
    }
    client.get(at(program, "/draft"))
    client.submit({"direction": "up"}, action=at(program, "/draft/questions/which_days/move"))
    assert ids(content_of(store, program), "about")[-2] == "which_days"
    client.get(at(program, "/draft/questions/which_days"))
    client.submit({"text-en": "On which days?"}, button="action=save")
    assert find_question(content_of(store, program), "which_days")["text"]["en"] == "On which days?"
    client.get(at(program, "/draft"))
    client.submit(action=at(program, "/draft/questions/which_days/take-out"))
    assert "which_days" not in ids(content_of(store, program), "about")


def test_a_published_question_can_be_asked_again(client: StrictClient, store: Session, program: FullProgram) -> None:
    client.get(at(program, "/draft"))
    client.submit(action=at(program, "/draft/questions/has_mentor/take-out"))
    assert find_question(content_of(store, program), "has_mentor")["retired"]
    client.get(at(program, "/draft"))
    client.submit(action=at(program, "/draft/questions/has_mentor/bring-back"))
    assert "retired" not in find_question(content_of(store, program), "has_mentor")


def test_rows_are_added_and_moved_without_saving_and_nothing_typed_is_lost(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    address = at(program, "/draft/sections/about/add/ranking")
    client.get(address)
    typed = {"text-en": "In order", "set-options-en": ["One", "Two", "Three"], "set-options-fr": ["Une", "", "Trois"]}
    response = client.submit(typed, button="action=up:options:2")
    assert response.status_code == 200
    form = client.form(address)
    english = [box.get("value") for box in form.iter("input") if box.get("name") == "set-options-en"]
    french = [box.get("value") for box in form.iter("input") if box.get("name") == "set-options-fr"]
    assert (english, french) == (["One", "Three", "Two"], ["Une", "Trois", ""])
    assert next(box.get("value") for box in form.iter("input") if box.get("name") == "text-en") == "In order"
    client.submit(button="action=add:options")
    client.submit(button="action=remove:options:0")
    english = [box.get("value") for box in client.form(address).iter("input") if box.get("name") == "set-options-en"]
    assert english == ["Three", "Two", ""]
    assert "in_order" not in str(content_of(store, program))


def test_what_is_wrong_is_said_and_everything_typed_is_kept(client: StrictClient, program: FullProgram) -> None:
    address = at(program, "/draft/sections/about/add/number")
    client.get(address)
    typed = {"hint-en": "A hint", "set-min": "7", "set-max": "3", "set-step": "half"}
    response = client.submit(typed, button="action=save")
    assert response.status_code == 422
    text = text_of(client.page)
    assert "Write the question, at least in one language." in text
    assert "Enter a number, such as 4 or 1.5." in text
    assert "The first may not be above the second." in text
    values = {box.get("name"): box.get("value") for box in client.form(address).iter("input")}
    assert (values["hint-en"], values["set-min"], values["set-max"], values["set-step"]) == ("A hint", "7", "3", "half")


def test_two_coordinators_at_one_question_see_both_texts(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/questions/has_mentor"))
    draft = draft_in(store, program)
    content = draft.content
    question = find_question(content, "has_mentor")
    other: dict[str, Any] = {**content, "sections": content["sections"]}
    question["text"] = {"en": "Their words", "fr": "Leurs mots"}
    store.refresh(draft)
    services.save_draft(store, draft, {**other}, version=draft.version)
    store.commit()
    response = client.submit({"text-en": "My words"}, button="action=save")
    assert response.status_code == 409
    assert "Their words" in text_of(client.page)
    assert "My words" in response.get_data(as_text=True)
    assert client.submit(button="action=save").status_code == 303
    assert find_question(content_of(store, program), "has_mentor")["text"]["en"] == "My words"


def test_two_coordinators_at_one_head_see_both_texts(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    for path, typed in (
        ("/draft/head", {"title-en": "My title", "minutes": "7"}),
        ("/draft/sections/about", {"title-en": "My title"}),
    ):
        client.get(at(program, path))
        draft = draft_in(store, program)
        content = {
            **draft.content,
            "minutes": 9 if path.endswith("head") else 7,
            "sections": list(draft.content["sections"]),
        }
        content["sections"][0] = {**content["sections"][0], "title": {"en": f"Title {path}", "fr": "Leur titre"}}
        services.save_draft(store, draft, content, version=draft.version)
        store.commit()
        response = client.submit(typed)
        assert response.status_code == 409, path
        assert "This is what it says now" in text_of(client.page)
        assert "My title" in response.get_data(as_text=True)
        assert client.submit().status_code == 303
    kept = content_of(store, program)
    assert (kept["title"]["en"], kept["minutes"]) == ("My title", 7)
    assert kept["sections"][0]["title"]["en"] == "My title"


def test_a_form_takes_a_sensible_time(client: StrictClient, program: FullProgram) -> None:
    client.get(at(program, "/draft/head"))
    assert client.submit({"title-en": "", "title-fr": "", "minutes": "soon"}).status_code == 422
    assert "Enter a whole number of minutes from 1 to 120." in text_of(client.page)


def test_edits_of_different_questions_do_not_stand_in_each_others_way(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/questions/has_mentor"))
    draft = draft_in(store, program)
    content, _id = add_question(draft.content, "about", "date", {"text": {"en": "A day"}}, known=Known())
    services.save_draft(store, draft, content, version=draft.version)
    store.commit()
    assert client.submit({"text-en": "Mine"}, button="action=save").status_code == 303
    kept = content_of(store, program)
    assert find_question(kept, "has_mentor")["text"]["en"] == "Mine"
    assert find_question(kept, "a_day")["text"] == {"en": "A day"}


def test_what_the_app_reads_is_reworded_and_nothing_else(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/questions/topics"))
    form = client.form(at(program, "/draft/questions/topics"))
    assert not [box for box in form.iter("input") if box.get("name") in {"required", "readers", "set-own"}]
    client.submit({"text-en": "Subjects", "readers": "nobody", "set-own": ""}, button="action=save")
    question = find_question(content_of(store, program), "topics")
    assert question["text"]["en"] == "Subjects"
    assert question["readers"] == "match"
    assert question["config"]["own"] is True
    client.get(at(program, "/draft"))
    response = client.post(at(program, "/draft/questions/topics/take-out"), data=tokens(client))
    assert response.status_code == 422
    assert "The app itself reads this answer" in text_of(client.page)


def tokens(client: StrictClient) -> dict[str, str]:
    assert client.page is not None
    token = next(box.get("value") for box in client.page.iter("input") if box.get("name") == "csrf_token")
    return {"csrf_token": str(token)}


def depend(client: StrictClient, address: str, **fields: str) -> TestResponse:
    """Press a button of the second form of the page; the first one only shows the answers of a question."""
    return client.post(address, data=tokens(client) | fields)


def test_a_question_is_asked_on_a_condition(client: StrictClient, store: Session, program: FullProgram) -> None:
    address = at(program, "/draft/questions/goal_2/condition")
    client.get(address)
    assert "It depends on the answer to" in text_of(client.page)
    client.get(address + "?on=has_mentor")
    assert depend(client, address, on="has_mentor", test="is", value="0").status_code == 303
    kept = find_question(content_of(store, program), "goal_2")["show_if"]
    assert kept == {"question": "has_mentor", "is": [True]}
    client.get(at(program, "/draft"))
    assert "Only if “Does somebody already mentor you informally?” is: Yes" in text_of(client.page)
    client.submit({"direction": "up"}, action=at(program, "/draft/sections/goals/move"))
    assert "so it has to come later" in text_of(client.page)
    client.get(address)
    depend(client, address, action="always")
    assert "show_if" not in find_question(content_of(store, program), "goal_2")


def test_a_condition_needs_an_answer_to_depend_on(client: StrictClient, program: FullProgram) -> None:
    address = at(program, "/draft/questions/goal_2/condition")
    client.get(address + "?on=has_mentor")
    assert depend(client, address, on="has_mentor", test="is").status_code == 422
    assert "Choose at least one answer on which it depends." in text_of(client.page)


def test_htmx_gets_the_rows_alone_and_says_what_happened(client: StrictClient, program: FullProgram) -> None:
    client.get(at(program, "/draft"))
    response = client.submit(
        {"direction": "down"}, action=at(program, "/draft/questions/has_mentor/move"), headers=HTMX
    )
    text = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "<html" not in text
    assert "is moved." in text
    assert 'id="up-has_mentor"' in text


def test_sections_are_made_reworded_moved_and_removed(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/sections/new"))
    assert client.submit({}).status_code == 422
    client.submit({"title-en": "Practical", "title-fr": "Pratique", "intro-en": "Dates"})
    section = content_of(store, program)["sections"][-1]
    assert section == {
        "id": "practical",
        "title": {"en": "Practical", "fr": "Pratique"},
        "intro": {"en": "Dates"},
        "questions": [],
    }
    client.get(at(program, "/draft"))
    assert "French is missing in the introduction" in text_of(client.page)
    assert "“Practical” asks nothing yet" in text_of(client.page)
    client.get(at(program, "/draft/sections/practical"))
    client.submit({"intro-fr": "Des dates"})
    client.get(at(program, "/draft"))
    client.submit({"direction": "up"}, action=at(program, "/draft/sections/practical/move"))
    assert content_of(store, program)["sections"][-2]["id"] == "practical"
    client.get(at(program, "/draft"))
    client.submit(action=at(program, "/draft/sections/practical/remove"))
    assert "practical" not in str(content_of(store, program))


def test_publishing_says_what_changes_and_binds_who_comes_next(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/sections/about/add/date"))
    client.submit({"text-en": "First day"}, button="action=save")
    client.get(at(program, "/publish"))
    assert "1 thing is missing" in text_of(client.page)
    assert client.post(at(program, "/publish"), data=tokens(client)).status_code == 422
    client.get(at(program, "/draft/questions/first_day"))
    client.submit({"text-fr": "Premier jour"}, button="action=save")
    client.get(at(program, "/publish"))
    assert "New question: “First day”." in text_of(client.page)
    assert "Whoever begins from now on is asked this version." in text_of(client.page)
    assert client.submit(action=at(program, "/publish")).status_code == 303
    client.get(at(program))
    assert "Version 2 In use" in text_of(client.page)
    client.get(at(program, "/versions/1"))
    client.submit({}, action=at(program, "/start"))
    draft = draft_in(store, program)
    assert (draft.number, "first_day" in str(draft.content)) == (3, False)


def test_publishing_warns_of_topics_that_the_other_side_cannot_choose(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/publish"))
    assert "Answers that only this form has" not in text_of(client.page)
    client.get(at(program, "/draft/questions/topics"))
    client.submit(button="action=add:options")
    boxes = [box for box in client.form().iter("input") if box.get("name") == "set-options-en"]
    english = [*(str(box.get("value")) for box in boxes[:-1]), "Sleep"]
    french = [f"Mot {number}" for number in range(len(boxes) - 1)] + ["Sommeil"]
    client.submit({"set-options-en": english, "set-options-fr": french}, button="action=save")
    assert find_question(content_of(store, program), "topics")["config"]["options"][-1]["code"] == "sleep"
    client.get(at(program, "/publish"))
    assert "“What you would like to talk about”: “Sleep” is not in “Mentor application”." in text_of(client.page)


def test_a_version_is_published_as_it_was_read(client: StrictClient, store: Session, program: FullProgram) -> None:
    client.get(at(program, "/publish"))
    draft = draft_in(store, program)
    services.save_draft(store, draft, draft.content, version=draft.version)
    store.commit()
    assert client.submit(action=at(program, "/publish")).status_code == 409
    assert client.submit(action=at(program, "/publish")).status_code == 303


def test_a_draft_is_thrown_away_and_its_pages_say_so(client: StrictClient, program: FullProgram) -> None:
    client.get(at(program, "/draft"))
    client.submit(action=at(program, "/draft/discard"))
    response = client.get(at(program, "/draft"))
    assert response.status_code == 409
    assert "No new version of this form is being written" in text_of(client.page)


def test_the_preview_follows_conditions_and_keeps_nothing(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/questions/goal_2/condition?on=has_mentor"))
    depend(client, at(program, "/draft/questions/goal_2/condition"), on="has_mentor", test="is", value="0")
    before = draft_in(store, program).version
    about = at(program, "/preview/about")
    client.get(about)
    response = client.submit({"free_times": "morning", "has_mentor": "yes"}, action=about, button="action=continue")
    assert response.status_code == 200
    assert "Section 2" not in text_of(client.page)
    goals = at(program, "/preview/goals")
    form = client.form(goals)
    assert {"goal_1", "goal_2"} <= {box.get("name") for box in form.iter("input")}
    response = client.submit({"goal_2": "x"}, action=goals, button="action=continue")
    assert response.status_code == 422
    assert "Write the goal that matters most to you." in text_of(client.page)
    client.get(goals)
    assert "goal_2" not in {box.get("name") for box in client.form(goals).iter("input")}, "nobody said yes here"
    assert draft_in(store, program).version == before


def test_the_preview_speaks_the_language_of_the_form(client: StrictClient, program: FullProgram) -> None:
    client.get(at(program, "/preview/about?language=fr"))
    text = text_of(client.page)
    assert "As people see it on a phone" in text
    assert "À quels moments" in text
    assert "(facultatif)" in text


def test_the_form_can_be_printed(client: StrictClient, program: FullProgram) -> None:
    client.get(at(program, "/print?language=fr"))
    assert "Les sujets dont vous aimeriez parler" in text_of(client.page)
    assert client.get(at(program, "/print?version=99")).status_code == 404


def test_answers_of_both_versions_are_one_file(client: StrictClient, store: Session, program: FullProgram) -> None:
    client.get(at(program, "/draft/sections/about/add/yes_no"))
    client.submit({"text-en": "Nights?", "text-fr": "Des nuits\u00a0?"}, button="action=save")
    client.get(at(program, "/draft/sections/about/add/short_text"))
    client.submit({"text-en": "Secret", "text-fr": "Secret", "readers": "nobody", "required": []}, button="action=save")
    client.get(at(program, "/publish"))
    client.submit(action=at(program, "/publish"))
    store.rollback()
    later = EnrollmentFactory(cohort=program.cohort)
    profile = ProfileFactory(enrollment=later, sent=True)
    profile.form_version = services.pin(store, program.cohort.program, "mentee_intake", now=NOW)
    profile.answers = {**FULL_INTAKE, "nights": True, "secret": "for nobody’s eyes", "goal_1": "=cmd()"}
    store.commit()
    client.get(at(program))
    response = client.submit(action=at(program, "/answers.csv"))
    assert response.mimetype == "text/csv"
    text = response.get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["form_version"]: row["nights"] for row in rows} == {"1": "", "2": "1"}
    assert [row["goal_1"] for row in rows if row["form_version"] == "2"] == ["'=cmd()"]
    assert "for nobody" not in text
    assert "secret" not in rows[0]
    book = client.get(at(program, "/codebook.csv")).get_data(as_text=True)
    assert "Des nuits" in book
    assert "secret" not in book
    store.rollback()
    event = store.scalars(select(AuditEvent).where(AuditEvent.action == "forms.answers.downloaded")).one()
    assert event.details == {"form": "mentee_intake", "rows": 2}


def test_forms_that_nobody_answers_by_name_have_no_file(client: StrictClient, program: FullProgram) -> None:
    client.get(at(program, key="closing_evaluation"))
    response = client.post(at(program, "/answers.csv", key="closing_evaluation"), data=tokens(client))
    assert response.status_code == 404
    assert client.get(at(program, "/codebook.csv", key="closing_evaluation")).status_code == 404


def test_a_private_form_stays_private_whatever_is_added(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, key="identity"))
    client.submit(action=at(program, "/start", key="identity"))
    address = at(program, "/draft/sections/identity/add/short_text", key="identity")
    client.get(address)
    assert "Nobody on staff reads the answers" in text_of(client.page)
    client.submit({"text-en": "Where are you from?", "readers": "directory", "required": "yes"}, button="action=save")
    question = find_question(draft_in(store, program, "identity").content, "where_are_you_from")
    assert (question["readers"], question["optional"]) == ("nobody", True)
    client.get(at(program, key="identity"))
    assert client.post(at(program, "/answers.csv", key="identity"), data=tokens(client)).status_code == 404


def test_mentees_intake_is_never_listed_in_a_directory(
    client: StrictClient, store: Session, program: FullProgram
) -> None:
    client.get(at(program, "/draft/sections/about/add/short_text"))
    client.submit({"text-en": "Nickname", "readers": "directory"}, button="action=save")
    assert "readers" not in find_question(content_of(store, program), "nickname"), "the coordinator, as by default"


@pytest.mark.parametrize("key", question_types)
def test_a_question_of_every_type_can_be_made_and_previewed(
    client: StrictClient, store: Session, program: FullProgram, key: str
) -> None:
    client.get(at(program, f"/draft/sections/about/add/{key}"))
    typed: dict[str, Any] = {"text-en": "New words", "text-fr": "Mots nouveaux"}
    for setting in question_types[key].settings:
        if setting.is_list:
            typed[f"set-{setting.name}-en"] = ["Alpha", "Beta", ""]
            typed[f"set-{setting.name}-fr"] = ["Alpha", "Bêta", ""]
        elif setting.is_localized:
            typed |= {f"set-{setting.name}-en": "Some words", f"set-{setting.name}-fr": "Des mots"}
    assert client.submit(typed, button="action=save").status_code == 303
    assert find_question(content_of(store, program), "new_words")["type"] == key
    assert gaps(content_of(store, program)) == ()
    for page in ("/preview/about", "/preview/about?language=fr", "/print", "/draft/questions/new_words"):
        assert client.get(at(program, page)).status_code == 200
        assert "New words" in text_of(client.page) or "Mots nouveaux" in text_of(client.page)


@pytest.mark.slow
def test_the_list_costs_the_same_whatever_there_is(
    app: Flask, client: StrictClient, store: Session, program: FullProgram
) -> None:
    def queries() -> int:
        with counted_queries(app) as seen:
            assert client.get(f"/p/{program.slug}/forms").status_code == 200
            assert client.get(at(program)).status_code == 200
        return len(seen)

    few = queries()
    for _number in range(60):
        draft = draft_in(store, program)
        by = Actor(program.coordinator.id, "Isaure")
        services.publish(store, draft, version=draft.version, by=by, now=NOW)
        services.start_draft(store, store.merge(program.cohort.program), "mentee_intake", by=by, now=NOW)
        store.commit()
    assert queries() == few
    assert "1 to 50 of 61" in text_of(client.page)


def naughty_options() -> list[list[str]]:
    """Every string of the public list that can be words of an answer, in lots that one question can hold."""
    if not NAUGHTY_STRINGS.exists():
        return [["<script>alert(1)</script>", "{{7*7}}", "%(name)s"]]
    kept: dict[str, str] = {}
    for text in json.loads(NAUGHTY_STRINGS.read_text()):
        try:
            clean = clean_line(harmless(text), 300)
        except AnswerError:
            continue
        if clean:
            kept.setdefault(clean.casefold(), text)
    strings = list(kept.values())
    return [strings[start : start + 90] for start in range(0, len(strings), 90)]


@pytest.mark.slow
@pytest.mark.parametrize("strings", naughty_options(), ids=lambda strings: f"{len(strings)} strings")
def test_hostile_words_of_a_form_stay_words(
    client: StrictClient, store: Session, program: FullProgram, strings: list[str]
) -> None:
    """The client parses every page strictly; a script that got in would be an element that no template writes."""
    client.get(at(program, "/draft/sections/about/add/single_choice"))
    fields: dict[str, Any] = {"text-en": "Answers", "text-fr": "<b>Réponses</b> {{7*7}} %(x)s"}
    fields |= {f"set-options-{part}": strings for part in ("en", "fr")}
    fields |= {f"set-options-{part}": [""] * len(strings) for part in ("code", "hint-en", "hint-fr")}
    assert client.submit(fields, button="action=save").status_code == 303
    options = find_question(content_of(store, program), "answers")["config"]["options"]
    assert [row["en"] for row in options] == [clean_line(harmless(text), 300) for text in strings]
    assert len({row["code"] for row in options}) == len(strings)
    pages = ("/draft", "/draft/questions/answers", "/preview/about?language=fr", "/print", "/publish")
    for page in (*pages, "/draft/questions/goal_2/condition?on=answers"):
        assert client.get(at(program, page)).status_code == 200
        assert client.page is not None
        scripts = [node for node in client.page.iter("script") if not str(node.get("src")).startswith("/static/")]
        assert scripts == []
    client.get(at(program, "/publish"))
    assert client.submit(action=at(program, "/publish")).status_code == 303
    book = client.get(at(program, "/codebook.csv")).get_data(as_text=True).removeprefix("\ufeff")
    cells = [cell for line in csv.reader(io.StringIO(book, newline="")) for cell in line]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n") and cell] == []


def test_the_file_costs_the_same_for_one_answer_and_for_many(
    app: Flask, client: StrictClient, store: Session, program: FullProgram
) -> None:
    def queries() -> int:
        client.get(at(program))
        with counted_queries(app) as seen:
            response = client.submit(action=at(program, "/answers.csv"))
        assert response.status_code == 200
        return len(seen)

    few = queries()
    for _number in range(20):
        ProfileFactory(enrollment=EnrollmentFactory(cohort=program.cohort), sent=True)
    store.commit()
    assert queries() == few
    assert few > 0
