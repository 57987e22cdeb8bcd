"""A pair that has not met for long: one and a half times as long as its cohort wants, and 45 days at least.

Left out: pairs that have a meeting planned, that wait for a yes, or of whom somebody is away now or asked for no
reminders. Days on which somebody was away do not count. So a pair that is not listed may have any of these reasons,
and nobody can tell from the list who stopped their reminders.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from mentorship_app.core.dates import long_day_text
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.meetings.cadence import USUAL_WEEKS, cadence_of
from mentorship_app.mentoring.meetings.models import Meeting, MeetingState, NudgePause
from mentorship_app.mentoring.models import Pairing, PairingAnswer
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.monitoring.kinds import ActionKind, Cause, Message, People, Person, Scope, kinds, name_of
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.models import Enrollment

KIND = "stalled_pair"
FEWEST_DAYS = 45
TIMES = 1.5


def patience_of(scope: Scope) -> timedelta:
    """So long a pair of the cohort may go without a meeting until somebody asks."""
    weeks, _version = cadence_of(scope.session, scope.cohort)
    return timedelta(days=max(FEWEST_DAYS, round((weeks or USUAL_WEEKS) * 7 * TIMES)))


@dataclass(frozen=True)
class _Away:
    """By enrollment, the days on which somebody is away, first and last."""

    spans: Mapping[UUID, list[tuple[date, date]]]

    def days(self, people: Iterable[UUID], since: date, until: date) -> int:
        """How many of the days after ``since`` and before ``until`` somebody was away."""
        gone = {
            day
            for person in people
            for first, last in self.spans.get(person, ())
            for day in _days(max(first, since + timedelta(days=1)), min(last, until - timedelta(days=1)))
        }
        return len(gone)

    def on(self, people: Iterable[UUID], day: date) -> bool:
        return any(first <= day <= last for person in people for first, last in self.spans.get(person, ()))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def find(scope: Scope) -> list[Cause]:
    if not scope.is_active:
        return []
    patience = patience_of(scope)
    rows = scope.session.execute(_silent(scope, scope.today - patience)).all()
    if not rows:
        return []
    away = _away_since(scope, min(_since(row) for row in rows))
    return sorted(
        (_cause(row) for row in rows if _counts(row, away, scope, patience)), key=lambda one: (one.since, one.subject)
    )


def _silent(scope: Scope, before: date) -> Select[*tuple[object, ...]]:
    """Running pairs whose last meeting, or beginning, lies before that day."""
    of_pair = Meeting.pairing_id == Pairing.id
    last = select(func.max(Meeting.met_on)).where(of_pair).scalar_subquery()
    coming = exists().where(of_pair, Meeting.state == MeetingState.PLANNED, Meeting.starts_at > scope.now)
    paused = exists().where(or_(NudgePause.enrollment_id.in_((Pairing.mentor_id, Pairing.mentee_id))))
    in_the_way = exists().where(PairingAnswer.pairing_id == Pairing.id, PairingAnswer.reply == PairingReply.DECLINED)
    return (
        running_pairs(scope.cohort)
        .with_only_columns(
            Pairing.id, Pairing.public_id, Pairing.mentor_id, Pairing.mentee_id, Pairing.started_on, last.label("last")
        )
        .where(
            Pairing.started_on < before,
            or_(last.is_(None), last < before),
            ~coming,
            ~paused,
            ~in_the_way,
            Pairing.mentor_id.not_in(scope.own_ids),
            Pairing.mentee_id.not_in(scope.own_ids),
        )
        .order_by(None)
    )


def _since(row: "Row[*tuple[object, ...]]") -> date:
    found: date = max(row.last, row.started_on) if row.last else row.started_on
    return found


def _away_since(scope: Scope, since: date) -> _Away:
    away = aliased(Enrollment)
    rows = scope.session.execute(
        select(Absence.enrollment_id, Absence.starts_on, Absence.ends_on)
        .join(away, away.id == Absence.enrollment_id)
        .where(
            away.cohort_id == scope.cohort.id,
            Absence.kind == AbsenceKind.AWAY,
            Absence.starts_on <= scope.today,
            or_(Absence.ends_on.is_(None), Absence.ends_on >= since),
        )
    )
    spans: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for person, first, last in rows:
        spans[person].append((first, last or scope.today))
    return _Away(spans)


def _counts(row: "Row[*tuple[object, ...]]", away: _Away, scope: Scope, patience: timedelta) -> bool:
    two, since = (row.mentor_id, row.mentee_id), _since(row)
    if away.on(two, scope.today):
        return False
    return (scope.today - since).days - away.days(two, since, scope.today) > patience.days


def _cause(row: "Row[*tuple[object, ...]]") -> Cause:
    since, two = _since(row), (row.mentee_id, row.mentor_id)
    return Cause(
        KIND,
        row.public_id,
        fingerprint=since.isoformat(),
        since=since,
        people=two,
        readers=two,
        pairing_id=row.id,
        pairing_public_id=row.public_id,
        values={"met": row.last is not None},
    )


def _values(cause: Cause, people: People, locale: str) -> dict[str, object]:
    mentee, mentor = cause.people
    return {
        "mentee": name_of(people, mentee),
        "mentor": name_of(people, mentor),
        "day": long_day_text(cause.since, locale),
    }


def _for_reader(cause: Cause, reader: Person, people: People, locale: str) -> dict[str, object]:
    other = next(one for one in cause.people if one != reader.id)
    return {"other": name_of(people, other), "day": long_day_text(cause.since, locale)}


kinds.add(
    KIND,
    ActionKind(
        icon="clock",
        find=find,
        tone="sand",
        name=N_("Pairs that have not met for a while"),
        title=N_("%(mentee)s and %(mentor)s: no meeting noted since %(day)s"),
        reason=N_("Perhaps they met and wrote nothing down. A kind word to both is often enough."),
        many=(
            N_("%(num)s pair has not noted a meeting for a while"),
            "%(num)s pairs have not noted a meeting for a while",
        ),
        many_reason=N_("Perhaps they met and wrote nothing down. For each there is a message ready to both."),
        values=_values,
        message=Message(
            subject=N_("Your next mentoring meeting"),
            text=N_(
                "No meeting with %(other)s has been noted since %(day)s. If you met, it takes a few seconds to write "
                "it down. If not, this is a good moment to look for a time: a call of 20 minutes counts.\n\n"
                "If something is in the way, write to me. I am glad to help, and nobody is to blame."
            ),
            path=lambda cause: f"/meetings/new?pair={cause.pairing_public_id}",
            values=_for_reader,
        ),
    ),
)
