"""How the pairs of the demo were published, and who said yes. They were made one by one; this tells them as one."""

from datetime import timedelta

from sqlalchemy import select

from mentorship_app.cli.demo.story import Story
from mentorship_app.core import clock
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.models import MatchPublication, PublicationPairing
from mentorship_app.matching.scoring import stored_reasons
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.acceptance import reply_to
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.messaging import UNDO
from mentorship_app.programs import Cohort, CohortRole

PAIRED_IN = 11
DAYS = timedelta(days=7)
SILENT = 8
"""The place of the pair whose mentor has not answered to this day."""


def tell(story: Story, cohort: Cohort) -> None:
    """One publication of all pairs; both sides of each said yes within a few days, but for one mentor."""
    now = story.at(PAIRED_IN)
    day = clock.local_date(now, cohort.program.timezone)
    publication = MatchPublication(
        cohort=cohort,
        kind=PairingKind.PRIMARY,
        draft_version=0,
        published_by=story.by.name,
        undo_until=now + UNDO,
        accept_by=day + DAYS,
        told_at=now + DAYS + timedelta(days=1),
        created_at=now,
    )
    places = {mentee.id: place for place, mentee in enumerate(story.enrolled_mentees)}
    found = story.session.scalars(select(Pairing).where(Pairing.cohort_id == cohort.id))
    made = sorted(found, key=lambda pairing: places[pairing.mentee_id])
    facts = gather(story.session, cohort, PairingKind.PRIMARY, today=day)
    settings, _version = settings_of_cohort(story.session, cohort)
    for pairing in made:
        mentee, mentor = facts.mentee[pairing.mentee.public_id], facts.mentor[pairing.mentor.public_id]
        pairing.accept_by, pairing.reasons = publication.accept_by, stored_reasons(facts, settings, mentee, mentor)
        story.session.add(PublicationPairing(publication=publication, pairing=pairing, ended=False))
    story.session.flush()
    _answer(story, made)


def _answer(story: Story, made: list[Pairing]) -> None:
    silent = story.enrolled_mentees[SILENT].id
    for number, pairing in enumerate(made):
        for side in CohortRole:
            if side is CohortRole.MENTOR and pairing.mentee_id == silent:
                continue
            said_at = story.at(PAIRED_IN) + timedelta(days=1 + number % 3, hours=side is CohortRole.MENTOR)
            reply_to(story.session, pairing, side, PairingReply.ACCEPTED, now=said_at)
