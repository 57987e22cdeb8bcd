"""Why nothing was solved: which rules contradict each other, or what makes a cohort too large, in words for staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mentorship_app.core.i18n import LOCALES, N_, LocalizedText
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.solving.problem import Solution, Status
from mentorship_app.matching.unmatched import KEPT_APART_NAME

if TYPE_CHECKING:
    from mentorship_app.matching.run_solving import Question

_TOO_LARGE = {
    "side_rules": N_(
        "%(pairs)s pairs are possible. With mentees who are kept together or apart, up to %(most)s can be solved for "
        "certain. Remove some of these rules, or match in several rounds."
    ),
    "too_hard": N_(
        "With %(pairs)s possible pairs and mentees who are kept together or apart, the best could not be found for "
        "certain in the time there is. Remove some of these rules, or match in several rounds."
    ),
    "places": N_(
        "%(mentees)s mentees and %(places)s places are more than the server’s memory holds. Lower the places of "
        "mentors who offer very many."
    ),
}
_OTHERWISE = N_("This cohort is too large to be solved for certain. Lower the places of mentors who offer very many.")


def words_of_refusal(question: Question, solution: Solution) -> Phrase:
    """Why there are no pairs. Nothing that is private is named, though it may be part of the reason."""
    if solution.status is Status.TOO_LARGE:
        refused = solution.certificate["refused"]
        return Phrase(_TOO_LARGE.get(refused["code"], _OTHERWISE), refused["values"])
    told = list(_rules(question, solution.certificate["conflict"]))
    if not told:
        return Phrase(N_("The locks and rules of this round contradict each other. Unlock pairs, then run again."))
    if solution.certificate.get("mode") == Mode.STABLE:
        return Phrase(
            N_(
                "Pairs that nobody would rather trade break this: %(rules)s. Match for the best for everybody "
                "together, or give it up, then run again."
            ),
            {"rules": _listed(told)},
        )
    return Phrase(
        N_("These cannot all be kept: %(rules)s. Give one of them up, then run again."), {"rules": _listed(told)}
    )


def _rules(question: Question, conflict: list[Mapping[str, Any]]) -> Iterator[Phrase]:
    for rule in conflict:
        words = _WORDS[rule["rule"]](question, rule)
        if words is not None:
            yield words


def _listed(phrases: list[Phrase]) -> LocalizedText:
    separator = {"en": "; ", "fr": "\u00a0; "}
    return LocalizedText(
        **{locale: separator[locale].join(phrase.in_(locale) for phrase in phrases) for locale in LOCALES}
    )


def _locked(question: Question, rule: Mapping[str, Any]) -> Phrase:
    names = _names(question, rule)
    if (rule["mentee"], rule["mentor"]) in question.facts.standing:
        return Phrase(N_("%(mentee)s already has %(mentor)s"), names)
    return Phrase(N_("%(mentee)s is locked with %(mentor)s"), names)


def _forbidden(question: Question, rule: Mapping[str, Any]) -> Phrase | None:
    """None where only something private keeps the two apart."""
    pair = (rule["mentee"], rule["mentor"])
    between = question.exclusions.reasons(*pair)
    if between:
        two = question.facts.mentee[pair[0]], question.facts.mentor[pair[1]]
        why = between[0].words(question.facts, *two)
    elif any(pair == one.pair for one in question.state.forbidden):
        why = Phrase(KEPT_APART_NAME)
    else:
        return None
    words = LocalizedText(**{locale: why.in_(locale) for locale in LOCALES})
    return Phrase(N_("%(mentee)s cannot have %(mentor)s (%(why)s)"), _names(question, rule) | {"why": words})


def _capacity(question: Question, rule: Mapping[str, Any]) -> Phrase:
    return Phrase(
        N_("%(mentor)s has %(num)s place"),
        {"mentor": question.facts.mentor[rule["mentor"]].name},
        plural="%(mentor)s has %(num)s places",
        n=rule["capacity"],
    )


def _min_load(question: Question, rule: Mapping[str, Any]) -> Phrase:
    return Phrase(
        N_("%(mentor)s takes at least %(num)s mentee"),
        {"mentor": question.facts.mentor[rule["mentor"]].name},
        plural="%(mentor)s takes at least %(num)s mentees",
        n=rule["min_load"],
    )


def _together(question: Question, rule: Mapping[str, Any]) -> Phrase:
    return Phrase(N_("%(one)s and %(other)s have the same mentor"), _two(question, rule))


def _apart(question: Question, rule: Mapping[str, Any]) -> Phrase:
    return Phrase(N_("%(one)s and %(other)s never have the same mentor"), _two(question, rule))


def _names(question: Question, rule: Mapping[str, Any]) -> dict[str, Any]:
    facts = question.facts
    return {"mentee": facts.mentee[rule["mentee"]].name, "mentor": facts.mentor[rule["mentor"]].name}


def _two(question: Question, rule: Mapping[str, Any]) -> dict[str, Any]:
    one, other = (question.facts.mentee[mentee].name for mentee in rule["mentees"])
    return {"one": one, "other": other}


_WORDS: Mapping[str, Callable[[Question, Mapping[str, Any]], Phrase | None]] = {
    "locked": _locked,
    "forbidden": _forbidden,
    "capacity": _capacity,
    "min_load": _min_load,
    "together": _together,
    "apart": _apart,
}
