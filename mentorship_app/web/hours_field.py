"""A form field for hours."""

from collections.abc import Sequence
from typing import Any

from wtforms import FloatField

from mentorship_app.questions.wording import number_text
from mentorship_app.web.i18n import current_locale


class HoursField(FloatField):
    """A number that is shown with the decimal sign of the reader's language, and may be typed with either."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata([str(value).replace(",", ".").strip() for value in valuelist])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else number_text(self.data, current_locale())
