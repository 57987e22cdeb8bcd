"""The shipped intake form keeps its promises."""

from mentorship_app.intake import forms
from mentorship_app.intake.visibility import MENTOR_READS
from mentorship_app.questions.answers import missing
from mentorship_app.questions.types.chips import ChipsConfig
from mentorship_app.recruitment import forms as application_forms
from tests.factories.intake import FULL_INTAKE

FORM = forms.questionnaire(*forms.CURRENT)


def test_sections_are_those_of_the_task_list() -> None:
    assert [section.id for section in FORM.sections] == ["about", "goals", "preferences", "consent"]


def test_every_section_says_who_reads_it_in_both_languages() -> None:
    assert all(section.intro and section.intro.en and section.intro.fr for section in FORM.sections)


def test_every_answer_that_a_mentor_reads_belongs_to_a_question() -> None:
    assert {question.id for question in FORM.questions()} >= MENTOR_READS


def test_private_answers_are_not_for_the_mentor() -> None:
    assert {"please_not", "has_mentor", "career", "style", "matters_most", "agreement"}.isdisjoint(MENTOR_READS)


def test_topics_and_languages_are_those_of_the_mentor_application() -> None:
    application = application_forms.questionnaire(*application_forms.CURRENT)
    for name in ("topics", "languages"):
        asked, offered = FORM.question(name).config, application.question(name).config
        assert isinstance(asked, ChipsConfig)
        assert isinstance(offered, ChipsConfig)
        assert asked.options == offered.options


def test_the_answers_of_the_factory_are_complete() -> None:
    assert missing(FORM, FULL_INTAKE) == ()
