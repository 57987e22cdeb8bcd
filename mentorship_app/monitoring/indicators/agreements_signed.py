"""How many pairs have signed an agreement."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.agreements.queries import AGREEMENT_AFTER
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, share
from mentorship_app.privacy.bands import SHARE_FLOOR


def measure(frame: Frame) -> Measured:
    old_enough = frozenset(pair.id for pair in frame.running if pair.days_until(frame.day) > AGREEMENT_AFTER.days)
    return share(len(old_enough & frame.signed), old_enough)


indicators.add(
    "agreements_signed",
    Indicator(
        title=N_("Agreements signed"),
        definition=N_(
            "Pairs with an agreement that both signed, out of the running pairs of more than six weeks. Nothing of "
            "what stands in agreements is looked at."
        ),
        unit=Unit.SHARE,
        floor=SHARE_FLOOR,
        measure=measure,
    ),
)
