"""The fields and kinds of practice a mentee is drawn to."""

from collections.abc import Iterable

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import Reason
from mentorship_app.matching.criteria.mentioned import Mentioned
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts


class Career(Mentioned):
    """The share of the fields a mentee named that the mentor's department, fields, work or path mention."""

    key = "career"
    name = N_("Career interest")
    hint = N_("Whether the mentor’s department, fields, work or path mention a field that the mentee named.")
    default_weight = 5
    said = "career"
    heard_in = ("fields", "areas", "path")
    mentee_questions = ("career",)
    mentor_questions = ("department", *heard_in)

    def besides(self, mentor: MentorFacts) -> Iterable[str]:
        return (mentor.department,)

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        if self.heard(facts, mentor) is None:
            return Reason(self.key, score, Phrase(N_("Field of this mentor not known")))
        common = self.common(facts, mentee, mentor)
        if not common:
            return Reason(self.key, score, Phrase(N_("No field in common")))
        return Reason(
            self.key,
            score,
            Phrase(N_("Field in common: %(words)s"), {"words": common}),
            Phrase(N_("You share a field: %(words)s"), {"words": common}),
        )
