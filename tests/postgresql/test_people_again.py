"""Searching, tagging, leaving and merging people, on PostgreSQL."""

# ruff: noqa: F401  imported to run a second time

from tests.forms.test_consents import (
    test_intake_and_application_record_what_their_forms_ask,
    test_sending_again_within_half_a_year_changes_nothing_and_a_new_year_agrees_anew,
)
from tests.programs.test_duplicates import test_alike_entries_of_all_years_are_offered_once
from tests.programs.test_merging import (
    cohort,
    test_of_two_applications_to_one_call_the_one_sent_last_stays,
    test_survey_that_asked_both_stands_in_the_way,
    test_twins_in_one_cohort_become_one_enrollment,
    test_years_apart_come_together_with_everything_in_them,
)
from tests.programs.test_tags import (
    program,
    test_tag_is_made_once_however_it_is_spelled,
    test_tag_is_put_on_several_people_at_once_and_taken_off,
)
from tests.programs.test_withdrawal import test_words_and_deeds_are_the_same
