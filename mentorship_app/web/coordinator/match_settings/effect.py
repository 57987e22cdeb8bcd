"""What other settings would do to the proposed pairs, as the page says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.matching.drafting import draft_of, run_now, state_now
from mentorship_app.matching.effects import Effect, effect_of
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.run_inputs import InputsGone
from mentorship_app.matching.runs import facts_of
from mentorship_app.matching.scoring import shown
from mentorship_app.matching.settings import Settings, settings_of
from mentorship_app.web.coordinator.matching.here import MatchingHere
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _
from mentorship_app.web.keys import keyring

MOST_NAMED = 10


@dataclass(frozen=True)
class ShownEffect:
    """An effect with fits as pages show them, 0–100, and names for who is meant."""

    effect: Effect
    run_number: int
    mean: tuple[int, int]
    worst: tuple[int, int]
    impossible: tuple[str, ...]
    crowded: tuple[str, ...]


def shown_effect(here: MatchingHere, after: Settings) -> ShownEffect | None:
    """Against the settings of the run that the pairs come from; None where no pairs are proposed or can be judged."""
    draft = draft_of(db.session(), here.cohort, here.kind)
    run = run_now(draft) if draft is not None else None
    if draft is None or run is None:
        return None
    try:
        facts = facts_of(run, keyring())
    except InputsGone:
        return None
    effect = effect_of(facts, state_now(draft), settings_of(run.settings), after)
    if effect is None:
        return None
    return ShownEffect(
        effect,
        run.number,
        (shown(effect.mean_before), shown(effect.mean_after)),
        (shown(effect.worst_before), shown(effect.worst_after)),
        _named(_pair_names(facts, effect)),
        _named([facts.mentor[mentor].name for mentor in effect.crowded]),
    )


def _pair_names(facts: Facts, effect: Effect) -> list[str]:
    return [
        _("%(mentee)s with %(mentor)s", mentee=facts.mentee[mentee].name, mentor=facts.mentor[mentor].name)
        for mentee, mentor in effect.impossible
    ]


def _named(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=str.casefold)[:MOST_NAMED])
