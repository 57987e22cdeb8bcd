"""What the worker does about meetings on every round: nudge by day, and forget links that are over."""

from sqlalchemy import exists, select

from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.mentoring.meetings import group_nudges, links, notifications
from mentorship_app.mentoring.meetings.models import MeetingLink
from mentorship_app.mentoring.meetings.nudges import due


@repeating.register("mentoring.meetings")
def nudge_who_has_not_met(context: JobContext) -> None:
    """One transaction for each pair and group; looks first and writes only where something is due."""
    with reading(context.engine).begin() as session:
        pairing_ids = [nudge.pairing.id for nudge in due(session, now=context.now)]
        group_ids = [nudge.group.id for nudge in group_nudges.due(session, now=context.now)]
        has_old_links = session.scalar(select(exists().where(MeetingLink.expires_at <= context.now)))
    for pairing_id in pairing_ids:
        with writing(context.engine).begin() as session:
            for nudge in due(session, now=context.now, pairing_id=pairing_id):
                notifications.nudge(session, nudge, now=context.now)
    for group_id in group_ids:
        with writing(context.engine).begin() as session:
            for leader in group_nudges.due(session, now=context.now, group_id=group_id):
                notifications.nudge_leader(session, leader, now=context.now)
    if has_old_links:
        with writing(context.engine).begin() as session:
            links.sweep(session, now=context.now)
