"""What people confide in a program, each thing with a word that stands nowhere else, and who may read it."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import SYSTEM, Actor, StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.models import FormVersion
from mentorship_app.forms.services import publish, save_draft, start_draft
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.checkins import services as check_ins
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInKind
from mentorship_app.mentoring.checkins.planning import plan
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.goals import services as goals
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import Meeting, notes
from mentorship_app.mentoring.meetings import services as meetings
from mentorship_app.mentoring.meetings.notes import OwnNote
from mentorship_app.mentoring.rematch import services as rematch
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.programs import CohortRole, Enrollment, Program
from mentorship_app.programs.outside.person import ContactEntry, name_contact_person
from mentorship_app.programs.outside.requests import ContactWords, ask_for_contact
from mentorship_app.programs.slots.services import SlotEntry, offer_slot, take_slot
from mentorship_app.training import RatingMoment, sealed
from tests.factories import EnrollmentFactory, StaffGrantFactory
from tests.factories.agreements import proposed
from tests.factories.goals import planned
from tests.factories.mentoring import PairingFactory
from tests.kit.programs import FullProgram

MENTEE, MENTOR = frozenset({"mentee"}), frozenset({"mentor"})
PAIR = MENTEE | MENTOR
OUTSIDE = ContactEntry("Odile Farrow", "ombudsperson", "protectrice", "odile@example.org")
BY = Actor(None, "Somebody")


@dataclass(frozen=True)
class Confided:
    """One thing. ``sealed``: in the database it is nowhere to be read without a key of the key file."""

    what: str
    word: str
    readers: frozenset[str]
    at: str
    """The page on which its owner, the first of ``readers`` who wrote it, reads it; empty where there is none."""
    sealed: bool = True

    @property
    def owner(self) -> str:
        return "mentor" if self.readers == MENTOR else "mentee"


@dataclass(frozen=True)
class Secrets:
    """Everything confided, and the people around it."""

    things: tuple[Confided, ...]
    others: dict[str, Account]
    check_in: CheckIn
    pairing: Pairing


def others_around(store: Session, program: FullProgram) -> dict[str, Account]:
    """A second mentor of the mentee and another mentee, both in a group with the pair; staff and people elsewhere."""
    cohort = program.cohort
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    mentee = EnrollmentFactory(cohort=cohort)
    PairingFactory(cohort=cohort, mentor=mentor, mentee=program.mentee, kind=PairingKind.CAREER)
    PairingFactory(cohort=cohort, mentor=program.mentor, mentee=mentee)
    group = store.scalars(select(MentoringGroup).where(MentoringGroup.cohort_id == cohort.id)).first()
    assert group
    group.members += [GroupMember(enrollment=mentor), GroupMember(enrollment=mentee)]
    elsewhere = EnrollmentFactory()
    other_coordinator = StaffGrantFactory(program_id=elsewhere.cohort.program_id).account
    administrator = StaffGrantFactory(role=StaffRole.ADMINISTRATOR).account
    store.flush()
    return {
        "other mentor": mentor.account,
        "other mentee": mentee.account,
        "stranger": elsewhere.account,
        "coordinator elsewhere": other_coordinator,
        "administrator": administrator,
    }


def asking_more(store: Session, program: Program, key: str, *, now: datetime) -> FormVersion:
    """The form with a question of the program's own, ``own_words``, which people answer in words."""
    draft = start_draft(store, program, key, by=BY, now=now)
    content = deepcopy(draft.content)
    question = {"id": "own_words", "type": "long_text", "optional": True}
    content["sections"][0]["questions"].append(question | {"text": {"en": "In your words", "fr": "En vos mots"}})
    save_draft(store, draft, content, version=draft.version)
    publish(store, draft, version=draft.version, by=BY, now=now)
    return draft


def confide(store: Session, keyring: Keyring, program: FullProgram) -> Secrets:
    """The mentee and the mentor of ``program`` confide whatever can be confided; committed."""
    now = datetime.now(UTC)
    mentee, mentor = program.mentee, program.mentor
    others = others_around(store, program)
    pairing = store.scalars(select(Pairing).where(Pairing.public_id == program.parts["pairs"])).one()
    check_in, answer = _check_in(store, keyring, pairing, now=now)
    things = (
        *_notes(store, keyring, program, pairing),
        *_goals(store, keyring, program),
        *_agreed(store, pairing, now=now),
        _reflection(store, keyring, program),
        _not_to_be_matched(store, mentee, now=now),
        _rematch(store, keyring, pairing, now=now),
        _contact(store, keyring, mentor.cohort.program, mentee, now=now),
        answer,
    )
    store.commit()
    return Secrets(things, others, check_in, pairing)


