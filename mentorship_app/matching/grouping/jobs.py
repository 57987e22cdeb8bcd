"""What the worker does for groups."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.db.engine import writing
from mentorship_app.jobs.queue import JobContext, job_kinds
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.excluding import exclusions
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.grouping.forming import Formed, Ground, Leader, Seeker, Wishes, form, wishes_of
from mentorship_app.matching.grouping.models import GroupProposal
from mentorship_app.matching.grouping.services import FORM, may_lead, without_group
from mentorship_app.matching.scoring import fit_matrix
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind


@job_kinds.register(FORM)
def form_groups(context: JobContext, payload: dict[str, Any]) -> None:
    """Work out the groups of one proposal. Running twice changes nothing; an older wish gives way to a newer."""
    with writing(context.engine).begin() as session:
        proposal = session.get(GroupProposal, UUID(payload["proposal_id"]))
        if proposal is None or proposal.version != payload["version"] or proposal.status is not RunStatus.QUEUED:
            return
        wishes = wishes_of(proposal.wishes)
        ground = _ground(session, proposal, wishes, context)
    formed = form(ground, wishes)
    with writing(context.engine).begin() as session:
        proposal = session.get(GroupProposal, UUID(payload["proposal_id"]))
        if proposal is not None and proposal.version == payload["version"]:
            _keep(proposal, formed)


def _ground(session: Session, proposal: GroupProposal, wishes: Wishes, context: JobContext) -> Ground:
    cohort = proposal.cohort
    today = clock.local_date(context.now, cohort.program.timezone)
    facts = gather(session, cohort, PairingKind.PRIMARY, today=today)
    settings, _version = settings_of_cohort(session, cohort)
    leading = {one.public_id for one in may_lead(session, cohort)} & set(wishes.leaders)
    seeking = {one.public_id for one in without_group(session, cohort)}
    return ground_of(facts, settings, leading, seeking)


def ground_of(facts: Facts, settings: Settings, leading: set[str], seeking: set[str]) -> Ground:
    """What forming needs to know of these people. Having a pair together is no hindrance to sharing a group."""
    import numpy as np  # noqa: PLC0415  only the worker forms groups

    columns = [place for place, one in enumerate(facts.mentors) if one.id in leading]
    rows = [place for place, one in enumerate(facts.mentees) if one.id in seeking]
    allowed = np.ones((len(facts.mentees), len(facts.mentors)), dtype=bool)
    row_of = {one.id: place for place, one in enumerate(facts.mentees)}
    column_of = {one.id: place for place, one in enumerate(facts.mentors)}
    hindrances = exclusions(facts, settings.rules)
    for mentee, mentor in hindrances.forbidden:
        keys = {constraint.key for constraint in hindrances.reasons(mentee, mentor)}
        if keys != {"paired_otherwise"} or hindrances.is_private(mentee, mentor):
            allowed[row_of[mentee], column_of[mentor]] = False
    return Ground(
        tuple(Leader(facts.mentors[place].id, facts.mentors[place].department) for place in columns),
        tuple(Seeker(facts.mentees[place].id, facts.mentees[place].level_code) for place in rows),
        fit_matrix(facts, settings)[rows][:, columns],
        allowed[rows][:, columns],
        frozenset((rule.one, rule.other) for rule in facts.side_rules if rule.together),
        frozenset((rule.one, rule.other) for rule in facts.side_rules if not rule.together),
    )


def _keep(proposal: GroupProposal, formed: Formed) -> None:
    if formed.refusal is not None:
        proposal.status, proposal.error = RunStatus.REFUSED, formed.refusal.as_json()
        return
    names = _names(len(formed.groups), proposal.cohort.program.locale)
    proposal.groups = [
        {"name": name, "leaders": list(leaders), "mentees": list(mentees)}
        for name, (leaders, mentees) in zip(names, formed.groups, strict=True)
    ]
    proposal.left_over = list(formed.left_over)
    proposal.status, proposal.error = RunStatus.SOLVED, {}
    proposal.version += 1


_GROUP = LocalizedText(en="Group", fr="Groupe")


def _names(count: int, locale: str) -> list[str]:
    """Plain numbers, to be changed by whoever likes: names of their own are the program's."""
    return [f"{_GROUP.in_(locale)} {number}" for number in range(1, count + 1)]
