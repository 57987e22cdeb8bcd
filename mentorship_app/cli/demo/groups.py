"""Two groups that meet, and a proposal for more that nobody has begun yet."""

from mentorship_app.cli.demo.story import Story
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.grouping.forming import Wishes
from mentorship_app.matching.grouping.models import GroupProposal
from mentorship_app.mentoring.groups.services import NewGroup, begin_groups
from mentorship_app.programs import Cohort


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
