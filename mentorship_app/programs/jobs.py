"""Work of programs that has to wait for a commit."""

from typing import Any

from mentorship_app.jobs.queue import JobContext, job_kinds


@job_kinds.register("programs.destroy_keys")
def destroy_keys(context: JobContext, payload: dict[str, Any]) -> None:
    """Destroy the keys of a deleted program. Safe to run twice: a key that is gone stays gone."""
    for name in payload["names"]:
        context.keyring.destroy(str(name))
