"""A form field for hours."""

from collections.abc import Sequence
from typing import Any

from wtforms import FloatField


class HoursField(FloatField):
    """A number that may be typed with a decimal comma."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata([str(value).replace(",", ".").strip() for value in valuelist])
