"""The demo's letters to mentors, tasks with owners, and numbers that mentees gave."""

from datetime import timedelta

from sqlalchemy import select

from mentorship_app.accounts import StaffGrant
from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.people import VIEWER
from mentorship_app.cli.demo.story import Story
from mentorship_app.core.identity import StaffRole
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.recognition import feedback, letters
from mentorship_app.mentoring.recognition.models import LetterKind, MentorFeedback
from mentorship_app.mentoring.recognition.services import WordsEntry, choose, write_line, write_words
from mentorship_app.programs import Cohort
from mentorship_app.programs.year import YearTask

WANTS_NONE = 3
"""The place on the list of a mentor who wants no letter."""
OF_THE_DIRECTOR = ("agree_resources", "review_last_year", "build_report")
WORDS = WordsEntry(
    leader_name=VIEWER[0],
    leader_role_en="Program Director, Internal Medicine",
    leader_role_fr="Direction du programme, médecine interne",
    thanks_en="On the last Friday of the year there is lunch in the garden, and a chair with your name.",
    thanks_fr="Le dernier vendredi de l’année, un dîner vous attend au jardin, avec une chaise à votre nom.",
)


def recognise(story: Story, cohort: Cohort) -> None:
    """Letters and a number of earlier years for the first mentor; two thirds of the mentees gave one this year."""
    session, now = story.session, story.at(WEEKS_GONE - 2)
    write_words(session, cohort, WORDS, version=0, by=story.by, now=now)
    first = story.enrolled_mentors[0]
    write_line(session, first, "You stayed for every orientation, and nobody had asked you to.", version=0)
    choose(session, first, wants_letter=True, outside_hours=6.5, version=0)
    choose(session, story.enrolled_mentors[WANTS_NONE], wants_letter=False, outside_hours=0, version=0)
    for kind in LetterKind:
        letters.ask_for(session, first, kind, locale=first.account.locale, now=now)
    day = cohort.starts_on - timedelta(days=21)
    session.add(
        MentorFeedback(account_id=first.account_id, program_id=cohort.program_id, halves=17, people=5, published_on=day)
    )
    places = {person.id: place for place, person in enumerate(story.enrolled_mentees)}
    for pairing in session.scalars(select(Pairing).where(Pairing.cohort_id == cohort.id)):
        place = places[pairing.mentee_id]
        if place % 3:
            feedback.give(session, story.keyring, pairing, 6 + place % 5)


def share_out(story: Story, cohort: Cohort) -> None:
    """Most tasks are the coordinator's, three the director's, and a few nobody's."""
    staff = {
        grant.role: grant.account_id
        for grant in story.session.scalars(select(StaffGrant).where(StaffGrant.program_id == cohort.program_id))
    }
    tasks = story.session.scalars(select(YearTask).where(YearTask.cohort_id == cohort.id).order_by(YearTask.position))
    for place, task in enumerate(tasks):
        if task.key in OF_THE_DIRECTOR:
            task.owner_id = staff[StaffRole.VIEWER]
        elif place % 4:
            task.owner_id = staff[StaffRole.COORDINATOR]
        if task.is_own:
            task.note = "Local 2.118, 60 places. Téléphone 555-0177."
    story.session.flush()
