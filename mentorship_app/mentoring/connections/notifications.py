"""The mail to both once both said yes. It is private: no page of staff lists it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.connections.models import Connection
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.notifications import LINK_LIFE
from mentorship_app.messaging import UNDO, MailScope, email_kinds, enqueue
from mentorship_app.programs.models import Program

CONNECTED = "connection_made"


def tell_both(session: Session, connection: Connection, pairing: Pairing, *, now: datetime) -> None:
    """Write to both. The mails wait ten minutes, and do not leave if one of the two ends it meanwhile."""
    for reader in (connection.first, connection.second):
        enqueue(
            session,
            CONNECTED,
            to_email=reader.email,
            to_name=reader.name,
            locale=reader.locale,
            context={
                "reader": str(reader.id),
                "connection": str(connection.id),
                "program": str(pairing.cohort.program_id),
            },
            dedupe=f"{CONNECTED}:{connection.id}:{reader.id}",
            program_id=pairing.cohort.program_id,
            now=now,
            not_before=now + UNDO,
            private=True,
        )


@email_kinds.register(CONNECTED)
def connection_made(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound once the connection was ended."""
    context = scope.message.context
    connection = scope.session.get(Connection, UUID(str(context["connection"])))
    reader = scope.session.get(Account, UUID(str(context["reader"])))
    program = scope.session.get(Program, UUID(str(context["program"])))
    if connection is None or reader is None or program is None:
        raise NotFound(N_("This message does not exist any more."))
    if reader.id not in {connection.first_id, connection.second_id}:
        raise NotFound(N_("This message does not exist any more."))
    other = connection.other_than(reader.id)
    return {
        "program": program.name,
        "other_name": other.name,
        "contact": connection.contact_of(other.id),
        "link": personal_link(
            scope, reader, LinkPurpose.SIGN_IN, next_path="/connections", expires_at=scope.now + LINK_LIFE
        ),
    }
