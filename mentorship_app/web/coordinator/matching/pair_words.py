"""Why two people are a pair, in two short lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.core.phrases import Phrase
from mentorship_app.matching import scoring
from mentorship_app.matching.criteria import Reason
from mentorship_app.matching.facts import MenteeFacts, MentorFacts, Pair
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.i18n import _, _l, current_locale

TOPICS, CHOICE = "topics", "ranking"
PLACES = {
    1: _l("1st choice"),
    2: _l("2nd choice"),
    3: _l("3rd choice"),
    4: _l("4th choice"),
    5: _l("5th choice"),
}


@dataclass(frozen=True)
class PairWords:
    """``first``: topics and choice; ``second``: what else speaks for the two; ``fit``: 0–100."""

    first: str
    second: str
    fit: int


def words_of_pair(desk: Desk, pair: Pair) -> PairWords:
    """The two lines about a pair, proposed or not."""
    mentee, mentor = desk.facts.mentee[pair[0]], desk.facts.mentor[pair[1]]
    found = scoring.reasons(desk.facts, desk.judge.settings, mentee, mentor)
    locale = current_locale()
    topics = [_short(reason).in_(locale) for reason in found if reason.criterion == TOPICS]
    other = _best_other(found)
    return PairWords(
        " · ".join([*topics, _choice(mentee, mentor)]),
        other.in_(locale) if other else "",
        scoring.shown(desk.fit(pair)),
    )


def _choice(mentee: MenteeFacts, mentor: MentorFacts) -> str:
    if not mentee.choices:
        return _("no ranking")
    rank = next((choice.rank for choice in mentee.choices if choice.mentor == mentor.id), 0)
    return str(PLACES.get(rank) or _("not on their list"))


def _short(reason: Reason) -> Phrase:
    """Topics are counted in a line; which ones they are stands with the explanation."""
    values = reason.words.values
    if reason.criterion == TOPICS and {"common", "asked"} <= values.keys():
        return Phrase("Topics %(common)s of %(asked)s", {name: values[name] for name in ("common", "asked")})
    return reason.words


def _best_other(found: Sequence[Reason]) -> Phrase | None:
    """What speaks most for the two beside topics and choice; None where nothing does."""
    return next((one.words for one in found if one.criterion not in (TOPICS, CHOICE) and one.score >= 0.5), None)
