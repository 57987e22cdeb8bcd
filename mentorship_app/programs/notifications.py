"""The mail that tells somebody that two entries of theirs were made one."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.messaging import UNDO, MailScope, email_kinds, enqueue
from mentorship_app.programs.merging import Merge
from mentorship_app.programs.models import Program

MERGED = "people_merged"


def tell_merged(session: Session, merge: Merge) -> None:
    """Write to both addresses: if they belong to two people after all, both can object."""
    for account, stays in ((merge.kept, True), (merge.gone, False)):
        enqueue(
            session,
            MERGED,
            to_email=account.email,
            to_name=account.name,
            locale=account.locale,
            context={"program": str(merge.program.id), "stays": stays},
            dedupe=f"{MERGED}:{merge.kept.id}:{merge.gone.id}:{stays}",
            program_id=merge.program.id,
            now=merge.now,
            not_before=merge.now + UNDO,
        )


@email_kinds.register(MERGED)
def people_merged(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail. It names neither the other address nor the other name: they may be somebody else's."""
    program = scope.session.get(Program, UUID(str(scope.message.context["program"])))
    if program is None:
        raise NotFound(N_("This program does not exist any more."))
    return {"program": program.name, "contact": program.contact_email, "stays": bool(scope.message.context["stays"])}
