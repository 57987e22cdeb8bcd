"""What people of the demo asked of their coordinator, and the check-in that runs."""

from typing import Any

from sqlalchemy import select

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.forms.services import pin
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.checkins import services as check_ins
from mentorship_app.mentoring.checkins.models import CheckInKind
from mentorship_app.mentoring.checkins.planning import OPEN_FOR, plan
from mentorship_app.mentoring.rematch import services as rematch
from mentorship_app.mentoring.rematch.confidence import FORM
from mentorship_app.programs import Cohort

ASKS = 15
"""The place on the list of the mentee who would like another pair."""
HELP_FOR = 10
"""The one who asks for help at the check-in."""


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


def check_in(story: Story, cohort: Cohort) -> None:
    """A check-in that runs since last week: two thirds of both sides answered, and one of them asks for help."""
    now = story.at(WEEKS_GONE - 1)
    opens_on = story.calendar.day(WEEKS_GONE - 1)
    made = plan(
        story.session,
        cohort,
        CheckInKind.MID_YEAR,
        opens_on=opens_on,
        closes_on=opens_on + 2 * OPEN_FOR,
        version=0,
        now=now,
    )
    check_ins.ask_everybody(story.session, made, version=made.version, by=story.by, now=now)
    places = {person.id: place for place, person in enumerate(story.enrolled_mentees)}
    for pairing in story.session.scalars(select(Pairing).where(Pairing.cohort_id == cohort.id)):
        place = places[pairing.mentee_id]
        for shift, person in enumerate((pairing.mentee, pairing.mentor)):
            if (place + shift) % 3 == 0:
                continue
            fit = 6 + (place * 3 + shift) % 5
            said: dict[str, Any] = {"met": place % 7 != 0, "fit": fit, "want_help": False, "want_change": False}
            if place == HELP_FOR and not shift:
                said |= {"want_help": True, "message": "We never find a time. Could you suggest one?"}
            check_ins.answer(story.session, story.keyring, made, pairing, person, said, now=now)
