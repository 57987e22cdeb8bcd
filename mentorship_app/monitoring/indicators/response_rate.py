"""How many answered the last survey that was closed."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.indicators.definition import Indicator, Unit, indicators
from mentorship_app.monitoring.values import Measured, NotAsked, Part, TooFew
from mentorship_app.privacy.bands import SHARE_FLOOR, HiddenShare, shown_share
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.queries import invited_counts, waves_of


def measure(frame: Frame) -> Measured:
    closed = [wave for wave in waves_of(frame.session, frame.cohort) if wave.status is WaveStatus.CLOSED]
    if not closed:
        return Measured(NotAsked())
    wave = max(closed, key=lambda wave: wave.closes_on)
    asked = invited_counts(frame.session, frame.cohort).get(wave.id, 0)
    if wave.answered is None or wave.answered > asked:
        return Measured(TooFew(SHARE_FLOOR))
    found = shown_share(wave.answered, asked)
    return Measured(TooFew(SHARE_FLOOR) if isinstance(found, HiddenShare) else Part(found))


indicators.add(
    "response_rate",
    Indicator(
        title=N_("Answers to the last survey"),
        definition=N_("People who answered the survey that was closed last, out of all whom it asked. Never who."),
        unit=Unit.SHARE,
        floor=SHARE_FLOOR,
        measure=measure,
    ),
)
