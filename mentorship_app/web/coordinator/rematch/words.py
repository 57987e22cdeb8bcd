"""What states of a request are called."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.rematch.models import RematchRequest, RematchStatus
from mentorship_app.web.i18n import _l

STATUS: Mapping[RematchStatus, tuple[str, str]] = MappingProxyType(
    {
        RematchStatus.OPEN: ("sand", _l("New")),
        RematchStatus.SEEN: ("info", _l("You talk first")),
        RematchStatus.MATCHING: ("info", _l("Open in the matching")),
        RematchStatus.ENDED: ("plain", _l("The pair has ended")),
        RematchStatus.KEPT: ("plain", _l("Closed, the pair goes on")),
        RematchStatus.WITHDRAWN: ("plain", _l("Taken back")),
    }
)
"""Colour and word of each state."""


def standing(request: RematchRequest) -> tuple[str, str]:
    """Colour and word of where a request stands; a pair that ended in another way settles it too."""
    if request.is_pending and request.pairing.status is PairingStatus.ENDED:
        return STATUS[RematchStatus.ENDED]
    return STATUS[request.status]
