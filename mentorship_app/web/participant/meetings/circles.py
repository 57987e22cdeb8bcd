"""Those whom the reader meets in the program: each pair and each group, as the reader knows it."""

from dataclasses import dataclass

from flask import g

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.calendars.zones import zone_of
from mentorship_app.mentoring.groups.queries import my_groups
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.queries import count_held, find_meeting
from mentorship_app.mentoring.meetings.services import Company
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.extensions import db
from mentorship_app.web.participant.current import my_enrollment, my_enrollments
from mentorship_app.web.participant.pair.people import known_pairs


@dataclass(frozen=True)
class Circle:
    """A pair or a group, and the reader's place in it."""

    company: Company
    reader: Enrollment

    @property
    def side(self) -> CohortRole:
        return self.reader.role

    @property
    def may_write(self) -> bool:
        """Whether the reader plans and logs its meetings: either of a pair, and those who lead a group."""
        return isinstance(self.company, Pairing) or self.side is CohortRole.MENTOR

    @property
    def is_group(self) -> bool:
        return not isinstance(self.company, Pairing)

    @property
    def name(self) -> str:
        """The other person, or the group."""
        if not isinstance(self.company, Pairing):
            return self.company.name
        other = self.company.mentee if self.side is CohortRole.MENTOR else self.company.mentor
        return other.account.name

    @property
    def zone(self) -> str:
        """By whose clock the reader reads its times."""
        return zone_of(self.reader)

    @property
    def where(self) -> dict[str, str]:
        """What an address says to name it."""
        return {"pair" if isinstance(self.company, Pairing) else "group": self.company.public_id}

    @property
    def held(self) -> int:
        """How often they met."""
        if isinstance(self.company, Pairing):
            return count_held(db.session(), pairing_id=self.company.id)
        return count_held(db.session(), group_id=self.company.id)


@dataclass(frozen=True)
class OwnMeeting:
    """A meeting of the address, and the circle that it belongs to."""

    circle: Circle
    meeting: Meeting


def my_circles() -> list[Circle]:
    """All of them, pairs before groups; the program in view is that of the first, times are by the reader's clock."""
    if my_enrollments():
        my_enrollment()
    mine = my_enrollments()
    if mine:
        g.reader_zone = zone_of(mine[0])
    pairs = [Circle(pairing, one) for one in mine for pairing in known_pairs(one)]
    return pairs + [Circle(group, one) for one in mine for group in my_groups(db.session(), one)]


def circle_of(public_id: str) -> Circle:
    """The one named, or the first where none is; raises NotFound for one that is not the reader's."""
    circles = my_circles()
    for circle in circles:
        if circle.company.public_id == public_id or not public_id:
            return _in_view(circle)
    raise NotFound(N_("This pair is not on your page any more."))


def own_meeting(meeting_id: str) -> OwnMeeting:
    """The meeting of an address; raises NotFound for one that is not the reader's."""
    meeting = find_meeting(db.session(), meeting_id)
    for circle in my_circles() if meeting else ():
        if meeting and circle.company.id in {meeting.pairing_id, meeting.group_id}:
            return OwnMeeting(_in_view(circle), meeting)
    raise NotFound(N_("This meeting is not on your page any more."))


def _in_view(circle: Circle) -> Circle:
    """Help is that of its program; times are by the clock that the reader chose, else by that of its place."""
    g.reader_zone = circle.zone
    g.cohort = circle.company.cohort
    g.program = circle.company.cohort.program
    return circle


def is_in_it(actor: Actor, own: OwnMeeting) -> bool:
    """Those who meet."""
    return actor.account_id == own.circle.reader.account_id


def writes_it(actor: Actor, own: OwnMeeting) -> bool:
    """Both of a pair; of a group those who lead it."""
    return is_in_it(actor, own) and own.circle.may_write
