"""How often two people would like to meet."""

from mentorship_app.core.i18n import N_
from mentorship_app.matching.criteria.ordered import Ordered


class Frequency(Ordered):
    """From every two weeks to every three months."""

    key = "frequency"
    name = N_("How often to meet")
    hint = N_("How near the two are in how often they would like to meet.")
    default_weight = 2
    line = ("fortnight", "month", "six_weeks", "quarter")
    same = N_("How often: the same, “%(answer)s”")
    other = N_("How often: asks for “%(wish)s”, offers “%(offer)s”")
    unknown = N_("How often this mentor would like to meet is not known")
    plain = N_("You would both like to meet: %(answer)s")
    mentee_questions = (key,)
    mentor_questions = (key,)
