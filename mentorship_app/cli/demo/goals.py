"""Goals: most mentees set one and shared it, some follow theirs closely, some keep one to themselves."""

from datetime import timedelta
from typing import Any

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.mentoring.goals import services
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.programs import Enrollment

FOLLOWS = 2
"""The place of the mentee as whom the demo is looked at: several goals, one of them private."""
WITHOUT = frozenset({5, 9, 17, 22, 27})
_MARKS = ((16, 2), (20, 3), (24, 5), (29, 6), (34, 7))
"""Progress by week of the year."""

_Words = dict[str, str]
_SHARED: tuple[dict[str, _Words], ...] = (
    {
        "en": {
            "goal": "Lead a code without losing the thread",
            "why": "I know the steps and still look for somebody to take over.",
            "area": "clinical",
            "done_when": "I led three, and the team says they knew what came next.",
            "first_step": "Watch two debriefings and write down who says what",
            "further_steps": "Lead one in simulation\nLead one on the ward with backup\nAsk the nurses for feedback",
            "support": "A mentor who was there, and the simulation team",
        },
        "fr": {
            "goal": "Mener une réanimation sans perdre le fil",
            "why": "Je connais les étapes et je cherche encore quelqu’un pour prendre le relais.",
            "area": "clinical",
            "done_when": "J’en ai mené trois, et l’équipe dit qu’elle savait ce qui venait ensuite.",
            "first_step": "Assister à deux débreffages et noter qui dit quoi",
            "further_steps": "En mener une en simulation\nEn mener une au service, avec du renfort\nDemander un retour",
            "support": "Une personne qui l’a vécu, et l’équipe de simulation",
        },
    },
    {
        "en": {
            "goal": "Submit one abstract to the spring meeting",
            "why": "I want to find out whether I like research.",
            "area": "research",
            "first_step": "Choose one of my two questions",
            "further_steps": "Find a supervisor\nPull the charts\nWrite 250 words",
        },
        "fr": {
            "goal": "Soumettre un résumé au congrès du printemps",
            "why": "Je veux savoir si la recherche me plaît.",
            "area": "research",
            "first_step": "Choisir l’une de mes deux questions",
            "further_steps": "Trouver un encadrement\nSortir les dossiers\nÉcrire 250 mots",
        },
    },
    {
        "en": {
            "goal": "Decide between a fellowship and general practice by spring",
            "area": "career",
            "first_step": "Spend one day with somebody in each",
            "further_steps": "Write down what gave me energy",
        },
        "fr": {
            "goal": "Choisir avant le printemps entre surspécialité et pratique générale",
            "area": "career",
            "first_step": "Passer une journée avec une personne de chaque milieu",
            "further_steps": "Noter ce qui m’a donné de l’énergie",
        },
    },
)
_PRIVATE: dict[str, _Words] = {
    "en": {
        "goal": "Say no to one extra shift a month",
        "why": "I say yes before I have thought about it.",
        "area": "life",
        "first_step": "Answer every request with: I will tell you tomorrow",
    },
    "fr": {
        "goal": "Refuser une garde supplémentaire par mois",
        "why": "Je dis oui avant d’y avoir réfléchi.",
        "area": "life",
        "first_step": "Répondre à chaque demande : je vous le dis demain",
    },
}
_REFLECTION = {
    "en": "It was less about the steps than about saying them aloud.",
    "fr": "Il s’agissait moins des étapes que de les dire à voix haute.",
}


def set_goals(story: Story) -> None:
    """In the weeks after the first meeting; those who follow theirs mark how far they have come."""
    paired = story.enrolled_mentees[:-2]
    for place, mentee in enumerate(paired):
        if place in WITHOUT:
            continue
        goal = _set(story, mentee, _SHARED[place % len(_SHARED)], week=13 + place % 4, due=30 + place % 20)
        if place % 3 == FOLLOWS:
            _follow(story, goal, _MARKS[: 2 + place % 4])
    _of_the_one_who_is_looked_at(story, story.enrolled_mentees[FOLLOWS])


def _of_the_one_who_is_looked_at(story: Story, mentee: Enrollment) -> None:
    """A second one under way, one that is reached and thought over, and one that nobody else knows of."""
    steady = _set(story, mentee, _SHARED[0], week=14, due=WEEKS_GONE + 8)
    _follow(story, steady, _MARKS)
    steps = _SHARED[0][mentee.account.locale]
    for text in (steps["first_step"], steps["further_steps"].splitlines()[0]):
        services.tick(story.session, story.keyring, steady, text, done=True)
    reached = _set(story, mentee, _SHARED[1], week=13, due=28)
    services.settle(story.session, reached, GoalStatus.REACHED)
    words = _REFLECTION[mentee.account.locale]
    services.reflect(story.session, story.keyring, reached, words, shared=True, version=reached.version)
    private = _set(story, mentee, _PRIVATE, week=26, shared=False)
    _follow(story, private, ((28, 1), (33, 4)))


def _set(
    story: Story,
    mentee: Enrollment,
    words: dict[str, _Words],
    *,
    week: int,
    due: int | None = None,
    shared: bool = True,
) -> Goal:
    answers: dict[str, Any] = dict(words[mentee.account.locale])
    if due is not None:
        answers["due_on"] = story.calendar.day(due).isoformat()
    return services.set_goal(story.session, story.keyring, mentee, answers, shared=shared, now=story.at(week))


def _follow(story: Story, goal: Goal, marks: tuple[tuple[int, int], ...]) -> None:
    for week, value in marks:
        day = story.calendar.day(week) + timedelta(days=2)
        services.note_progress(story.session, story.keyring, goal, value, on=day)
