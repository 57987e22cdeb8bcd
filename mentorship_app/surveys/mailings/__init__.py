"""Mails of a wave to everybody at once: planned as one line each, sent without a trace of who got them."""

from mentorship_app.surveys.mailings.models import REMINDERS, Mailing, MailingKind, MailingStatus

__all__ = ["REMINDERS", "Mailing", "MailingKind", "MailingStatus"]
