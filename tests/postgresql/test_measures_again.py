"""Wording and licences, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.instruments.test_bound_wording import (
    lantern,
    program,
    test_a_correction_is_a_new_version_and_the_old_one_stays,
    test_one_language_completes_the_other,
)
from tests.surveys.test_licensing import (
    lantern_too,
    test_everybody_who_is_asked_is_counted_once,
    test_twenty_surveys_that_open_at_once_never_use_more_than_was_paid,
)
