"""The days of a check-in."""

from wtforms import DateField
from wtforms.validators import InputRequired

from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm


class DaysForm(VersionedForm):
    """When pairs are asked, and until when."""

    opens_on = DateField(_l("Ask on"), [InputRequired(_l("Enter a day."))])
    closes_on = DateField(_l("Open until"), [InputRequired(_l("Enter a day."))])
