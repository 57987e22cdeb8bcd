"""Asking single people to answer a call: lists, mails with a link of their own, reminders."""

from mentorship_app.recruitment.invitations.enums import InvitationStatus
from mentorship_app.recruitment.invitations.models import Invitation, InvitationLink, InvitationList

__all__ = ["Invitation", "InvitationLink", "InvitationList", "InvitationStatus"]
