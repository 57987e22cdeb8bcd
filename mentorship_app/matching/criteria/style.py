"""Advice or questions."""

from mentorship_app.core.i18n import N_
from mentorship_app.matching.criteria.ordered import Ordered


class Style(Ordered):
    """What helps the mentee more, and how the mentor mostly mentors."""

    key = "style"
    name = N_("Way of mentoring")
    hint = N_("Clear advice, questions, or some of both.")
    default_weight = 4
    line = ("advice", "both", "questions")
    same = N_("Way of mentoring: the same, “%(answer)s”")
    other = N_("Way of mentoring: asks for “%(wish)s”, offers “%(offer)s”")
    unknown = N_("Way of mentoring of this mentor not known")
    plain = N_("The same way of mentoring suits you both: %(answer)s")
    mentee_questions = (key,)
    mentor_questions = (key,)
