"""What people of the demo asked of their coordinator: somebody would like another pair."""

from sqlalchemy import select

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.forms.services import pin
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.rematch import services as rematch
from mentorship_app.mentoring.rematch.confidence import FORM

ASKS = 15
"""The place on the list of the mentee who would like another pair."""


def ask_for_another(story: Story) -> None:
    """Asked last week, with a reason that the coordinator may read; nobody else learns of it."""
    now = story.at(WEEKS_GONE - 1)
    person = story.enrolled_mentees[ASKS]
    pairing = story.session.scalars(select(Pairing).where(Pairing.mentee_id == person.id)).one()
    version = pin(story.session, person.cohort.program, FORM, now=now)
    words = "Somebody who does research beside the wards, and who can meet in the evening."
    rematch.ask(
        story.session,
        story.keyring,
        pairing,
        person,
        {"reason": "schedule", "change": words, "urgent": False},
        form_version=version,
        reason_is_told=True,
        now=now,
    )
