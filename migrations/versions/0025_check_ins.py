"""check-ins and requests for another match

Revision ID: 0025
Revises: 0024
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_STATUS = ("open", "seen", "matching", "ended", "kept", "withdrawn")
_PENDING = sa.text("status IN ('open', 'seen', 'matching')")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _common(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def _form_of(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["form_version_id"], ["form_version.id"], name=op.f(f"fk_{table}_form_version_id"))


def upgrade() -> None:
    op.create_table(
        "check_in",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("checkinkind", "three_months", "mid_year"), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("form_version_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        *_common("check_in"),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_check_in_opens_before_it_closes")),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (form_version_id IS NULL)", name=op.f("ck_check_in_asked_has_its_form")
        ),
        _of("check_in", "cohort_id", "cohort"),
        _form_of("check_in"),
        sa.UniqueConstraint("cohort_id", "kind", name=op.f("uq_check_in_cohort_id_kind")),
    )
    op.create_table(
        "check_in_answer",
        sa.Column("slot", sa.LargeBinary(), nullable=False),
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of("check_in_answer", "check_in_id", "check_in"),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_check_in_answer")),
    )
    op.create_index(op.f("ix_check_in_answer_check_in_id"), "check_in_answer", ["check_in_id"])
    op.create_table(
        "check_in_wish",
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("wants_help", sa.Boolean(), nullable=False),
        sa.Column("wants_change", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        *_common("check_in_wish"),
        _of("check_in_wish", "check_in_id", "check_in"),
        _of("check_in_wish", "pairing_id", "pairing"),
        _of("check_in_wish", "enrollment_id", "enrollment"),
        sa.UniqueConstraint(
            "check_in_id",
            "pairing_id",
            "enrollment_id",
            name=op.f("uq_check_in_wish_check_in_id_pairing_id_enrollment_id"),
        ),
    )
    op.create_index(op.f("ix_check_in_wish_pairing_id"), "check_in_wish", ["pairing_id"])
    op.create_index(op.f("ix_check_in_wish_enrollment_id"), "check_in_wish", ["enrollment_id"])
    op.create_table(
        "rematch_request",
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("form_version_id", sa.Uuid(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("reason_is_told", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", _one_of("rematchstatus", *_STATUS), nullable=False),
        sa.Column("handled_by", sa.String(), nullable=False),
        sa.Column("handled_at", UtcDateTime(), nullable=True),
        *_common("rematch_request"),
        _of("rematch_request", "pairing_id", "pairing"),
        _of("rematch_request", "enrollment_id", "enrollment"),
        _form_of("rematch_request"),
    )
    op.create_index(op.f("ix_rematch_request_pairing_id"), "rematch_request", ["pairing_id"])
    op.create_index(op.f("ix_rematch_request_enrollment_id"), "rematch_request", ["enrollment_id"])
    op.create_index(
        "uq_rematch_request_pending",
        "rematch_request",
        ["pairing_id", "enrollment_id"],
        unique=True,
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )


def downgrade() -> None:
    for table in ("rematch_request", "check_in_wish", "check_in_answer", "check_in"):
        op.drop_table(table)
