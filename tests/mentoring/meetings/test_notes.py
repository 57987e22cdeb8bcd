"""What one keeps for oneself opens for its author alone, and goes with them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.models import MeetingNote
from mentorship_app.mentoring.meetings.notes import LONGEST, NOTHING, OwnNote, keep, note_of
from mentorship_app.mentoring.models import Pairing
from mentorship_app.privacy.sealing import SealBroken, meetings_key_name
from mentorship_app.programs.withdrawal import withdraw
from tests.factories.meetings import met
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT

SECRET = OwnNote("I cried after the night shift.", 5)


@pytest.fixture
def pairing(store: Session) -> Pairing:
    made: Pairing = PairingFactory()
    store.flush()
    return made


@pytest.fixture
def meeting(store: Session, pairing: Pairing) -> Meeting:
    return met(store, pairing, pairing.started_on)


def test_a_note_opens_for_its_author_alone(
    store: Session, keyring: Keyring, pairing: Pairing, meeting: Meeting
) -> None:
    keep(store, keyring, meeting, pairing.mentee, SECRET)
    assert note_of(store, keyring, meeting, pairing.mentee) == SECRET
    assert note_of(store, keyring, meeting, pairing.mentor) == NOTHING
    (row,) = store.scalars(select(MeetingNote))
    assert b"cried" not in row.sealed
    row.enrollment_id = pairing.mentor_id
    row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    with pytest.raises(SealBroken):
        note_of(store, keyring, meeting, pairing.mentor)


def test_all_notes_are_of_one_size_and_an_empty_one_is_none(
    store: Session, keyring: Keyring, pairing: Pairing, meeting: Meeting
) -> None:
    keep(store, keyring, meeting, pairing.mentee, OwnNote("a"))
    keep(store, keyring, meeting, pairing.mentor, OwnNote("é\U0001f600" * (LONGEST // 2), 1))
    assert len({len(row.sealed) for row in store.scalars(select(MeetingNote))}) == 1
    keep(store, keyring, meeting, pairing.mentee, OwnNote("  "))
    assert len(store.scalars(select(MeetingNote)).all()) == 1
    with pytest.raises(FieldError):
        keep(store, keyring, meeting, pairing.mentee, OwnNote("x" * (LONGEST + 1)))


def test_notes_go_with_their_author_and_the_meeting_stays(
    store: Session, keyring: Keyring, pairing: Pairing, meeting: Meeting
) -> None:
    keep(store, keyring, meeting, pairing.mentee, SECRET)
    keep(store, keyring, meeting, pairing.mentor, OwnNote("Mine"))
    assert keyring.has(meetings_key_name(pairing.cohort.program_id))
    withdraw(store, pairing.mentee, by=SYSTEM, now=MOMENT)
    (left,) = store.scalars(select(MeetingNote))
    assert left.enrollment_id == pairing.mentor_id
    assert store.get(Meeting, meeting.id) is meeting
