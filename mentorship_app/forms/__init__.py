"""The forms of a program: those that come with the app, and the program's own versions of them."""

from mentorship_app.forms.enums import FormStatus
from mentorship_app.forms.models import FormVersion

__all__ = ["FormStatus", "FormVersion"]
