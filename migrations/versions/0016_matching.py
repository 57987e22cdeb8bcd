"""runs of matching, drafts, and what coordinators set for them

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_draft",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "primary",
                "career",
                "research",
                "wellness",
                "identity",
                "peer",
                name="pairingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_match_draft_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_draft")),
        sa.UniqueConstraint("cohort_id", "kind", name=op.f("uq_match_draft_cohort_id_kind")),
    )
    with op.batch_alter_table("match_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_draft_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "match_run",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "primary",
                "career",
                "research",
                "wellness",
                "identity",
                "peer",
                name="pairingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
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
        sa.Column(
            "mode",
            sa.Enum("optimal", "stable", name="mode", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.LargeBinary(), nullable=True),
        sa.Column("inputs_digest", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("result_digest", sa.String(), nullable=False),
        sa.Column("solver", sa.String(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_match_run_cohort_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_match_run_cohort_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_match_run_public_id")),
    )
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_run_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "match_settings",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("stored", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_match_settings_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_match_settings")),
    )
    op.create_table(
        "match_side_rule",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("rationale", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("one_id <> other_id", name=op.f("ck_match_side_rule_two_enrollments")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_match_side_rule_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["one_id"], ["enrollment.id"], name=op.f("fk_match_side_rule_one_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["enrollment.id"], name=op.f("fk_match_side_rule_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_side_rule")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_match_side_rule_one_id_other_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_match_side_rule_public_id")),
    )
    with op.batch_alter_table("match_side_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_side_rule_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_side_rule_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_side_rule_other_id"), ["other_id"], unique=False)

    op.create_table(
        "match_step",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "run",
                "lock",
                "unlock",
                "forbid",
                "allow",
                "swap",
                "move",
                "except",
                "release",
                "keep",
                "publish",
                "withdraw",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("rationale", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["match_draft.id"], name=op.f("fk_match_step_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_match_step_run_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_step")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_match_step_draft_id_number")),
    )
    with op.batch_alter_table("match_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_step_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_step_run_id"), ["run_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("match_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_step_run_id"))
        batch_op.drop_index(batch_op.f("ix_match_step_draft_id"))

    op.drop_table("match_step")
    with op.batch_alter_table("match_side_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_side_rule_other_id"))
        batch_op.drop_index(batch_op.f("ix_match_side_rule_one_id"))
        batch_op.drop_index(batch_op.f("ix_match_side_rule_cohort_id"))

    op.drop_table("match_side_rule")
    op.drop_table("match_settings")
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_run_cohort_id"))

    op.drop_table("match_run")
    with op.batch_alter_table("match_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_draft_cohort_id"))

    op.drop_table("match_draft")
