"""groups of mentors and mentees, and proposals for them

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentoring_group",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR started_on <= ended_on", name=op.f("ck_mentoring_group_starts_before_it_ends")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_mentoring_group_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_group")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentoring_group_public_id")),
    )
    op.create_index(op.f("ix_mentoring_group_cohort_id"), "mentoring_group", ["cohort_id"])
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_group_member_enrollment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["mentoring_group.id"], name=op.f("fk_group_member_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "enrollment_id", name=op.f("pk_group_member")),
    )
    op.create_index(op.f("ix_group_member_enrollment_id"), "group_member", ["enrollment_id"])
    op.create_table(
        "group_proposal",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "solving",
                "solved",
                "refused",
                "failed",
                name="runstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("left_over", sa.JSON(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("begun", sa.JSON(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_group_proposal_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_proposal")),
        sa.UniqueConstraint("cohort_id", name=op.f("uq_group_proposal_cohort_id")),
    )


def downgrade() -> None:
    op.drop_table("group_proposal")
    op.drop_table("group_member")
    op.drop_table("mentoring_group")
