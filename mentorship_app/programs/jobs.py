"""Work of programs that has to wait for a commit, or for a day to pass."""

from typing import Any

from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, job_kinds, repeating
from mentorship_app.programs.roster_uploads import drop_old_uploads, has_old_uploads


@job_kinds.register("programs.destroy_keys")
def destroy_keys(context: JobContext, payload: dict[str, Any]) -> None:
    """Destroy the keys of a deleted program. Safe to run twice: a key that is gone stays gone."""
    for name in payload["names"]:
        context.keyring.destroy(str(name))


@repeating.register("programs.drop_old_uploads")
def drop_forgotten_uploads(context: JobContext) -> None:
    """Forget lists of people that nobody applied within a day."""
    with reading(context.engine).begin() as session:
        if not has_old_uploads(session, now=context.now):
            return
    with writing(context.engine).begin() as session:
        drop_old_uploads(session, now=context.now)
