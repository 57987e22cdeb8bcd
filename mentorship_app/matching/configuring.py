"""What coordinators set for matching: weights, rules, and which mentees belong together or apart."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.criteria import readable
from mentorship_app.matching.models import MatchSettings, MatchSideRule
from mentorship_app.matching.scoring import weight_of
from mentorship_app.matching.settings import MOST_WEIGHT, Settings, settings_of
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.versions import claim

MOST_OVERLAP = 5
MOST_DAYS = 30
MOST_CAP = 5
LONGEST_RATIONALE = 400
CHANGED_MEANWHILE = N_("Somebody else changed this while you were writing.")


def settings_of_cohort(session: Session, cohort: Cohort) -> tuple[Settings, int]:
    """What is set for a cohort and the version of it; the defaults and 0 while nobody saved anything."""
    row = session.get(MatchSettings, cohort.id)
    return (Settings(), 0) if row is None else (settings_of(row.stored), row.version)


def save_settings(
    session: Session, cohort: Cohort, settings: Settings, *, version: int, by: Actor, now: datetime
) -> None:
    """Keep new settings; the same as before change nothing. Pairs that were proposed stay as they are.

    Raises FieldError for a weight or rule out of its range, Conflict when they were changed since ``version``.
    """
    _check(settings)
    row = session.get(MatchSettings, cohort.id)
    before = settings_of(row.stored) if row is not None else Settings()
    if row is None:
        row = _first(session, cohort, version, now=now)
    else:
        claim(session, row, version)
    row.stored = settings.as_json()
    if changed := _changes(before, settings):
        audit.record(
            session,
            "matching.settings.changed",
            by=by,
            subject=cohort,
            at=now,
            program_id=cohort.program_id,
            cohort=cohort.name,
            changed=changed,
        )
    session.flush()


def _first(session: Session, cohort: Cohort, version: int, *, now: datetime) -> MatchSettings:
    """The row of who saves first; two at once get one row and one Conflict."""
    if version != 0:
        raise Conflict(CHANGED_MEANWHILE)
    row = MatchSettings(cohort_id=cohort.id, stored={}, created_at=now)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        raise Conflict(CHANGED_MEANWHILE) from None
    return row


def _check(settings: Settings) -> None:
    known, rules = {criterion.key for criterion in readable()}, settings.rules
    for key, weight in settings.weights.items():
        if key not in known:
            raise FieldError(f"weight_{key}", N_("There is no such criterion."))
        _require_between(f"weight_{key}", weight, 0, MOST_WEIGHT)
    if not any(weight_of(settings, criterion) for criterion in readable()):
        raise FieldError("weights", N_("At least one of these must count. Give it a number above 0."))
    _require_between("min_overlap", rules.min_overlap, 0, MOST_OVERLAP)
    _require_between("days_to_accept", rules.days_to_accept, 1, MOST_DAYS)
    for kind, cap in rules.caps.items():
        _require_between(f"cap_{kind}", cap, 0, MOST_CAP)


def _require_between(field: str, number: int, low: int, high: int) -> None:
    if not low <= number <= high:
        raise FieldError(field, N_("Enter a whole number from %(low)s to %(high)s."), low=low, high=high)


def _changes(before: Settings, after: Settings) -> list[str]:
    """Names of what is different, for the trail."""
    old, new = before.as_json(), after.as_json()
    weights = {one.key for one in readable() if weight_of(before, one) != weight_of(after, one)}
    rules = {key for key, value in new["rules"].items() if value != old["rules"].get(key)}
    return sorted(weights | rules | ({"mode"} if before.mode is not after.mode else set()))


def side_rules_of(session: Session, cohort: Cohort) -> Sequence[MatchSideRule]:
    """Which mentees are kept together or apart, people loaded, in the order in which it was decided."""
    return session.scalars(
        select(MatchSideRule)
        .where(MatchSideRule.cohort_id == cohort.id)
        .options(joinedload(MatchSideRule.one), joinedload(MatchSideRule.other))
        .order_by(MatchSideRule.created_at, MatchSideRule.id)
    ).all()


def add_side_rule(
    session: Session,
    cohort: Cohort,
    one: Enrollment | None,
    other: Enrollment | None,
    *,
    together: bool,
    rationale: str,
    by: Actor,
    now: datetime,
) -> MatchSideRule:
    """Keep two mentees together or apart. The same rule again changes nothing.

    Raises FieldError for people who are not two mentees of the cohort and for a missing or too long rationale,
    Conflict when the opposite was decided about these two.
    """
    first, second = (_mentee(cohort, person, field) for person, field in ((one, "one"), (other, "other")))
    if first.id == second.id:
        raise FieldError("other", N_("Choose two different people."))
    if not rationale.strip():
        raise FieldError("rationale", N_("Write why, so that others understand it later."))
    if len(rationale.strip()) > LONGEST_RATIONALE:
        raise FieldError("rationale", N_("Use at most %(most)s characters."), most=LONGEST_RATIONALE)
    first, second = sorted((first, second), key=lambda person: person.id.bytes)
    present = session.scalar(_about(first, second))
    if present is not None and present.together is not together:
        raise Conflict(N_("The opposite was decided about these two. Remove that first."))
    if present is not None:
        return present
    rule = MatchSideRule(
        cohort_id=cohort.id,
        one=first,
        other=second,
        together=together,
        rationale=rationale.strip(),
        decided_by=by.name,
        created_at=now,
    )
    session.add(rule)
    session.flush()
    action = "matching.side_rule.together" if together else "matching.side_rule.apart"
    _record(session, action, cohort, rule, by=by, now=now)
    session.flush()
    return rule


def side_rule_named(session: Session, cohort: Cohort, public_id: str) -> MatchSideRule:
    """One rule of the cohort; raises NotFound."""
    rule = session.scalar(
        select(MatchSideRule).where(MatchSideRule.cohort_id == cohort.id, MatchSideRule.public_id == public_id)
    )
    if rule is None:
        raise NotFound(N_("This rule is not there any more."))
    return rule


def remove_side_rule(session: Session, cohort: Cohort, rule: MatchSideRule, *, by: Actor, now: datetime) -> None:
    """Forget a rule: the two are matched like everybody else from the next run on."""
    _record(session, "matching.side_rule.removed", cohort, rule, by=by, now=now)
    session.delete(rule)
    session.flush()


def _mentee(cohort: Cohort, person: Enrollment | None, field: str) -> Enrollment:
    if (
        person is None
        or person.cohort_id != cohort.id
        or person.role is not CohortRole.MENTEE
        or person.status is not EnrollmentStatus.ACTIVE
    ):
        raise FieldError(field, N_("Choose a mentee of this cohort."))
    return person


def _about(one: Enrollment, other: Enrollment) -> Select[MatchSideRule]:
    two = [one.id, other.id]
    return select(MatchSideRule).where(MatchSideRule.one_id.in_(two), MatchSideRule.other_id.in_(two))


def _record(session: Session, action: str, cohort: Cohort, rule: MatchSideRule, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=rule,
        at=now,
        program_id=cohort.program_id,
        one=rule.one.account.name,
        other=rule.other.account.name,
    )
