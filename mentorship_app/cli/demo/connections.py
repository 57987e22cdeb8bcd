"""People of the demo who stay in touch from an earlier year, and one who asks for somebody in their team."""

from datetime import timedelta

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.connections import Connection
from mentorship_app.mentoring.team import services as team

MENTEE = "Wren Ito"
MENTORS = ("Ottoline Marsh", "Idris Calloway")
ASKS = 7
"""The place on the list of the mentee who asks for a research mentor."""


def stay_in_touch(story: Story) -> None:
    """Two mentors of a year whose records are gone: connections outlive them."""
    mentee = next(one.account for one in story.enrolled_mentees if one.account.name == MENTEE)
    for number, one in enumerate(story.enrolled_mentors):
        if one.account.name not in MENTORS:
            continue
        first, second = sorted((mentee, one.account), key=lambda account: account.id)
        story.session.add(
            Connection(
                first_id=first.id,
                second_id=second.id,
                first_contact=first.email,
                second_contact=second.email,
                since=story.calendar.starts_on - timedelta(days=40 + number),
            )
        )
    story.session.flush()


def ask_for_more(story: Story) -> None:
    """One press on the page of the team, last week."""
    mentee = story.enrolled_mentees[ASKS]
    team.ask(story.session, mentee, PairingKind.RESEARCH, now=story.at(WEEKS_GONE - 1))
