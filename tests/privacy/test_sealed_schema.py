"""The tables that hold answers have no place for a person, a time or an order of arrival."""

import pytest
from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from mentorship_app.db import Base
from mentorship_app.db.types import UtcDateTime
from mentorship_app.web import registrations

assert registrations, "imported for the tables that it registers"

ANSWERS = ("receipt", "sealed_answers", "sealed_draft", "sealed_mailing", "response", "response_comment")
PERSONAL = {"account", "enrollment", "sign_in_link", "sign_in_code", "audit_event", "outbox_message", "wave_invitee"}
COLUMNS = {
    "receipt": {"tag", "wave_id"},
    "sealed_answers": {"slot", "wave_id", "body"},
    "sealed_draft": {"slot", "wave_id", "body"},
    "sealed_mailing": {"slot", "wave_id", "body"},
    "response": {"id", "wave_id", "panel", "strata", "answers"},
    "response_comment": {"id", "wave_id", "question", "text"},
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_have_exactly_these_columns(name: str) -> None:
    assert {column.name for column in Base.metadata.tables[name].columns} == COLUMNS[name]


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_hold_no_time_and_point_to_nobody(name: str) -> None:
    table = Base.metadata.tables[name]
    assert not [column for column in table.columns if isinstance(column.type, DateTime | UtcDateTime)]
    keys: set[ForeignKey] = {key for column in table.columns for key in column.foreign_keys}
    assert {key.column.table.name for key in keys} == {"wave"}
    assert not {key.column.table.name for key in keys} & PERSONAL


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_keep_no_number_of_arrival(name: str) -> None:
    statement = str(CreateTable(Base.metadata.tables[name]).compile(dialect=sqlite.dialect()))
    assert "WITHOUT ROWID" in statement


def test_comments_carry_neither_panel_nor_strata() -> None:
    assert not {"panel", "strata"} & {column.name for column in Base.metadata.tables["response_comment"].columns}
