"""What a run was made with and what its proof says, in sentences."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_, LocalizedText, localized
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.criteria import readable
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.run_results import Proof
from mentorship_app.matching.scoring import weight_of
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.matching.solving.problem import Goal
from mentorship_app.mentoring import PairingKind

KIND_NAMES = {
    PairingKind.PRIMARY: N_("Primary mentor"),
    PairingKind.CAREER: N_("Career mentor"),
    PairingKind.RESEARCH: N_("Research mentor"),
    PairingKind.WELLNESS: N_("Wellness mentor"),
    PairingKind.IDENTITY: N_("Identity mentor"),
    PairingKind.PEER: N_("Peer mentor"),
}

MODE_NAMES = {
    Mode.OPTIMAL: N_("The best for everybody together"),
    Mode.STABLE: N_("Nobody would rather trade"),
}

METHODS = {
    "assignment": N_("Assignment, proved by a price for each mentor"),
    "highs": N_("Integer programming, with the bound of the solver HiGHS"),
    "deferred acceptance": N_("Deferred acceptance"),
}
"""How a solver goes about it, by the name that it gives itself."""

_PROVED = {
    Goal.MATCHED: N_("No other way to pair people under these rules gives more mentees a mentor."),
    Goal.WORST_OFF: N_("Among all ways that give as many a mentor, none has a better weakest pair."),
    Goal.TOTAL: N_("Among those, none has a higher sum of fits."),
    Goal.EVEN_LOAD: N_("Among those, none spreads mentees more evenly over the mentors."),
}


def proof_in_words(proof: Proof, mode: Mode) -> tuple[Phrase, ...]:
    """What is proved about the pairs of a run, one sentence for each goal."""
    if mode is Mode.STABLE:
        told = [Phrase(N_("No mentor and mentee would both rather have each other than those they have here."))]
    else:
        told = [Phrase(_PROVED[goal]) for goal in Goal if goal.value in proof.goals]
    told.append(Phrase(N_("What is equally good is decided by a fixed order: the same inputs give the same pairs.")))
    told.append(
        Phrase(N_("Wishes that nobody on staff may read count in the proof, and in none of the numbers shown."))
    )
    return tuple(told)


def weights_of(settings: Settings) -> tuple[tuple[LocalizedText, int], ...]:
    """How much each criterion that staff may read counts, 0–10, in their order."""
    return tuple((localized(criterion.name), weight_of(settings, criterion)) for criterion in readable())


def rules_in_words(rules: Rules) -> tuple[Phrase, ...]:
    """The rules that held, those that always hold first."""
    return tuple(_rules(rules))


def _rules(rules: Rules) -> Iterator[Phrase]:
    yield Phrase(N_("Conflicts of interest, and the places that mentors offer, always hold."))
    if rules.needs_language:
        yield Phrase(N_("A language in common, where both named some."))
    if rules.needs_meeting:
        yield Phrase(N_("A way to meet that suits both."))
    if rules.min_overlap:
        yield Phrase(
            N_("At least %(num)s time of day in common."),
            plural="At least %(num)s times of day in common.",
            n=rules.min_overlap,
        )
    if rules.needs_training:
        yield Phrase(N_("Mentors were trained to mentor."))
    for kind, cap in rules.caps.items():
        yield Phrase(
            N_("%(kind)s: at most %(cap)s mentees for each mentor."), {"kind": localized(KIND_NAMES[kind]), "cap": cap}
        )
    if rules.mentors_rank:
        yield Phrase(N_("Mentors are asked whom they would choose."))
