"""The nudge to meet, or to say that one met."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core import clock
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.groups.models import GroupNudge, MentoringGroup
from mentorship_app.mentoring.meetings.group_nudges import LeaderNudge
from mentorship_app.mentoring.meetings.links import LINK_LIFE, log_link
from mentorship_app.mentoring.meetings.models import Meeting, MeetingNudge, MeetingState
from mentorship_app.mentoring.meetings.nudges import Nudge
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import MailScope, email_kinds, enqueue
from mentorship_app.programs.enums import CohortRole
from mentorship_app.programs.models import Enrollment

NUDGE = "meeting_nudge"
GROUP_NUDGE = "group_meeting_nudge"
SIGN_IN_LIFE = timedelta(days=14)


def nudge(session: Session, wanted: Nudge, *, now: datetime) -> None:
    """Write the mail, and note that it was written."""
    pairing, reader = wanted.pairing, wanted.reader
    row = MeetingNudge(id=uuid4(), pairing_id=pairing.id, enrollment_id=reader.id, created_at=now)
    session.add(row)
    _write(session, NUDGE, row.id, reader, {"pairing": str(pairing.id)}, wanted.planned, now=now)


@email_kinds.register(NUDGE)
def meeting_nudge(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound once the pair is over, so that it does not leave."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    pairing = scope.session.get(Pairing, UUID(str(scope.message.context["pairing"])))
    if reader is None or pairing is None or pairing.status is not PairingStatus.ACTIVE or pairing.someone_left:
        raise NotFound(N_("This person does not take part any more."))
    other = pairing.mentor if reader.role is CohortRole.MENTEE else pairing.mentee
    return {
        "is_mentee": reader.role is CohortRole.MENTEE,
        "program": pairing.cohort.program.name,
        "other_name": other.account.name,
        "planned": _planned_day(scope, reader),
        "days": LINK_LIFE.days,
        "link": log_link(scope, pairing, reader),
    }


def _planned_day(scope: MailScope, reader: Enrollment) -> str:
    """The day in words of the meeting that the mail asks about; empty where it asks about none."""
    meeting_id = scope.message.context.get("meeting")
    meeting = scope.session.get(Meeting, UUID(str(meeting_id))) if meeting_id else None
    if meeting is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at is None:
        return ""
    zone = reader.account.timezone or meeting.cohort.program.timezone
    return long_day_text(clock.local_date(meeting.starts_at, zone), scope.message.locale)


def nudge_leader(session: Session, wanted: LeaderNudge, *, now: datetime) -> None:
    """Write the mail to one who leads a group, and note that it was written."""
    group, reader = wanted.group, wanted.reader
    row = GroupNudge(id=uuid4(), group_id=group.id, enrollment_id=reader.id, created_at=now)
    session.add(row)
    _write(session, GROUP_NUDGE, row.id, reader, {"group": str(group.id)}, wanted.planned, now=now)


def _write(
    session: Session,
    kind: str,
    row_id: UUID,
    reader: Enrollment,
    about: Mapping[str, str],
    planned: Meeting | None,
    *,
    now: datetime,
) -> None:
    """One nudge. No page of staff lists it: who got none would be somebody who paused theirs."""
    context = {"reader": str(reader.id), **about}
    if planned is not None:
        context["meeting"] = str(planned.id)
    enqueue(
        session,
        kind,
        to_email=reader.account.email,
        to_name=reader.account.name,
        locale=reader.account.locale,
        context=context,
        dedupe=f"{kind}:{row_id}",
        program_id=reader.cohort.program_id,
        now=now,
        not_before=now,
        private=True,
    )
    session.flush()


@email_kinds.register(GROUP_NUDGE)
def group_meeting_nudge(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound once the group is over or the reader no longer leads it."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    group = scope.session.get(MentoringGroup, UUID(str(scope.message.context["group"])))
    if reader is None or group is None or group.ended_on is not None or reader not in group.leaders:
        raise NotFound(N_("This person does not take part any more."))
    return {
        "program": group.cohort.program.name,
        "group": group.name,
        "planned": _planned_day(scope, reader),
        "link": personal_link(
            scope,
            reader.account,
            LinkPurpose.SIGN_IN,
            next_path=f"/groups/{group.public_id}",
            expires_at=scope.now + SIGN_IN_LIFE,
        ),
    }
