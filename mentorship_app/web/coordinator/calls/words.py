"""How targets, replies and standings are called on the pages of a call."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.recruitment.invitations.enums import Reply, Standing
from mentorship_app.recruitment.targets import Dimension
from mentorship_app.web.i18n import _l

DIMENSION: Mapping[Dimension, str] = MappingProxyType(
    {
        Dimension.DEPARTMENT: _l("Department"),
        Dimension.SITE: _l("Site"),
        Dimension.TOPIC: _l("Topic"),
        Dimension.LANGUAGE: _l("Language"),
        Dimension.IDENTITY: _l("Identity"),
    }
)
REPLY: Mapping[Reply, str] = MappingProxyType(
    {
        Reply.WAITING_TO_LEAVE: _l("Has not left yet"),
        Reply.NO_ANSWER: _l("No answer yet"),
        Reply.APPLIED: _l("Has applied"),
        Reply.ACCEPTED: _l("Accepted"),
        Reply.DECLINED: _l("Declined"),
        Reply.STOPPED: _l("Wants no reminders"),
        Reply.NOT_DELIVERED: _l("Mail not delivered"),
        Reply.TAKEN_BACK: _l("Mail taken back"),
        Reply.WITHDRAWN: _l("Withdrawn"),
    }
)
REPLY_TAG: Mapping[Reply, tuple[str, str]] = MappingProxyType(
    {
        Reply.WAITING_TO_LEAVE: ("info", "clock"),
        Reply.NO_ANSWER: ("plain", "mail"),
        Reply.APPLIED: ("info", "document"),
        Reply.ACCEPTED: ("success", "check"),
        Reply.DECLINED: ("plain", "close"),
        Reply.STOPPED: ("plain", "pause"),
        Reply.NOT_DELIVERED: ("danger", "warning"),
        Reply.TAKEN_BACK: ("plain", "undo"),
        Reply.WITHDRAWN: ("plain", "forbid"),
    }
)
STANDING: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.NEW: _l("Will be invited"),
        Standing.INVITED: _l("Already invited"),
        Standing.APPLIED: _l("Has applied"),
        Standing.TAKES_PART: _l("Takes part already"),
        Standing.REPEATED: _l("Twice in the list"),
    }
)
STANDING_TAG: Mapping[Standing, tuple[str, str]] = MappingProxyType(
    {
        Standing.NEW: ("success", "add"),
        Standing.INVITED: ("plain", "mail"),
        Standing.APPLIED: ("plain", "document"),
        Standing.TAKES_PART: ("plain", "person"),
        Standing.REPEATED: ("plain", "copy"),
    }
)
