"""The demo's crosswalk: the usual rows of one framework, the first of them answered as a program would."""

from mentorship_app.cli.demo.story import Story
from mentorship_app.programs import Program
from mentorship_app.reports.crosswalk import Framework
from mentorship_app.reports.crosswalk.queries import line_of, requirements_in
from mentorship_app.reports.crosswalk.services import RequirementEntry, add_usual, change_requirement

WEEK = 30


def answer_requirements(story: Story, program: Program) -> None:
    """The texts of two elements are still to be entered, as on the first day of any program."""
    now = story.at(WEEK)
    add_usual(story.session, program, Framework.CANERA, by=story.by, now=now)
    first = requirements_in(story.session, program)[0]
    line = line_of(first)
    entry = RequirementEntry(
        framework=line.framework,
        element=line.element,
        text="Here stands what the program’s edition of the standard asks.",
        evidence=line.evidence,
        link="https://example.org/policies/wellness",
        gap="The policy is renewed in June; until then the one of last year holds.",
    )
    change_requirement(story.session, first, entry, version=first.version, by=story.by, now=now)
