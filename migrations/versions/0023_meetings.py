"""meetings and private notes

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        _kind("state", "meetingstate", "planned", "held", "cancelled"),
        sa.Column("starts_at", UtcDateTime(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        _kind("written_by", "cohortrole", "mentor", "mentee"),
        sa.Column("held_since", UtcDateTime(), nullable=True),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(pairing_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_meeting_pair_or_group")),
        sa.CheckConstraint("(state = 'held') = (met_on IS NOT NULL)", name=op.f("ck_meeting_held_has_its_day")),
        sa.CheckConstraint("state = 'held' OR starts_at IS NOT NULL", name=op.f("ck_meeting_planned_has_its_time")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_meeting_minutes_of_a_day")),
        _reference("meeting", "pairing"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["mentoring_group.id"], name=op.f("fk_meeting_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    op.create_index("ix_meeting_pairing_id_met_on", "meeting", ["pairing_id", "met_on"])
    op.create_index("ix_meeting_group_id_met_on", "meeting", ["group_id", "met_on"])
    op.create_table(
        "meeting_note",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _reference("meeting_note", "meeting"),
        _reference("meeting_note", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
        sa.UniqueConstraint("meeting_id", "enrollment_id", name=op.f("uq_meeting_note_meeting_id_enrollment_id")),
    )
    op.create_index(op.f("ix_meeting_note_enrollment_id"), "meeting_note", ["enrollment_id"])
    op.create_table(
        "meeting_cadence",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("weeks BETWEEN 0 AND 26", name=op.f("ck_meeting_cadence_weeks_of_half_a_year")),
        _reference("meeting_cadence", "cohort"),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_meeting_cadence")),
    )
    op.create_table(
        "meeting_nudge_pause",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        _reference("meeting_nudge_pause", "enrollment"),
        sa.PrimaryKeyConstraint("enrollment_id", name=op.f("pk_meeting_nudge_pause")),
    )
    _between("meeting_nudge", sa.Column("created_at", UtcDateTime(), nullable=False))
    _between(
        "meeting_link",
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("token_digest", name=op.f("uq_meeting_link_token_digest")),
    )
    op.create_index(op.f("ix_meeting_link_expires_at"), "meeting_link", ["expires_at"])


def _kind(column: str, name: str, *values: str) -> sa.Column[str]:
    kinds = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kinds, nullable=False)


def _reference(table: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=op.f(f"fk_{table}_{to}_id"), ondelete="CASCADE")


def _between(table: str, *parts: sa.schema.SchemaItem) -> None:
    """A table about one of a pair."""
    op.create_table(
        table,
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        _reference(table, "pairing"),
        _reference(table, "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_pairing_id"), table, ["pairing_id"])
    op.create_index(op.f(f"ix_{table}_enrollment_id"), table, ["enrollment_id"])


def downgrade() -> None:
    for table in (
        "meeting_link",
        "meeting_nudge",
        "meeting_nudge_pause",
        "meeting_cadence",
        "meeting_note",
        "meeting",
    ):
        op.drop_table(table)
