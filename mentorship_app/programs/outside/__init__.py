"""Somebody outside the chain of command, whom people can ask to contact them without anybody else knowing."""

from mentorship_app.programs.outside.models import ContactPerson, ContactRequest, RequestState

__all__ = ["ContactPerson", "ContactRequest", "RequestState"]
