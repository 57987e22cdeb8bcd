"""Whom the mentees of the demo would choose, and for whom the last two wait."""

from mentorship_app.cli.demo.story import Story
from mentorship_app.core.errors import Conflict
from mentorship_app.intake import choices, waitlists
from mentorship_app.mentoring import PairingKind

CHOOSING = 3
"""Every third mentee leaves it to the matching."""

FUNCTIONS = (PairingKind.PRIMARY, PairingKind.RESEARCH, PairingKind.CAREER)


def choose(story: Story) -> None:
    """While intake is open: two in three mentees rank one to three mentors who share most topics with them."""
    now, today = story.at(7), story.calendar.day(7)
    for index, (mentee, enrollment) in enumerate(zip(story.mentees, story.enrolled_mentees, strict=True)):
        if index % CHOOSING == CHOOSING - 1:
            continue
        order = sorted(
            range(len(story.mentors)),
            key=lambda one: (-len(set(story.mentors[one].topics) & set(mentee.topics)), (one + index) % 24),
        )
        for rank, place in enumerate(order[: 1 + index % 3]):
            mentor = story.enrolled_mentors[place]
            choices.choose(story.session, enrollment, mentor, function=FUNCTIONS[rank], now=now, today=today)


def wait(story: Story) -> None:
    """Once the others are paired: who is left waits for the first mentor without room."""
    now, today = story.at(11), story.calendar.day(11)
    for enrollment in story.enrolled_mentees[-2:]:
        for mentor in story.enrolled_mentors:
            try:
                waitlists.join(story.session, enrollment, mentor, now=now, today=today)
            except Conflict:
                continue
            break
