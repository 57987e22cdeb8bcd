"""choices of mentors and waitlists

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


TABLES = ("mentor_choice", "waitlist")
KINDS = ("primary", "career", "research", "wellness", "identity", "peer")


def upgrade() -> None:
    op.create_table(
        "mentor_choice",
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column(
            "function",
            sa.Enum(*KINDS, name="pairing_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 5", name=op.f("ck_mentor_choice_rank_in_range")),
        sa.CheckConstraint("mentor_id <> mentee_id", name=op.f("ck_mentor_choice_two_enrollments")),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["enrollment.id"], name=op.f("fk_mentor_choice_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["enrollment.id"], name=op.f("fk_mentor_choice_mentor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_choice")),
        sa.UniqueConstraint("mentee_id", "mentor_id", name=op.f("uq_mentor_choice_mentee_id_mentor_id")),
        sa.UniqueConstraint("mentee_id", "rank", name=op.f("uq_mentor_choice_mentee_id_rank")),
    )
    op.create_table(
        "waitlist",
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["enrollment.id"], name=op.f("fk_waitlist_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["enrollment.id"], name=op.f("fk_waitlist_mentee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist")),
        sa.UniqueConstraint("mentor_id", "mentee_id", name=op.f("uq_waitlist_mentor_id_mentee_id")),
    )
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in ("mentee_id", "mentor_id"):
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in ("mentor_id", "mentee_id"):
                batch_op.drop_index(batch_op.f(f"ix_{table}_{column}"))
        op.drop_table(table)
