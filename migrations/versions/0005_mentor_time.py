"""mentor time, support plan, conflicts of interest

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STATES = ("open", "asked", "agreed", "not_needed")
_REASONS = (
    "program_director",
    "competence_committee",
    "evaluator",
    "supervisor_this_block",
    "family",
    "treating_relation",
    "prior_complaint",
)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other_roles", sa.JSON(), server_default="[]", nullable=False))
    _absences()
    _support_plans()
    _conflicts()


def _absences() -> None:
    op.create_table(
        "absence",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("absencekind", "pause", "away"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_absence_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_absence_enrollment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_absence_public_id")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_enrollment_id"), ["enrollment_id"], unique=False)


def _support_plans() -> None:
    op.create_table(
        "support_plan",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_hours", sa.Double(), nullable=True),
        sa.Column("mentee_hours", sa.Double(), nullable=True),
        sa.Column("released_by", sa.String(), nullable=False),
        sa.Column("time_state", _one_of("time_state", *_STATES), nullable=False),
        sa.Column("budget_amount", sa.Integer(), nullable=True),
        sa.Column("budget_currency", sa.String(), nullable=False),
        sa.Column("budget_source", sa.String(), nullable=False),
        sa.Column("budget_state", _one_of("budget_state", *_STATES), nullable=False),
        sa.Column("sponsor_name", sa.String(), nullable=False),
        sa.Column("sponsor_role", sa.String(), nullable=False),
        sa.Column("sponsor_state", _one_of("sponsor_state", *_STATES), nullable=False),
        sa.Column("lead_name", sa.String(), nullable=False),
        sa.Column("lead_role", sa.String(), nullable=False),
        sa.Column("lead_hours", sa.Double(), nullable=True),
        sa.Column("lead_state", _one_of("lead_state", *_STATES), nullable=False),
        sa.Column("resources", sa.String(), nullable=False),
        sa.Column("resources_state", _one_of("resources_state", *_STATES), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("budget_amount >= 0", name=op.f("ck_support_plan_budget_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_support_plan_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan")),
        sa.UniqueConstraint("cohort_id", name=op.f("uq_support_plan_cohort_id")),
    )
    op.create_table(
        "support_signature",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["support_plan.id"], name=op.f("fk_support_signature_plan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_signature")),
    )
    with op.batch_alter_table("support_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_signature_plan_id"), ["plan_id"], unique=False)


def _conflicts() -> None:
    op.create_table(
        "conflict_of_interest",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_account_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", _one_of("conflictreason", *_REASONS), nullable=False),
        sa.Column("declared_by", _one_of("declarer", "mentor", "mentee", "coordinator"), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("mentor_account_id <> mentee_account_id", name=op.f("ck_conflict_of_interest_two_people")),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_conflict_of_interest_program_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_account_id"],
            ["account.id"],
            name=op.f("fk_conflict_of_interest_mentor_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mentee_account_id"],
            ["account.id"],
            name=op.f("fk_conflict_of_interest_mentee_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conflict_of_interest_public_id")),
        sa.UniqueConstraint(
            "program_id",
            "mentor_account_id",
            "mentee_account_id",
            "reason",
            "declared_by",
            name="uq_conflict_of_interest_once",
        ),
    )
    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        for column in ("program_id", "mentor_account_id", "mentee_account_id"):
            batch_op.create_index(batch_op.f(f"ix_conflict_of_interest_{column}"), [column], unique=False)
    op.create_table(
        "do_not_match",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("typed_name", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("(other_id IS NULL) <> (typed_name = '')", name=op.f("ck_do_not_match_one_of_two")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["enrollment.id"], name=op.f("fk_do_not_match_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["enrollment.id"], name=op.f("fk_do_not_match_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_do_not_match")),
        sa.UniqueConstraint("public_id", name=op.f("uq_do_not_match_public_id")),
        sa.UniqueConstraint("owner_id", "other_id", name=op.f("uq_do_not_match_owner_id_other_id")),
    )
    with op.batch_alter_table("do_not_match", schema=None) as batch_op:
        for column in ("owner_id", "other_id"):
            batch_op.create_index(batch_op.f(f"ix_do_not_match_{column}"), [column], unique=False)
    op.create_table(
        "pairing_exception",
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("rationale", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_pairing_exception_pairing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pairing_id", name=op.f("pk_pairing_exception")),
    )


def downgrade() -> None:
    for table in (
        "pairing_exception",
        "do_not_match",
        "conflict_of_interest",
        "support_signature",
        "support_plan",
        "absence",
    ):
        op.drop_table(table)
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.drop_column("other_roles")
