"""What the people of the demo write and choose: made up, and the same on every machine."""

from collections.abc import Iterable
from random import Random
from typing import Any

from mentorship_app.cli.demo.people import DemoMentee, DemoMentor
from mentorship_app.instruments.definition import Instrument
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.types import question_types
from mentorship_app.surveys.contents import IN_WORDS, Contents

SEED = 20260701
_HIGHEST = 4
"""Of the levels that ratings are drawn from, whatever steps a measure offers."""
_LEFT_BLANK = 0.1
_OF_ITS_OWN = {"own_burnout_short": ""}
"""The first measure of the demo draws as it always did, so that its figures stay the same."""

_BIOS = {
    "en": "That asking early is not weakness. Three honest talks taught me more than a year of guessing.",
    "fr": "Que demander tôt n’est pas une faiblesse. Trois conversations franches valent une année de doute.",
}
_WORDS = {
    "en": "I like to think aloud, and I am better at starting things than at finishing them.",
    "fr": "J’aime réfléchir à voix haute, et je commence plus facilement que je ne termine.",
}
_GOALS = {
    "en": ("Choose a fellowship by spring", "Finish my quality-improvement project", "Find a rhythm that lasts"),
    "fr": (
        "Choisir une surspécialité d’ici le printemps",
        "Terminer mon projet d’amélioration",
        "Trouver un rythme durable",
    ),
}
_COMMENTS = (
    "More protected time for the meetings would help.",
    "Les rencontres du midi sont parfaites.",
    "It took two months before we could meet.",
    "Je ne savais pas à qui m’adresser pour changer de jumelage.",
)  # fmt: skip


BY_PHONE_ONLY = 28
"""A mentee on nights whom no mentor could meet: somebody whom matching cannot place, and says why."""


def application(mentor: DemoMentor, index: int) -> dict[str, Any]:
    """A mentor's application, by question id."""
    return {
        "department": mentor.department,
        "site": mentor.site,
        "years": 4 + index % 22,
        "languages": {"chosen": ["french", "english"] if mentor.locale == "fr" else ["english"], "own": []},
        "capacity": str(mentor.capacity),
        "hours": mentor.hours,
        "modality": ["in_person", "video"] if index % 3 else ["in_person"],
        "topics": {"chosen": list(mentor.topics), "own": []},
        "style": ("advice", "both", "questions")[index % 3],
        "free_times": ["midday", "evening"] if index % 2 else ["morning"],
        "comfort": index % 4,
        "bio": _BIOS[mentor.locale],
        "assessment_roles": ["supervisor"] if index % 7 == 3 else ["none"],
        "trained": False,
        "conduct": True,
        "agreement": True,
    }


def intake(mentee: DemoMentee, index: int) -> dict[str, Any]:
    """A mentee's intake, by question id."""
    goals = _GOALS[mentee.locale]
    return {
        "in_my_words": _WORDS[mentee.locale],
        "free_times": ["midday", "evening"] if index % 2 else ["morning"],
        "has_mentor": index % 4 == 0,
        "goal_1": goals[index % 3],
        "goal_2": goals[(index + 1) % 3],
        "topics": {"chosen": list(mentee.topics), "own": []},
        "languages": {"chosen": ["french"] if mentee.locale == "fr" else ["english"], "own": []},
        "functions": (["research"], ["career", "peer"], ["wellness"])[index % 3],
        "research": ("project", "curious", "not_now")[index % 3],
        "style": ("advice", "both", "questions")[index % 3],
        "frequency": ("fortnight", "month", "six_weeks")[index % 3],
        "modality": ["phone"] if index == BY_PHONE_ONLY else ["in_person", "video"],
        "matters_most": "topics",
        "conduct": True,
        "agreement": True,
    }


def survey(contents: Contents, person: int, wave: int) -> dict[str, Any]:
    """What somebody answers in a wave."""
    answers = {key: value for one in contents.instruments for key, value in ratings(one, person, wave).items()}
    answers |= own_questions(contents.own_questions, person, wave)
    if contents.has_comment and person % 7 == wave:
        answers["comment"] = _COMMENTS[person % len(_COMMENTS)]
    return answers


def ratings(instrument: Instrument, person: int, wave: int) -> dict[str, Any]:
    """Ratings: each person has a level of their own that eases a little over the year."""
    strain = Random(f"{SEED}:{person}").gauss(1.9, 0.7) - 0.18 * wave  # noqa: S311  made-up people need no secrecy
    drift = Random(f"{SEED}:{person}:{wave}{_OF_ITS_OWN.get(instrument.key, instrument.key)}")  # noqa: S311  likewise
    reversed_items = {item.id for item in instrument.items if item.reverse is not None}
    better_up = {item for scale in instrument.scales if scale.better == "up" for item in scale.items}
    weights = {item for scale in instrument.scales for item in scale.weights}
    answers: dict[str, Any] = {}
    for item in instrument.items:
        level = (_HIGHEST / 2 if item.id in weights else strain) + drift.gauss(0, 0.6)
        if (item.id in reversed_items) != (item.id in better_up):
            level = _HIGHEST - level
        offered = instrument.responses_to(item.id)
        steps = round(level / _HIGHEST * (offered.high - offered.low))
        answers[item.id] = min(offered.high, max(offered.low, offered.low + steps))
    return answers


def own_questions(questions: Iterable[Question], person: int, wave: int) -> dict[str, Any]:
    """Answers to the program's own questions, some of them left blank; nothing in words."""
    answers: dict[str, Any] = {}
    for question in questions:
        choose = Random(f"{SEED}:{person}:{wave}:{question.id}")  # noqa: S311  made-up people need no secrecy
        possible = question_types[question.type].possible(question.config)
        if choose.random() < _LEFT_BLANK or question.type in IN_WORDS:
            continue
        if question.type == "number":
            answers[question.id] = choose.randint(1, 8)
        elif question.type == "multiple_choice" and possible:
            answers[question.id] = [choose.choice(possible)]
        elif possible:
            answers[question.id] = choose.choice(possible)
    return answers
