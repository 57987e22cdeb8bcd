"""modules and completions

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_module",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("text_fr", sa.String(), nullable=False),
        sa.Column("for_mentors", sa.Boolean(), nullable=False),
        sa.Column("for_mentees", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_training_module_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_module")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_module_public_id")),
    )
    op.create_index(op.f("ix_training_module_program_id"), "training_module", ["program_id"])
    op.create_table(
        "training_requirement",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        _kind("role", "cohortrole", "mentor", "mentee"),
        sa.Column("module_key", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_training_requirement_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_requirement")),
        sa.UniqueConstraint(
            "cohort_id", "role", "module_key", name=op.f("uq_training_requirement_cohort_id_role_module_key")
        ),
    )
    _of_person(
        "training_progress",
        ("module_key",),
        sa.Column("module_key", sa.String(), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    _of_person(
        "training_reflection",
        ("module_key",),
        sa.Column("module_key", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _of_person(
        "skill_rating",
        ("moment",),
        _kind("moment", "ratingmoment", "before", "after", "looking_back"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _of_person(
        "training_certificate",
        ("locale",),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("drawn_at", UtcDateTime(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )


def _kind(column: str, name: str, *values: str) -> sa.Column[str]:
    kinds = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kinds, nullable=False)


def _of_person(table: str, within: tuple[str, ...], *columns: sa.Column[object]) -> None:
    """A table with one row for each person and ``within``."""
    op.create_table(
        table,
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f(f"fk_{table}_enrollment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("enrollment_id", *within, name=op.f(f"uq_{table}_{'_'.join(('enrollment_id', *within))}")),
    )


def downgrade() -> None:
    for table in (
        "training_certificate",
        "skill_rating",
        "training_reflection",
        "training_progress",
        "training_requirement",
        "training_module",
    ):
        op.drop_table(table)