def _notes(store: Session, keyring: Keyring, program: FullProgram, pairing: Pairing) -> list[Confided]:
    """What each side keeps for itself about a meeting, and the place of it, which both read."""
    meeting = store.scalars(select(Meeting).where(Meeting.public_id == program.parts["meetings"])).one()
    notes.keep(store, keyring, meeting, program.mentee, OwnNote("I felt Quollnote small", 2))
    notes.keep(store, keyring, meeting, program.mentor, OwnNote("They need Numbatnote rest", 4))
    day = (datetime.now(UTC) + timedelta(days=9)).date()
    wanted = meetings.Plan(day, time(9), 30, "video", "Room Kowariplace")
    coming = meetings.plan(store, pairing, CohortRole.MENTEE, wanted, now=datetime.now(UTC))
    at = f"/meetings/{meeting.public_id}"
    return [
        Confided("a private note of a mentee", "Quollnote", MENTEE, at),
        Confided("a private note of a mentor", "Numbatnote", MENTOR, at),
        Confided("where a pair meets", "Kowariplace", PAIR, f"/meetings/{coming.public_id}", sealed=False),
    ]


def _goals(store: Session, keyring: Keyring, program: FullProgram) -> list[Confided]:
    """A goal kept private, and a shared one with a reflection kept private."""
    private = planned(store, keyring, program.mentee, "Find my Possumgoal", shared=False)
    goals.reflect(store, keyring, private, "It is a Gliderthought", shared=False, version=private.version)
    shared = planned(store, keyring, program.mentee, "Write one paper", shared=True)
    goals.reflect(store, keyring, shared, "It was a Cuscusthought", shared=False, version=shared.version)
    program.parts["goals"] = private.public_id
    return [
        Confided("a private goal", "Possumgoal", MENTEE, f"/goals/{private.public_id}"),
        Confided("the reflection on a private goal", "Gliderthought", MENTEE, f"/goals/{private.public_id}"),
        Confided("a private reflection on a shared goal", "Cuscusthought", MENTEE, f"/goals/{shared.public_id}"),
    ]


def _agreed(store: Session, pairing: Pairing, *, now: datetime) -> list[Confided]:
    proposed(store, pairing, CohortRole.MENTEE, now=now, off_limits="My Bilbytopic")
    at = f"/pair/{pairing.public_id}/agreement"
    return [Confided("a topic that is off limits in an agreement", "Bilbytopic", PAIR, at, sealed=False)]


def _reflection(store: Session, keyring: Keyring, program: FullProgram) -> Confided:
    key = program.parts["training"]
    sealed.reflect(store, keyring, program.mentee, key, "I am a Dunnartthought")
    sealed.rate(store, keyring, program.mentee, RatingMoment.BEFORE, dict.fromkeys(sealed.skills(), 1))
    return Confided("a reflection on the training", "Dunnartthought", MENTEE, f"/training/{key}/reflection")


def _not_to_be_matched(store: Session, mentee: Enrollment, *, now: datetime) -> Confided:
    ask_not_to_be_matched(store, mentee, typed_name="Bettongname Person", now=now)
    return Confided("whom somebody asked not to be matched with", "Bettongname", MENTEE, "/conflicts", sealed=False)


def _rematch(store: Session, keyring: Keyring, pairing: Pairing, *, now: datetime) -> Confided:
    """Asked anew, with a reason that the coordinator may not read."""
    earlier = store.scalars(select(RematchRequest)).one()
    rematch.take_back(store, earlier, now=now)
    version = asking_more(store, pairing.cohort.program, "rematch_request", now=now)
    words = {"reason": "interests", "own_words": "A Wombatreason", "change": "Somebody who answers"}
    rematch.ask(store, keyring, pairing, pairing.mentee, words, form_version=version, reason_is_told=False, now=now)
    return Confided("a hidden reason for another pair", "Wombatreason", MENTEE, f"/pair/{pairing.public_id}/another")


def _check_in(store: Session, keyring: Keyring, pairing: Pairing, *, now: datetime) -> tuple[CheckIn, Confided]:
    asking_more(store, pairing.cohort.program, "midpoint_checkin", now=now)
    today = now.date()
    last, kind = today + timedelta(days=14), CheckInKind.MID_YEAR
    asked = plan(store, pairing.cohort, kind, opens_on=today, closes_on=last, version=0, now=now)
    check_ins.ask_everybody(store, asked, version=asked.version, by=SYSTEM, now=now)
    said = {"met": True, "fit": 2, "own_words": "A Bandicootanswer", "want_help": False, "want_change": False}
    check_ins.answer(store, keyring, asked, pairing, pairing.mentee, said, now=now)
    at = f"/check-ins/{asked.public_id}/{pairing.public_id}"
    return asked, Confided("an answer to a check-in", "Bandicootanswer", MENTEE, at)


def _contact(store: Session, keyring: Keyring, program: Program, mentee: Enrollment, *, now: datetime) -> Confided:
    """A message to the person outside the program, who also offers slots; the mentee takes one."""
    name_contact_person(store, program, OUTSIDE, version=0, by=BY, now=now)
    ask_for_contact(store, program, ContactWords("555-0142", words="I am Potoroowords"), keyring=keyring, now=now)
    entry = SlotEntry((now + timedelta(days=3)).date(), time(14, 30), 30, "Room 12")
    take_slot(store, offer_slot(store, program, entry, now=now), mentee, now=now)
    return Confided("a message to the person outside", "Potoroowords", frozenset({"outside"}), "")
