"""Two groups that meet, and a proposal for more that nobody has begun yet."""

from datetime import datetime, time, timedelta

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.grouping.forming import Wishes
from mentorship_app.matching.grouping.models import GroupProposal
from mentorship_app.mentoring.groups.queries import groups_of
from mentorship_app.mentoring.groups.services import NewGroup, begin_groups
from mentorship_app.mentoring.meetings import services as meetings
from mentorship_app.mentoring.meetings.services import Held, Plan
from mentorship_app.programs import Cohort, CohortRole

MET_IN_WEEKS = {"Harbour": ((17, 4), (24, 3), (32, 4)), "Lighthouse": ((19, 3),)}
"""In which weeks a group met, and how many came."""


def meet(story: Story, cohort: Cohort) -> None:
    """Begun in autumn by the coordinator; the newcomers are still to be seated."""
    mentors, mentees = story.enrolled_mentors, story.enrolled_mentees
    names = ("Harbour", "Lighthouse")
    groups = [NewGroup(name, mentors[at : at + 1], mentees[3 * at : 3 * at + 3]) for at, name in enumerate(names)]
    begin_groups(story.session, cohort, groups, by=story.by, now=story.at(14))
    seats = [mentees[6:10], mentees[10:13]]
    leaders = [mentors[2:4], mentors[4:6]]
    wishes = Wishes(tuple(one.public_id for pair in leaders for one in pair))
    proposal = GroupProposal(cohort=cohort, wishes=wishes.as_json(), status=RunStatus.SOLVED, created_at=story.at(30))
    proposal.groups = [
        {
            "name": name,
            "leaders": [one.public_id for one in pair],
            "mentees": [one.public_id for one in seated],
        }
        for name, pair, seated in zip(("Delta", "Estuary"), leaders, seats, strict=True)
    ]
    proposal.left_over = [one.public_id for one in mentees[13:14]]
    story.session.add(proposal)
    story.session.flush()


def hold_meetings(story: Story, cohort: Cohort) -> None:
    """One group meets every other month and has a day planned; the other met once."""
    for group in groups_of(story.session, cohort):
        leader = group.leaders[0]
        for week, present in MET_IN_WEEKS.get(group.name, ()):
            day = story.calendar.day(week)
            evening = datetime.combine(day, time(22), tzinfo=story.at(0).tzinfo)
            held = Held(day, 60, "in_person", ("feedback", "balance"), present)
            meetings.log(story.session, group, CohortRole.MENTOR, held, now=evening)
        if group.name == "Harbour":
            day = story.calendar.today + timedelta(days=12)
            wanted = Plan(day, time(17, 30), 60, "in_person", "Conference room, fourth floor")
            meetings.plan(story.session, group, CohortRole.MENTOR, wanted, now=story.at(WEEKS_GONE - 1), by=leader)
