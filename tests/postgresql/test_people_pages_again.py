"""The list of people and one person's record, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.web.coordinator.test_people import cohort
from tests.web.coordinator.test_people_list import (
    test_list_is_narrowed_by_department_site_tag_mail_and_intake,
    test_people_are_found_in_every_script_by_everything_written_about_them,
)
from tests.web.coordinator.test_person_record import (
    test_history_tells_all_years_and_nothing_of_a_survey,
    test_likely_duplicates_are_offered_compared_and_merged,
    two,
)
