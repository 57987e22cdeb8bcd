"""Which mentees named a mentor in the intake they sent; a mentor may say privately that they would rather not."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.intake import MentorChoice
from mentorship_app.intake.choices import named_by
from mentorship_app.matching.common_ground import NOTHING_SAID, in_common, interests_of_mentees, interests_of_mentors
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.access import requires
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.pairing_words import words_of
from mentorship_app.web.participant.current import my_enrollment, takes_part
from mentorship_app.web.participant.year import today

bp = Blueprint("named", __name__, url_prefix="/named")


@dataclass(frozen=True)
class NamingMentee:
    """A mentee who named the reader: name, level and shared topics, and nothing else of what they wrote."""

    public_id: str
    name: str
    level: str
    topics: str


@bp.get("")
@requires(takes_part)
def index() -> Response:
    mentor = my_enrollment(CohortRole.MENTOR)
    return page("participant/named/index.html", mentees=_mentees(mentor, _naming(mentor)))


def _naming(mentor: Enrollment) -> list[MentorChoice]:
    return named_by(db.session(), mentor, today=today(mentor.cohort))


def _mentees(mentor: Enrollment, naming: list[MentorChoice]) -> list[NamingMentee]:
    asked = interests_of_mentees(db.session(), [choice.mentee_id for choice in naming])
    offered = interests_of_mentors(db.session(), [mentor.id]).get(mentor.id, NOTHING_SAID)
    locale, found = current_locale(), []
    for choice in naming:
        level, account = choice.mentee.training_level, choice.mentee.account
        topics = in_common(asked.get(choice.mentee_id, NOTHING_SAID), offered).topics
        level_name = level.name.in_(locale) if level else ""
        found.append(NamingMentee(choice.mentee.public_id, account.name, level_name, words_of(topics)))
    return found


def _naming_mentee(mentor: Enrollment, public_id: str) -> MentorChoice:
    for choice in _naming(mentor):
        if choice.mentee.public_id == public_id:
            return choice
    raise NotFound(N_("This person is not on your page any more."))


@bp.get("/<mentee_id>/decline")
@requires(takes_part)
def ask(mentee_id: str) -> Response:
    """What declining means, before it is done."""
    mentor = my_enrollment(CohortRole.MENTOR)
    return page("participant/named/decline.html", mentee=_mentees(mentor, [_naming_mentee(mentor, mentee_id)])[0])


@bp.post("/<mentee_id>/decline")
@requires(takes_part)
def decline(mentee_id: str) -> BaseResponse:
    """Put the mentee on the mentor's private list. Leaves no trace but that row."""
    mentor = my_enrollment(CohortRole.MENTOR)
    mentee = _naming_mentee(mentor, mentee_id).mentee
    ask_not_to_be_matched(db.session(), mentor, other=mentee, now=clock.now())
    flash(_("Done. Nobody is told, and you will not be paired with this person."), "success")
    return see_other(url_for(".index"))
