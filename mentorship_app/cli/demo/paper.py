"""The demo's sheets of paper: where they are put, and a librarian who types them in."""

from uuid import UUID

from mentorship_app.cli.demo.people import address_of
from mentorship_app.cli.demo.story import Story
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.paper import services

TYPIST = "Quillon Farthingale"


def offer(story: Story, wave_id: UUID, *, week: int) -> None:
    """Sheets for an open wave."""
    wave = story.session.get_one(Wave, wave_id)
    services.set_place(
        story.session,
        wave,
        en="The locked box beside the library desk, floor 2",
        fr="La boîte verrouillée près du comptoir de la bibliothèque, 2e étage",
    )
    now = story.at(week)
    services.open_entry(story.session, wave, name=TYPIST, email=address_of(TYPIST), locale="en", by=story.by, now=now)
