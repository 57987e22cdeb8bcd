"""How rules about two mentees, and whom mentors would choose, come along when two people are made one."""

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mentorship_app.matching.models import MatchSideRule, MenteeChoice
from mentorship_app.programs.merging import Merge, Mover, Twins, movers, repointed

_choices = (
    repointed(MenteeChoice.mentor_id, alone=True),
    repointed(MenteeChoice.mentee_id, within=(MenteeChoice.mentor_id,)),
)


def _move_choices(session: Session, merge: Merge) -> None:
    """A twin who stays and has chosen keeps their own order; two orders cannot be laid into each other."""
    for mover in _choices:
        mover.move(session, merge)


def _move_rules(session: Session, merge: Merge) -> None:
    for twins in merge.twins:
        _move_rules_of(session, twins)


def _move_rules_of(session: Session, twins: Twins) -> None:
    """What was decided about the one who stays holds; nobody has a rule with themselves."""
    two = (twins.kept.id, twins.gone.id)
    session.execute(delete(MatchSideRule).where(MatchSideRule.one_id.in_(two), MatchSideRule.other_id.in_(two)))
    rules = session.scalars(
        select(MatchSideRule).where(or_(MatchSideRule.one_id.in_(two), MatchSideRule.other_id.in_(two)))
    ).all()
    decided = {_with_whom(rule, twins.kept.id) for rule in rules if twins.kept.id in (rule.one_id, rule.other_id)}
    for rule in rules:
        if twins.gone.id not in (rule.one_id, rule.other_id):
            continue
        if _with_whom(rule, twins.gone.id) in decided:
            session.delete(rule)
        elif rule.one_id == twins.gone.id:
            rule.one = twins.kept
        else:
            rule.other = twins.kept
    session.flush()


def _with_whom(rule: MatchSideRule, person_id: object) -> object:
    return rule.other_id if rule.one_id == person_id else rule.one_id


movers.add("matching.mentors_choices", Mover(frozenset({MenteeChoice.__tablename__}), _move_choices))
movers.add("matching.side_rules", Mover(frozenset({MatchSideRule.__tablename__}), _move_rules))
