"""A mail that could not be delivered. Private mail is in no list of staff, and so not in this one."""

from sqlalchemy import select

from mentorship_app.core.i18n import N_
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.monitoring.kinds import ActionKind, Cause, People, Scope, kinds

KIND = "bounced_mail"


def find(scope: Scope) -> list[Cause]:
    rows = scope.session.execute(
        select(OutboxMessage.id, OutboxMessage.to_name, OutboxMessage.attempts, OutboxMessage.created_at)
        .where(
            OutboxMessage.program_id == scope.cohort.program_id,
            OutboxMessage.status == MessageStatus.DEAD,
            OutboxMessage.private.is_(False),
        )
        .order_by(OutboxMessage.created_at, OutboxMessage.id)
    )
    return [
        Cause(KIND, str(row_id), fingerprint=str(attempts), since=created_at.date(), values={"name": name})
        for row_id, name, attempts, created_at in rows
    ]


def _values(cause: Cause, _people: People, _locale: str) -> dict[str, object]:
    return {"name": cause.values["name"]}


kinds.add(
    KIND,
    ActionKind(
        icon="warning",
        find=find,
        tone="warning",
        name=N_("Mails that could not be delivered"),
        title=N_("A mail to %(name)s could not be delivered"),
        reason=N_("Look at why, correct the address or the mail server, then send again."),
        many=(N_("%(num)s mail could not be delivered"), "%(num)s mails could not be delivered"),
        many_reason=N_("Look at why, correct the address or the mail server, then send again."),
        values=_values,
    ),
)
