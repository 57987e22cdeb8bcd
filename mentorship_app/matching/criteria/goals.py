"""What a mentee wants to reach."""

from collections.abc import Iterable

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria.base import Reason
from mentorship_app.matching.criteria.mentioned import Mentioned
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts


class Goals(Mentioned):
    """The share of a mentee's goals that mention a topic or field of the mentor, word by word: nothing is guessed."""

    key = "goals"
    name = N_("Goals")
    hint = N_("Whether the mentee’s goals mention a topic, a field or the work of the mentor, word for word.")
    default_weight = 2
    said = "goals"
    heard_in = ("topics", "fields", "areas")
    mentee_questions = ("goal_1", "goal_2", "goal_3")
    mentor_questions = heard_in

    def besides(self, mentor: MentorFacts) -> Iterable[str]:  # noqa: ARG002  nothing else is a topic or a field
        return ()

    def reason(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Reason | None:
        score = self.score(facts, mentee, mentor)
        if score is None:
            return None
        if self.heard(facts, mentor) is None:
            return Reason(self.key, score, Phrase(N_("Nothing known of this mentor that a goal could mention")))
        common = self.common(facts, mentee, mentor)
        if not common:
            return Reason(self.key, score, Phrase(N_("No goal mentions a topic or field of this mentor")))
        return Reason(
            self.key,
            score,
            Phrase(N_("Goal mentions: %(words)s"), {"words": common}),
            Phrase(N_("This year’s goals and the mentor’s work both mention: %(words)s"), {"words": common}),
        )
