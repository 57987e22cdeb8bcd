"""connections kept, wishes for the mentoring team, meetings of groups

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_KINDS = ("primary", "career", "research", "wellness", "identity", "peer")
_OPEN = sa.text("settled_at IS NULL")


def _of(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.add_column("meeting", sa.Column("present", sa.Integer(), nullable=True))
    op.add_column("meeting_cadence", sa.Column("group_weeks", sa.Integer(), nullable=False, server_default="12"))
    _make_nudges()
    _make_wishes()
    _make_connections()


def _make_nudges() -> None:
    op.create_table(
        "group_nudge",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _of("group_nudge", "group_id", "mentoring_group"),
        _of("group_nudge", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_nudge")),
    )
    op.create_index(op.f("ix_group_nudge_group_id"), "group_nudge", ["group_id"])
    op.create_index(op.f("ix_group_nudge_enrollment_id"), "group_nudge", ["enrollment_id"])


def _make_wishes() -> None:
    kind = sa.Enum(*_KINDS, name="pairingkind", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "team_wish",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("team_wish", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_wish")),
        sa.UniqueConstraint("public_id", name=op.f("uq_team_wish_public_id")),
    )
    op.create_index(op.f("ix_team_wish_enrollment_id"), "team_wish", ["enrollment_id"])
    op.create_index(
        "uq_team_wish_open",
        "team_wish",
        ["enrollment_id", "kind"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def _make_connections() -> None:
    op.create_table(
        "stay_answer",
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of("stay_answer", "pairing_id", "pairing"),
        _of("stay_answer", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_answer")),
        sa.UniqueConstraint("pairing_id", "enrollment_id", name=op.f("uq_stay_answer_pairing_id_enrollment_id")),
    )
    op.create_index(op.f("ix_stay_answer_enrollment_id"), "stay_answer", ["enrollment_id"])
    op.create_table(
        "connection",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("first_contact", sa.String(), nullable=False),
        sa.Column("second_contact", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_connection_two_people_in_order")),
        _of("connection", "cohort_id", "cohort", "SET NULL"),
        _of("connection", "first_id", "account"),
        _of("connection", "second_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("public_id", name=op.f("uq_connection_public_id")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_connection_first_id_second_id")),
    )
    op.create_index(op.f("ix_connection_cohort_id"), "connection", ["cohort_id"])
    op.create_index(op.f("ix_connection_second_id"), "connection", ["second_id"])


def downgrade() -> None:
    for table in ("connection", "stay_answer", "team_wish", "group_nudge"):
        op.drop_table(table)
    op.drop_column("meeting_cadence", "group_weeks")
    op.drop_column("meeting", "present")
