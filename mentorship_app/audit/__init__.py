"""Who did what to which thing, and when. Survey answers, drafts and receipts leave no event."""

from mentorship_app.audit.models import AuditEvent
from mentorship_app.audit.services import record

__all__ = ["AuditEvent", "record"]
