"""groups of mentors and mentees, and whom mentors would choose

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_mentee_choices()


def downgrade() -> None:
    _drop_mentee_choices()


def _make_mentee_choices() -> None:
    op.create_table(
        "mentee_choice",
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("mentor_id <> mentee_id", name=op.f("ck_mentee_choice_two_enrollments")),
        sa.CheckConstraint("rank BETWEEN 1 AND 5", name=op.f("ck_mentee_choice_rank_in_range")),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["enrollment.id"], name=op.f("fk_mentee_choice_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["enrollment.id"], name=op.f("fk_mentee_choice_mentor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentee_choice")),
        sa.UniqueConstraint("mentor_id", "mentee_id", name=op.f("uq_mentee_choice_mentor_id_mentee_id")),
        sa.UniqueConstraint("mentor_id", "rank", name=op.f("uq_mentee_choice_mentor_id_rank")),
    )
    with op.batch_alter_table("mentee_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentee_choice_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentee_choice_mentor_id"), ["mentor_id"], unique=False)


def _drop_mentee_choices() -> None:
    with op.batch_alter_table("mentee_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentee_choice_mentor_id"))
        batch_op.drop_index(batch_op.f("ix_mentee_choice_mentee_id"))

    op.drop_table("mentee_choice")
