"""How statuses, decisions and roles are called on the pages of staff."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.recruitment import ApplicationStatus, CallStatus, Decision
from mentorship_app.web.i18n import _l

STATUS: Mapping[ApplicationStatus, str] = MappingProxyType(
    {
        ApplicationStatus.SUBMITTED: _l("To answer"),
        ApplicationStatus.CHANGES_REQUESTED: _l("Waiting for changes"),
        ApplicationStatus.APPROVED: _l("Accepted"),
        ApplicationStatus.DECLINED: _l("Declined"),
    }
)
TAG: Mapping[ApplicationStatus, tuple[str, str]] = MappingProxyType(
    {
        ApplicationStatus.SUBMITTED: ("info", "mail"),
        ApplicationStatus.CHANGES_REQUESTED: ("warning", "clock"),
        ApplicationStatus.APPROVED: ("success", "check"),
        ApplicationStatus.DECLINED: ("plain", "close"),
    }
)
CALL_STATUS: Mapping[CallStatus, str] = MappingProxyType(
    {
        CallStatus.DRAFT: _l("Not open yet"),
        CallStatus.OPEN: _l("Taking applications"),
        CallStatus.CLOSED: _l("Closed to applications"),
    }
)
CALL_TAG: Mapping[CallStatus, tuple[str, str]] = MappingProxyType(
    {
        CallStatus.DRAFT: ("plain", "edit"),
        CallStatus.OPEN: ("success", "check"),
        CallStatus.CLOSED: ("plain", "lock"),
    }
)
TITLE: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.ACCEPT: _l("Accept this mentor"),
        Decision.DECLINE: _l("Decline this application"),
        Decision.ASK_FOR_CHANGES: _l("Ask for changes"),
    }
)
EFFECT: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.ACCEPT: _l("The mentor joins the cohort now. The mail leaves in ten minutes."),
        Decision.DECLINE: _l("The application is closed now. The mail leaves in ten minutes."),
        Decision.ASK_FOR_CHANGES: _l("The person can change the answers from now on. The mail leaves in ten minutes."),
    }
)
BUTTON: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.ACCEPT: _l("Accept and send this mail"),
        Decision.DECLINE: _l("Decline and send this mail"),
        Decision.ASK_FOR_CHANGES: _l("Send this mail"),
    }
)
DONE: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.ACCEPT: _l("Accepted. The mail leaves in ten minutes; until then you can hold it in the outbox."),
        Decision.DECLINE: _l("Declined. The mail leaves in ten minutes; until then you can hold it in the outbox."),
        Decision.ASK_FOR_CHANGES: _l(
            "Changes are asked for. The mail leaves in ten minutes; until then you can hold it in the outbox."
        ),
    }
)
