"""What the worker does for accounts on every round."""

from mentorship_app.accounts.traces import drop_old_traces, has_old_traces
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating


@repeating.register("accounts.drop_old_traces")
def forget_sign_ins(context: JobContext) -> None:
    """Delete what is left of sign-ins that are over."""
    with reading(context.engine).begin() as session:
        if not has_old_traces(session, now=context.now):
            return
    with writing(context.engine).begin() as session:
        drop_old_traces(session, now=context.now)
