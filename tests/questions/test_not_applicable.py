"""The option that is no point of the scale stands apart from it, and is an answer like any other."""

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.answers import parse_answer
from mentorship_app.questions.presentation import field_view
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.types.scale import ScaleConfig

WORDS = LocalizedText(en="Words", fr="Mots")
POINTS = ((1, WORDS), (2, WORDS), (9, WORDS))


def test_it_stands_apart_and_no_other_does() -> None:
    question = Question("pace", "scale", WORDS, config=ScaleConfig(POINTS, not_applicable=9))
    options = field_view(question, "en", answer=9).controls.options
    assert [(option.value, option.apart, option.checked) for option in options] == [
        ("1", False, False),
        ("2", False, False),
        ("9", True, True),
    ]
    assert parse_answer(question, {"pace": ["9"]}) == 9


def test_a_scale_without_one_has_nothing_apart() -> None:
    question = Question("pace", "scale", WORDS, config=ScaleConfig(POINTS))
    assert not any(option.apart for option in field_view(question, "en").controls.options)
