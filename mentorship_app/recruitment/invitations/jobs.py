"""What the worker does for invitations on every round."""

from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.recruitment.invitations.lists import drop_old_lists, has_old_lists
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.invitations.reminders import due_reminders, remind


@repeating.register("recruitment.remind")
def remind_invited(context: JobContext) -> None:
    """Ask again whoever has not replied. Looked up once more when writing: they may have applied in between."""
    with reading(context.engine).begin() as session:
        if not due_reminders(session, now=context.now):
            return
    with writing(context.engine).begin() as session:
        for invitation_id in due_reminders(session, now=context.now):
            remind(session, session.get_one(Invitation, invitation_id), now=context.now)


@repeating.register("recruitment.drop_old_lists")
def drop_forgotten_lists(context: JobContext) -> None:
    """Forget lists of people whom nobody invited within a day."""
    with reading(context.engine).begin() as session:
        if not has_old_lists(session, now=context.now):
            return
    with writing(context.engine).begin() as session:
        drop_old_lists(session, now=context.now)
