"""Which sections a report has, in order."""

from mentorship_app.reports.section import Draw
from mentorship_app.reports.sections import cover, methods, scores, summary, who_answered

EVALUATION: tuple[Draw, ...] = (
    cover.draw,
    summary.draw,
    who_answered.draw,
    scores.draw,
    methods.draw,
)
