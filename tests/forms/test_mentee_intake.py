"""The shipped intake form keeps its promises."""

from mentorship_app.forms.library import shipped
from mentorship_app.questions.answers import missing
from mentorship_app.questions.questionnaire import Readers
from mentorship_app.questions.types.chips import ChipsConfig
from tests.factories.intake import FULL_INTAKE

FORM = shipped("mentee_intake")


def test_sections_are_those_of_the_task_list() -> None:
    assert [section.id for section in FORM.sections] == ["about", "goals", "preferences", "consent"]


def test_private_answers_are_not_for_the_mentor() -> None:
    shown = {question.id for question in FORM.questions() if question.readers.include(Readers.MATCH)}
    assert {"has_mentor", "career", "style", "matters_most", "accommodations", "agreement"}.isdisjoint(shown)
    assert {"in_my_words", "goal_1", "topics"} <= shown


def test_topics_and_languages_are_those_of_the_mentor_application() -> None:
    application = shipped("mentor_application")
    for name in ("topics", "languages"):
        asked, offered = FORM.question(name).config, application.question(name).config
        assert isinstance(asked, ChipsConfig)
        assert isinstance(offered, ChipsConfig)
        assert asked.options == offered.options


def test_the_answers_of_the_factory_are_complete() -> None:
    assert missing(FORM, FULL_INTAKE) == ()
