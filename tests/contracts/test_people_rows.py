"""Every table that names a person is thought of: what becomes of its rows when they leave, and in a merge."""

from mentorship_app.db import Base
from mentorship_app.programs.merging import movers
from mentorship_app.programs.withdrawal import Fate, belongings
from mentorship_app.web import registrations  # noqa: F401  registers every feature

OF_STAFF = {"roster_upload", "invitation_list", "year_task"}
"""Lists that staff are looking at, gone after a day, and tasks of the year, which belong to staff."""
BY_ADDRESS = {"outbox_message", "mentor_application", "invitation", "consent"}
"""Tables that name people by their address alone."""


def naming_people() -> set[str]:
    return {
        table.name
        for table in Base.metadata.sorted_tables
        if any(key.column.table.name in {"account", "enrollment"} for key in table.foreign_keys)
    }


def test_every_table_that_names_a_person_says_what_leaving_does_to_it() -> None:
    known = set().union(*(belonging.tables for _name, belonging in belongings.items()))
    assert sorted(naming_people() - OF_STAFF - known) == []


def test_every_table_that_names_a_person_says_how_it_comes_along_in_a_merge() -> None:
    known = set().union(*(mover.tables for _name, mover in movers.items()))
    assert sorted((naming_people() | BY_ADDRESS) - known) == []


def test_whatever_is_kept_says_why_and_the_rest_says_how_it_ends() -> None:
    fates = {belonging.fate for _name, belonging in belongings.items()}
    assert fates == set(Fate)
    for name, belonging in belongings.items():
        assert belonging.words[0].isupper(), name
        assert not belonging.words.endswith("."), name
        assert not belonging.why or belonging.why.endswith("."), name
