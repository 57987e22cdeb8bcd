"""What a letter counts and says, who gets one, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.clock import local_date
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import Actor
from mentorship_app.jobs import Job
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings.services import Held, log
from mentorship_app.mentoring.recognition import letters, notifications
from mentorship_app.mentoring.recognition.hours import Counted, service_of
from mentorship_app.mentoring.recognition.models import LetterKind, RecognitionLetter
from mentorship_app.mentoring.recognition.services import WordsEntry, choose, signer_of, write_line, write_words
from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.outbox import cancel
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.training.models import TrainingProgress
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory

BY = Actor(account_id=None, name="Ottoline Marsh")
NOW = datetime.now(UTC)
TODAY = local_date(NOW, "America/Toronto")
WORDS = WordsEntry("Corwin Halfacre", "Program Director", "Direction du programme", "With thanks <b>", "Merci <b>")


@pytest.fixture
def mentor(session: Session) -> Enrollment:  # noqa: ARG001  factories write into it
    cohort = CohortFactory(starts_on=TODAY - timedelta(days=200), ends_on=TODAY + timedelta(days=100))
    made: Enrollment = EnrollmentFactory(
        cohort=cohort, role=CohortRole.MENTOR, capacity=5, account=AccountFactory(name="Araminta Lark")
    )
    return made


def with_a_year(session: Session, mentor: Enrollment) -> None:
    """Two pairs, one group, three meetings and a module."""
    first = PairingFactory(cohort=mentor.cohort, mentor=mentor)
    second = PairingFactory(cohort=mentor.cohort, mentor=mentor, kind=PairingKind.CAREER)
    group = MentoringGroup(cohort=mentor.cohort, name="Garden", started_on=TODAY - timedelta(days=100))
    group.members = [GroupMember(enrollment=mentor), GroupMember(enrollment=first.mentee)]
    session.add(group)
    session.flush()
    for company, days, minutes in ((first, 9, 45), (second, 5, 30), (group, 3, 60)):
        held = Held(TODAY - timedelta(days=days), minutes, "video", ("exams",))
        log(session, company, CohortRole.MENTOR, held, now=NOW)
    session.add(
        TrainingProgress(
            enrollment_id=mentor.id, module_key="role", module_version=1, step="done", minutes=12, completed_at=NOW
        )
    )
    session.flush()


def test_each_meeting_counts_once_whoever_wrote_it_down(session: Session, mentor: Enrollment) -> None:
    with_a_year(session, mentor)
    pairing = PairingFactory(cohort=mentor.cohort, mentor=mentor)
    same = Held(TODAY - timedelta(days=2), 20, "video")
    log(session, pairing, CohortRole.MENTEE, same, now=NOW)
    log(session, pairing, CohortRole.MENTEE, same, now=NOW)
    choose(session, mentor, wants_letter=True, outside_hours=2.25, version=0)

    found = service_of(session, mentor, today=TODAY)

    assert (found.meetings, found.group_meetings, found.training) == (Counted(3, 95), Counted(1, 60), Counted(1, 12))
    assert (found.mentees, found.groups, found.kinds) == (3, 1, (PairingKind.PRIMARY, PairingKind.CAREER))
    assert (found.minutes, found.outside_minutes) == (167, 135)
    assert (found.starts_on, found.until) == (mentor.cohort.starts_on, TODAY)


def test_meetings_of_others_and_after_the_year_do_not_count(session: Session, mentor: Enrollment) -> None:
    other = PairingFactory(cohort=mentor.cohort)
    log(session, other, CohortRole.MENTOR, Held(TODAY - timedelta(days=2), 20, "video"), now=NOW)
    mine = PairingFactory(cohort=mentor.cohort, mentor=mentor)
    log(session, mine, CohortRole.MENTOR, Held(TODAY, 20, "video"), now=NOW)
    mentor.cohort.ends_on = TODAY - timedelta(days=1)
    assert service_of(session, mentor, today=TODAY).minutes == 0


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_letter_of_hours_names_no_mentee_and_no_topic(session: Session, mentor: Enrollment, locale: str) -> None:
    with_a_year(session, mentor)
    write_words(session, mentor.cohort, WORDS, version=0, by=BY, now=NOW)
    html = letters.page_of(letters.letter_of(session, mentor, locale, today=TODAY), LetterKind.HOURS, locale, on=TODAY)
    assert "Araminta Lark" in html
    assert "Corwin Halfacre" in html
    assert ("Program Director" in html, "Direction du programme" in html) == (locale == "en", locale == "fr")
    assert "1\u00a0h\u00a015\u00a0min" in html
    assert "2\u00a0h\u00a027\u00a0min" in html, "all that was recorded"
    for pairing_name in [row.account.name for row in session.scalars(select(Enrollment)) if row.id != mentor.id]:
        assert pairing_name not in html
    assert "exam" not in html.lower()
    assert "Garden" not in html


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_page_of_thanks_holds_both_lines_as_text(session: Session, mentor: Enrollment, locale: str) -> None:
    write_words(session, mentor.cohort, WORDS, version=0, by=BY, now=NOW)
    write_line(session, mentor, "You stayed <late>", version=0)
    html = letters.page_of(letters.letter_of(session, mentor, locale, today=TODAY), LetterKind.THANKS, locale, on=TODAY)
    assert "You stayed &lt;late&gt;" in html
    assert ("With thanks &lt;b&gt;" if locale == "en" else "Merci &lt;b&gt;") in html


def test_minutes_are_said_as_hours_and_minutes() -> None:
    assert [letters.hours_text(minutes) for minutes in (0, 59, 60, 125)] == [
        "0\u00a0min",
        "59\u00a0min",
        "1\u00a0h\u00a000\u00a0min",
        "2\u00a0h\u00a005\u00a0min",
    ]


def test_all_are_prepared_in_one_go_but_for_whoever_wants_none(session: Session, mentor: Enrollment) -> None:
    mentor.account.locale = "fr"
    unwilling = EnrollmentFactory(cohort=mentor.cohort, role=CohortRole.MENTOR)
    choose(session, unwilling, wants_letter=False, outside_hours=0, version=0)

    assert letters.prepare_all(session, mentor.cohort, by=BY, now=NOW) == 1
    assert letters.prepare_all(session, mentor.cohort, by=BY, now=NOW) == 0, "it is under way"

    rows = session.scalars(select(RecognitionLetter)).all()
    assert {(row.enrollment_id, row.kind, row.locale) for row in rows} == {
        (mentor.id, LetterKind.HOURS, "fr"),
        (mentor.id, LetterKind.THANKS, "fr"),
    }
    assert [job.kind for job in session.scalars(select(Job))] == [letters.DRAW_ALL]


def test_only_those_with_drawn_letters_are_told_and_only_once(session: Session, mentor: Enrollment) -> None:
    cohort = mentor.cohort
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    letters.prepare_all(session, cohort, by=BY, now=NOW)
    assert notifications.tell(session, cohort, by=BY, now=NOW) == 0
    for row in letters.letters_of(session, mentor):
        row.pdf, row.drawn_at = b"%PDF", NOW
    session.flush()

    assert notifications.tell(session, cohort, by=BY, now=NOW) == 1
    assert notifications.tell(session, cohort, by=BY, now=NOW + timedelta(days=1)) == 0
    [mail] = session.scalars(select(OutboxMessage)).all()
    assert (mail.kind, mail.to_email, mail.context) == (
        "recognition_ready",
        mentor.account.email,
        {"enrollment": str(mentor.id)},
    )
    assert mail.not_before > NOW
    cancel(session, mail)
    assert [one.id for one in notifications.to_tell(session, cohort)] == [mentor.id], "it was taken back"


@pytest.mark.parametrize("hours", [-1, 501, float("nan")])
def test_declared_hours_have_an_end(session: Session, mentor: Enrollment, hours: float) -> None:
    with pytest.raises(FieldError):
        choose(session, mentor, wants_letter=True, outside_hours=hours, version=0)


def test_two_writers_of_the_words_do_not_overwrite_each_other(session: Session, mentor: Enrollment) -> None:
    write_words(session, mentor.cohort, WORDS, version=0, by=BY, now=NOW)
    with pytest.raises(Conflict):
        write_words(session, mentor.cohort, WORDS, version=0, by=BY, now=NOW)


def test_next_year_begins_with_whoever_signed_last(session: Session, mentor: Enrollment) -> None:
    write_words(session, mentor.cohort, WORDS, version=0, by=BY, now=NOW)
    following = CohortFactory(
        program=mentor.cohort.program, starts_on=date(TODAY.year + 1, 7, 1), ends_on=date(TODAY.year + 2, 6, 30)
    )
    assert signer_of(session, following) == ("Corwin Halfacre", "Program Director", "Direction du programme")
    assert signer_of(session, CohortFactory()) == ("", "", "")
