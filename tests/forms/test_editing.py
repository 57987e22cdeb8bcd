"""Editing a form: every verb, what is refused, and that no sequence of edits leaves a form that cannot be asked."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorship_app.core.paths import PROJECT
from mentorship_app.forms import editing
from mentorship_app.forms.changes import changes
from mentorship_app.forms.content import (
    Content,
    Gap,
    Known,
    all_questions,
    as_questionnaire,
    asked,
    find_question,
    gaps,
    known_in,
)
from mentorship_app.forms.editing import Refused
from mentorship_app.forms.library import shipped_content
from mentorship_app.forms.question_form import QuestionForm
from mentorship_app.questions.conditions import Comparison
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.loading import questionnaire_from
from mentorship_app.questions.types import question_types

EVERY_TYPE: Content = yaml.safe_load((PROJECT / "tests/questions/every_type.yaml").read_text())
NOTHING = Known()


def small() -> Content:
    """Two sections of two questions each; the last depends on the first, which the app itself reads."""
    options = [{"code": "1", "en": "One", "fr": "Une"}, {"code": "2", "en": "Two", "fr": "Deux"}]
    return {
        "key": "small",
        "version": 1,
        "minutes": 2,
        "title": {"en": "Small", "fr": "Petit"},
        "sections": [
            {
                "id": "first",
                "title": {"en": "First", "fr": "Premier"},
                "questions": [
                    {
                        "id": "places",
                        "type": "single_choice",
                        "text": {"en": "Places", "fr": "Places"},
                        "config": {"options": options},
                        "fixed": True,
                    },
                    {"id": "site", "type": "short_text", "text": {"en": "Site", "fr": "Lieu"}},
                ],
            },
            {
                "id": "second",
                "title": {"en": "Second", "fr": "Deuxième"},
                "questions": [
                    {"id": "bio", "type": "long_text", "text": {"en": "You", "fr": "Vous"}, "optional": True},
                    {
                        "id": "why",
                        "type": "long_text",
                        "text": {"en": "Why two?", "fr": "Pourquoi deux\u00a0?"},
                        "show_if": {"question": "places", "is": "2"},
                    },
                ],
            },
        ],
    }


KNOWN = known_in([small()])


def ids(content: Content) -> list[list[str]]:
    return [[question["id"] for question in section["questions"]] for section in content["sections"]]


def test_a_question_goes_over_the_edge_of_its_section() -> None:
    down = editing.move_question(small(), "site", "down")
    assert ids(down) == [["places"], ["site", "bio", "why"]]
    assert ids(editing.move_question(down, "site", "up")) == ids(small())


def test_at_the_ends_of_the_form_nothing_moves() -> None:
    assert ids(editing.move_question(small(), "places", "up")) == ids(small())
    assert ids(editing.move_question(small(), "why", "down")) == ids(small())


def test_a_question_cannot_come_before_the_one_that_it_depends_on() -> None:
    content = editing.move_section(editing.clear_condition(small(), "why"), "second", "up")
    assert [section["id"] for section in content["sections"]] == ["second", "first"]
    with pytest.raises(Refused) as refused:
        editing.move_section(small(), "second", "up")
    assert refused.value.message % refused.value.named("en") == (
        "“Why two?” depends on “Places”, so it has to come later. Change what it depends on first."
    )
    assert refused.value.named("fr")["other"] == "Places"


def test_a_published_question_is_retired_and_comes_back_where_it_was() -> None:
    out = editing.take_out(small(), "site", known=KNOWN)
    assert ids(out) == ids(small()), "it is kept"
    assert [question["id"] for question in asked(out)] == ["places", "bio", "why"]
    assert editing.bring_back(out, "site") == small()


def test_a_question_that_was_never_published_is_deleted() -> None:
    content, question_id = editing.add_question(
        small(), "first", "short_text", {"text": {"en": "Your Pager — number?"}}, known=KNOWN
    )
    assert question_id == "your_pager_number"
    assert editing.take_out(content, question_id, known=KNOWN) == small()


def test_a_question_on_which_another_depends_is_not_retired() -> None:
    content = editing.set_condition(small(), "why", on="site", test=Comparison.ANSWERED)
    with pytest.raises(Refused, match="depends on"):
        editing.take_out(content, "site", known=KNOWN)


def test_a_fixed_question_keeps_what_the_app_reads() -> None:
    entry: dict[str, Any] = {
        "text": {"en": "How many?", "fr": "Combien\u00a0?"},
        "optional": True,
        "readers": "nobody",
        "config": {"options": [{"code": "2", "en": "Two people"}, {"code": "1", "en": "One person"}]},
    }
    content = editing.change_question(small(), "places", entry, known=KNOWN)
    assert find_question(content, "places") == {
        "id": "places",
        "type": "single_choice",
        "text": {"en": "How many?", "fr": "Combien\u00a0?"},
        "config": {"options": [{"code": "2", "en": "Two people"}, {"code": "1", "en": "One person"}]},
        "fixed": True,
    }
    for refused in (
        lambda: editing.take_out(small(), "places", known=KNOWN),
        lambda: editing.set_condition(small(), "places", on="site", test=Comparison.ANSWERED),
        lambda: change_options(["1"]),
        lambda: change_options(["1", "2", ""]),
    ):
        with pytest.raises(Refused):
            refused()


def change_options(codes: list[str], question_type: str = "single_choice") -> Content:
    content = small()
    content["sections"][0]["questions"][0]["type"] = question_type
    rows = [{"code": code, "en": f"Words {number}", "fr": "Mots"} for number, code in enumerate(codes)]
    entry = {"text": {"en": "Places", "fr": "Places"}, "config": {"options": rows}}
    return editing.change_question(content, "places", entry, known=KNOWN)


def test_a_fixed_list_that_the_app_only_compares_may_grow() -> None:
    content = change_options(["1", "2", ""], "multiple_choice")
    assert [row["code"] for row in find_question(content, "places")["config"]["options"]] == ["1", "2", "words_2"]


def test_an_answer_on_which_a_question_depends_is_not_taken_out() -> None:
    content = small()
    del content["sections"][0]["questions"][0]["fixed"]
    rows = [{"code": "1", "en": "One", "fr": "Une"}, {"code": "", "en": "Three", "fr": "Trois"}]
    with pytest.raises(Refused, match="no longer there"):
        editing.change_question(content, "places", {"text": {"en": "P"}, "config": {"options": rows}}, known=KNOWN)


def test_a_code_stands_for_one_thing_for_ever() -> None:
    earlier = small()
    known = known_in([earlier])
    free = deepcopy(earlier)
    free["sections"][0]["questions"][0].pop("fixed")
    free = editing.clear_condition(free, "why")
    rows = [{"code": "1", "en": "One", "fr": "Une"}, {"code": "", "en": "2", "fr": "2"}]
    changed = editing.change_question(free, "places", {"text": {"en": "P"}, "config": {"options": rows}}, known=known)
    options = find_question(changed, "places")["config"]["options"]
    assert [row["code"] for row in options] == ["1", "2_2"], "2 has stood for “Two”"
    rows = [*options, {"code": "", "en": "two", "fr": "Deux"}]
    again = editing.change_question(changed, "places", {"text": {"en": "P"}, "config": {"options": rows}}, known=known)
    codes = [row["code"] for row in find_question(again, "places")["config"]["options"]]
    assert codes == ["1", "2_2", "2"], "the same words get their code back"


def test_a_section_is_removed_when_it_asks_nothing_and_its_retired_questions_stay() -> None:
    content, section_id = editing.add_section(small(), title={"fr": "À part"}, intro=None, known=KNOWN)
    assert section_id == "a_part"
    assert gaps(content) == (Gap("section", "a_part", "title", "en"), Gap("section", "a_part", "questions"))
    assert editing.remove_section(content, section_id) == small()
    with pytest.raises(Refused, match="Move or take out"):
        editing.remove_section(content, "second")
    out = editing.take_out(small(), "why", known=KNOWN)
    out = editing.remove_section(editing.move_question(out, "bio", "up"), "second")
    assert ids(out) == [["places", "site", "bio", "why"]]
    assert [question.id for question in as_questionnaire(out).retired] == ["why"]


def test_the_last_question_of_a_form_stays() -> None:
    content = small()
    only = {"id": "a", "type": "date", "text": {"en": "A", "fr": "A"}}
    content["sections"] = [{"id": "one", "title": {"en": "O", "fr": "U"}, "questions": [only]}]
    with pytest.raises(Refused, match="at least one question"):
        editing.take_out(content, "a", known=KNOWN)


def test_missing_words_are_listed_and_stand_in_for_each_other_in_a_preview() -> None:
    entry = {"text": {"fr": "Quel jour\u00a0?"}, "hint": {"en": "A day"}, "config": {}}
    content, _id = editing.add_question(small(), "second", "date", entry, known=KNOWN)
    assert gaps(content) == (Gap("question", "quel_jour", "text", "en"), Gap("question", "quel_jour", "hint", "fr"))
    assert as_questionnaire(content).question("quel_jour").text.en == "Quel jour\u00a0?"
    with pytest.raises(QuestionnaireError):
        questionnaire_from(content)


def test_what_changed_is_said_in_words() -> None:
    content = editing.take_out(small(), "site", known=KNOWN)
    content = editing.move_question(content, "bio", "up")
    content, _id = editing.add_question(
        content, "second", "yes_no", {"text": {"en": "Online?", "fr": "En ligne\u00a0?"}}, known=KNOWN
    )
    entry = {"text": {"en": "Why both?", "fr": "Pourquoi\u00a0?"}, "optional": True, "config": {"rows": 5}}
    content = editing.change_question(content, "why", entry, known=KNOWN)
    assert [change.text("en") for change in changes(small(), content)] == [
        "“You” now stands in the section “First”.",
        "Reworded: “Why both?”.",
        "Now optional: “Why both?”.",
        "Other settings: “Why both?”.",
        "New question: “Online?”.",
        "No longer asked: “Site”.",
    ]
    assert changes(content, content) == ()
    assert changes(content, small())[-1].text("fr").startswith("N’est plus posée")


@pytest.mark.parametrize("key", question_types)
def test_the_settings_of_a_type_fill_its_whole_configuration(key: str) -> None:
    """A new question of any type can be written with what the editor asks for, and comes back as it was typed."""
    form = QuestionForm.new(key)
    boxes: dict[str, Any] = {**form.boxes, "text-en": ["A question"]}
    for setting in form.settings:
        if setting.is_list:
            boxes[f"set-{setting.name}-en"] = ["Alpha", "Beta", ""]
        elif setting.is_localized:
            boxes[f"set-{setting.name}-fr"] = ["Des mots"]
    entry, errors = QuestionForm(key, boxes).read()
    assert errors == {}
    content, question_id = editing.add_question(small(), "first", key, entry, known=KNOWN)
    kept = find_question(content, question_id)
    assert as_questionnaire(content).question(question_id).type == key
    assert QuestionForm.of(kept, "en").read(kept) == (entry | {"config": kept.get("config", {})}, {})


Edit = tuple[str, int, int, str]
VERBS = ("add", "always", "back", "down", "drop", "out", "reword", "section", "section_up", "to", "up", "when")
edits: st.SearchStrategy[list[Edit]] = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 60),
        st.integers(0, 60),
        st.sampled_from(["", "Où\u00a0?", "topics", "مرحبا", "  ", "1", "a" * 60]),
    ),
    max_size=25,
)


def done(content: Content, edit: Edit, known: Known) -> Content:
    verb, one, other, words = edit
    questions = [question["id"] for question in all_questions(content)]
    sections = [section["id"] for section in content["sections"]]
    question_id, other_id = questions[one % len(questions)], questions[other % len(questions)]
    section_id = sections[other % len(sections)]
    text = {"fr": words.strip()} if words.strip() else {"en": "Words"}
    verbs: dict[str, Callable[[], Content]] = {
        "up": lambda: editing.move_question(content, question_id, "up"),
        "down": lambda: editing.move_question(content, question_id, "down"),
        "out": lambda: editing.take_out(content, question_id, known=known),
        "back": lambda: editing.bring_back(content, question_id),
        "to": lambda: editing.move_to_section(content, question_id, section_id),
        "section": lambda: editing.add_section(content, title=text, intro=None, known=known)[0],
        "section_up": lambda: editing.move_section(content, section_id, "up"),
        "drop": lambda: editing.remove_section(content, section_id),
        "always": lambda: editing.clear_condition(content, question_id),
        "when": lambda: with_condition(content, question_id, other_id, list(Comparison)[one % 3]),
        "reword": lambda: reworded(content, question_id, text, known),
        "add": lambda: with_question(
            content, section_id, list(question_types)[one % len(question_types)], words, known
        ),
    }
    return verbs[verb]()


def with_condition(content: Content, question_id: str, on: str, test: Comparison) -> Content:
    possible = editing.possible_answers(find_question(content, on)) or ("x",)
    return editing.set_condition(content, question_id, on=on, test=test, values=possible[:1])


def reworded(content: Content, question_id: str, text: dict[str, str], known: Known) -> Content:
    question = find_question(content, question_id)
    entry, _errors = QuestionForm.of(question, "en").read(question)
    return editing.change_question(content, question_id, entry | {"text": text}, known=known)


def with_question(content: Content, section_id: str, key: str, words: str, known: Known) -> Content:
    boxes = dict(QuestionForm.new(key).boxes)
    for setting in question_types[key].settings:
        if setting.is_list or setting.is_localized:
            boxes[f"set-{setting.name}-en"] = ["Alpha", "Beta", "Gamma"]
    entry, errors = QuestionForm(key, {**boxes, "text-fr": [words], "text-en": ["W"]}).read()
    assert errors == {}
    return editing.add_question(content, section_id, key, entry, known=known)[0]


@pytest.mark.parametrize("start", [EVERY_TYPE, shipped_content("mentor_application")], ids=["every type", "shipped"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=edits)
def test_no_sequence_of_edits_leaves_a_form_that_cannot_be_asked(start: Content, steps: list[Edit]) -> None:
    known = known_in([start])
    fixed = {question["id"]: question["type"] for question in all_questions(start) if question.get("fixed")}
    content, refusals = deepcopy(start), []
    for step in steps:
        before = deepcopy(content)
        try:
            after = done(content, step, known)
        except Refused as refused:
            refusals.append(refused.message % refused.named("fr"))
            after = content
        assert content == before, "an edit gives a new form and leaves the old one alone"
        content = after
        as_questionnaire(content)
        now = {question["id"]: question["type"] for question in asked(content)}
        assert fixed.items() <= now.items()
        assert known.questions <= {question["id"] for question in all_questions(content)}
        try:
            questionnaire_from(content)
        except QuestionnaireError:
            assert gaps(content), "what cannot be published says why"
        else:
            assert not [gap for gap in gaps(content) if gap.locale]
        assert [change.text("en") for change in changes(start, content)] == [] or content != start
    assert not [said for said in refusals if "%(" in said]
