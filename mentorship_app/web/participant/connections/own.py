"""What a person takes away about staying in touch: their connections, and what they themselves said."""

from typing import Any

from mentorship_app.accounts import Account
from mentorship_app.mentoring.connections.queries import connections_of, questions_of
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring


def connections_record(account: Account) -> dict[str, list[dict[str, Any]]]:
    """As JSON values; nothing of what anybody else said, beside how they want to be reached."""
    return {
        "connections": [
            {
                "with": one.other_than(account.id).name,
                "since": one.since.isoformat(),
                "reached_at": one.contact_of(one.other_than(account.id).id),
                "you_are_reached_at": one.contact_of(account.id),
            }
            for one in db.session.scalars(connections_of(account.id))
        ],
        "said_to_staying_in_touch": [
            {"with": one.other.account.name, "stays": one.reply.stays, "you_are_reached_at": one.reply.contact}
            for one in questions_of(db.session(), keyring(), account.id)
            if one.reply is not None
        ],
    }
