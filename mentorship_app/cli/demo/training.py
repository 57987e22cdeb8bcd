"""Modules that are required in the demo, and who of it went through them."""

from mentorship_app.cli.demo.story import Story
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.training import own_modules, sealed, services
from mentorship_app.training.definition import DONE, Module
from mentorship_app.training.library import modules
from mentorship_app.training.own_modules import OwnText
from mentorship_app.training.requirements import require

REQUIRED = {CohortRole.MENTOR: ("role", "distress"), CohortRole.MENTEE: ("leading",)}
BEHIND = 4
"""Every fourth person has not come to it yet."""


def learn(story: Story, cohort: Cohort) -> None:
    """In autumn most people go through what is required; one mentor reads on, and one stops in the middle."""
    by_key = {module.key: module for module in modules()}
    for role, keys in REQUIRED.items():
        for key in keys:
            require(story.session, cohort, by_key[key], role, required=True, by=story.by, now=story.at(9))
    everybody = {CohortRole.MENTOR: story.enrolled_mentors, CohortRole.MENTEE: story.enrolled_mentees}
    for role, people in everybody.items():
        for index, person in enumerate(people):
            if index % BEHIND == BEHIND - 1:
                continue
            for key in REQUIRED[role]:
                _go_through(story, person, by_key[key], choice=index)
    first = story.enrolled_mentors[0]
    _go_through(story, first, by_key["listening"], choice=0)
    words = "I answer too fast. Next time I count to four before I speak."
    sealed.reflect(story.session, story.keyring, first, "listening", words)
    services.go_on(story.session, first, by_key["feedback"], "section-1", now=story.at(12))
    _write_own(story, cohort)


def _go_through(story: Story, person: Enrollment, module: Module, *, choice: int) -> None:
    step, now = module.steps[0], story.at(10)
    while step != DONE:
        question = module.question(step)
        if question is not None:
            taken = str(choice % len(question.choices))
            services.answer(story.session, person, module, question, taken, now=now)
        step = services.go_on(story.session, person, module, step, now=now)


def _write_own(story: Story, cohort: Cohort) -> None:
    text = OwnText(
        title_en="Mentoring at Northmere",
        title_fr="Le mentorat à Northmere",
        text_en="## Where to meet\nThe **library café** opens at seven. Room 4 can be booked for half an hour.\n\n"
        "## Whom to ask\n- The coordinator, for anything about the program\n"
        "- The ombuds office, when something went wrong",
        text_fr="## Où se rencontrer\nLe **café de la bibliothèque** ouvre à sept heures. La salle 4 se réserve "
        "pour une demi-heure.\n\n## À qui demander\n- À la coordination, pour tout ce qui touche le programme\n"
        "- Au bureau de l’ombudsman, quand quelque chose s’est mal passé",
        for_mentors=True,
        for_mentees=True,
        shown=True,
    )
    own_modules.write(story.session, cohort.program, text, by=story.by, now=story.at(9))
