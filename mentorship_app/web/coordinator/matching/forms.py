"""The forms of the workbench."""

from wtforms import BooleanField, HiddenField, TextAreaField

from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm


class DecideForm(VersionedForm):
    """One press of a button of the list: what, about whom. ``lock~mentee~mentor`` and the like."""

    do = HiddenField()

    @property
    def parts(self) -> tuple[str, str, str]:
        """The verb, and at most two people; empty where there is none."""
        verb, *about = str(self.do.data or "").split("~")
        one, other = [*about, "", ""][:2]
        return verb, one, other


class ReasonForm(VersionedForm):
    """A decision that wants a reason."""

    rationale = TextAreaField(_l("Your reason"))

    @property
    def why(self) -> str:
        """The reason as typed."""
        return str(self.rationale.data or "")


class SwapForm(ReasonForm):
    """Two mentees exchange mentors. ``other``: the second one; the mentors are those that were seen."""

    other = HiddenField()
    seen = HiddenField()


class MoveForm(ReasonForm):
    """A mentee gets another mentor; ``mentor`` is empty for none."""

    mentor = HiddenField()


class ForbidForm(ReasonForm):
    """Two people are kept apart."""

    mentor = HiddenField()


class ExceptionForm(ReasonForm):
    """Two people may be paired although a constraint speaks against it."""

    mentor = HiddenField()
    agreed = BooleanField(_l("I asked both, and they agree"))
