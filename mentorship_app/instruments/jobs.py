"""Work of instruments that has to wait for a day to pass."""

from mentorship_app.db.engine import reading, writing
from mentorship_app.instruments.binding.uploads import drop_old_uploads, has_old_uploads
from mentorship_app.jobs.queue import JobContext, repeating


@repeating.register("instruments.drop_old_wording_uploads")
def drop_forgotten_uploads(context: JobContext) -> None:
    """Forget wording files that nobody bound within a day."""
    with reading(context.engine).begin() as session:
        if not has_old_uploads(session, now=context.now):
            return
    with writing(context.engine).begin() as session:
        drop_old_uploads(session, now=context.now)
