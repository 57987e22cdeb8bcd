"""What becomes of connections when somebody leaves, and when two people are made one."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.connections.models import Connection, StayAnswer
from mentorship_app.programs.merging import Merge, Mover, movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted, kept

belongings.add(
    "mentoring.stay_answers",
    deleted(
        N_("What was answered to staying in touch after the program"),
        StayAnswer,
        StayAnswer.enrollment_id,
        secret=True,
    ),
)
belongings.add(
    "mentoring.connections",
    kept(
        N_("Connections that both people said yes to"),
        N_("They belong to the two people and not to a year. Each of them ends one with a press under Connections."),
        [Connection.__tablename__],
    ),
)


def _move(session: Session, merge: Merge) -> None:
    """Connections of the account that goes become those of the one that stays; what would be double is dropped."""
    kept_id, gone_id = merge.kept.id, merge.gone.id
    others = {one.other_than(kept_id).id for one in _of(session, kept_id)}
    for connection in _of(session, gone_id):
        other_id = connection.other_than(gone_id).id
        if other_id == kept_id or other_id in others:
            session.delete(connection)
            continue
        words = {kept_id: connection.contact_of(gone_id), other_id: connection.contact_of(other_id)}
        first, second = sorted(words)
        connection.first_id, connection.second_id = first, second
        connection.first_contact, connection.second_contact = words[first], words[second]
        session.flush()
        session.expire(connection, ["first", "second"])
    session.flush()


def _of(session: Session, account_id: UUID) -> list[Connection]:
    mine = or_(Connection.first_id == account_id, Connection.second_id == account_id)
    return list(session.scalars(select(Connection).where(mine).order_by(Connection.id)))


movers.add("mentoring.connections", Mover(frozenset({Connection.__tablename__}), _move))
movers.add("mentoring.stay_answers", repointed(StayAnswer.enrollment_id, within=(StayAnswer.pairing_id,)))
