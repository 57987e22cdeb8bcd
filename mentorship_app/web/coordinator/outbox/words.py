"""What states of a mail are called, and why each kind of mail is sent."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.messaging import MessageStatus
from mentorship_app.web.i18n import _, _l

STATUS: Mapping[MessageStatus, str] = MappingProxyType(
    {
        MessageStatus.QUEUED: _l("Waiting"),
        MessageStatus.LEASED: _l("Leaving now"),
        MessageStatus.RETRY: _l("Will be tried again"),
        MessageStatus.HELD: _l("Held"),
        MessageStatus.DEAD: _l("Not delivered"),
        MessageStatus.SENT: _l("Sent"),
        MessageStatus.CANCELLED: _l("Taken back"),
    }
)
TAG: Mapping[MessageStatus, tuple[str, str]] = MappingProxyType(
    {
        MessageStatus.QUEUED: ("info", "clock"),
        MessageStatus.LEASED: ("info", "send"),
        MessageStatus.RETRY: ("warning", "clock"),
        MessageStatus.HELD: ("warning", "pause"),
        MessageStatus.DEAD: ("danger", "warning"),
        MessageStatus.SENT: ("success", "check"),
        MessageStatus.CANCELLED: ("plain", "undo"),
    }
)
"""Colour and icon of each state."""

_WHY: Mapping[str, str] = MappingProxyType(
    {
        "application_started": _l("Somebody began a mentor application: the link to go on with it."),
        "application_received": _l("A mentor sent an application: it has arrived."),
        "application_approved": _l("A coordinator accepted a mentor."),
        "application_declined": _l("A coordinator declined a mentor."),
        "application_changes_requested": _l("A coordinator asked a mentor for changes to the application."),
        "mentor_invitation": _l("A coordinator invited somebody to mentor."),
        "mentor_reminder": _l("Somebody who was invited to mentor has not replied: asked again."),
        "next_year_noted": _l("Somebody wants to hear of the next call for mentors: it is noted."),
        "intake_invitation": _l("A coordinator asked a mentee for the intake."),
        "waitlist_place": _l("A mentor has a free place: the first who waits for it is told, once."),
        "pairing_announced": _l("A coordinator made a pair: both are told."),
        "pairing_over": _l("Somebody left the program: the other person of the pair is told."),
        "group_announced": _l("A coordinator began a group: everybody in it is told."),
        "pairing_changed": _l("A coordinator published new pairs: both people of a pair that ends are told."),
        "meeting_nudge": _l("A pair has logged no meeting for a while: one of the two is asked, at most twice in all."),
        "group_meeting_nudge": _l(
            "A group has not logged a meeting for a while: one who leads it is asked, at most twice."
        ),
        "connection_made": _l("A private message."),
        "staff_reminder": _l("A coordinator wrote to somebody from the list of what waits."),
        "meeting_calendar": _l("Somebody planned, moved or called off a meeting: those who meet are told."),
        "pairing_reminder": _l("Somebody has not said yes to a new pair: reminded, once."),
        "agreement_proposed": _l("Somebody proposed an agreement to the other person of their pair."),
        "agreement_signed": _l("Both people of a pair signed their agreement: both are told."),
        "agreement_review": _l("The day is near on which a pair meant to look at its agreement: both are told, once."),
        "acceptance_open": _l("The day to say yes to new pairs is over: coordinators are told who has not."),
        "training_invitation": _l("A coordinator asked for the training that is required before matching."),
        "check_in_invitation": _l("A check-in began: everybody in a pair is asked, each side alone."),
        "check_in_reminder": _l("A check-in closes soon: everybody in a pair is reminded once, answered or not."),
        "rematch_ended": _l("A coordinator ended a pair: both people are told, in the same words."),
        "rematch_kept": _l("A coordinator closed a request: the person who asked is told."),
        "contact_request": _l("A private message."),
        "slot_taken": _l("A private message."),
        "slot_over": _l("A private message."),
        "slot_reminder": _l("A private message."),
        "slot_news": _l("A private message."),
        "slots_link": _l("A private message."),
        "recognition_ready": _l("A coordinator had letters prepared: each mentor who wants one is told where it is."),
        "report_summary": _l(
            "A coordinator published what people said and what will be done: everybody asked is told."
        ),
        "weekly_digest": _l("A coordinator asked for a mail once a week: what waits on Today."),
        "people_merged": _l("A coordinator made one entry of two: both addresses are told."),
        "paper_entry": _l("Somebody outside the program types sheets of paper in: their link."),
        "wave_invitation": _l("A survey opened: everybody in it is invited."),
        "wave_reminder": _l("A survey is still open."),
        "wave_evening": _l("Somebody asked to be reminded of a survey in the evening."),
        "staff_invitation": _l("Somebody was given access as staff."),
        "password_reset": _l("A member of staff asked for a new password."),
        "sign_in": _l("Somebody asked for a link to sign in."),
        "mail_test": _l("A test of the mail server."),
    }
)


def why(kind: str) -> str:
    """Why a mail of this kind is sent."""
    return str(_WHY[kind]) if kind in _WHY else _("A mail of the kind “%(kind)s”.", kind=kind)
