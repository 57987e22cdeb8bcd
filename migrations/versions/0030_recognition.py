"""tasks with owners, letters for mentors, feedback to mentors

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    with op.batch_alter_table("year_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("note", sa.String(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_year_task_owner_id"), "account", ["owner_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_year_task_owner_id"), ["owner_id"])
    _make_letters()
    _make_feedback()


def _make_letters() -> None:
    op.create_table(
        "recognition_words",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("leader_name", "leader_role_en", "leader_role_fr", "thanks_en", "thanks_fr")
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("recognition_words", "cohort_id", "cohort"),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_recognition_words")),
    )
    op.create_table(
        "recognition_line",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of("recognition_line", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("enrollment_id", name=op.f("pk_recognition_line")),
    )
    op.create_table(
        "recognition_choice",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("outside_quarters", sa.Integer(), nullable=False),
        sa.Column("wants_letter", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outside_quarters BETWEEN 0 AND 2000", name=op.f("ck_recognition_choice_outside_quarters_of_a_year")
        ),
        _of("recognition_choice", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("enrollment_id", name=op.f("pk_recognition_choice")),
    )
    op.create_table(
        "recognition_letter",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("hours", "thanks", name="letterkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("drawn_at", UtcDateTime(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _of("recognition_letter", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_letter")),
        sa.UniqueConstraint(
            "enrollment_id", "kind", "locale", name=op.f("uq_recognition_letter_enrollment_id_kind_locale")
        ),
    )


def _make_feedback() -> None:
    op.create_table(
        "feedback_answer",
        sa.Column("slot", sa.LargeBinary(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of("feedback_answer", "program_id", "program"),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_feedback_answer")),
    )
    op.create_index(op.f("ix_feedback_answer_program_id"), "feedback_answer", ["program_id"])
    op.create_table(
        "feedback_round",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        _of("feedback_round", "program_id", "program"),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_feedback_round")),
    )
    op.create_table(
        "mentor_feedback",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("halves BETWEEN 4 AND 18", name=op.f("ck_mentor_feedback_halves_away_from_the_ends")),
        sa.CheckConstraint("people >= 5", name=op.f("ck_mentor_feedback_people_enough")),
        _of("mentor_feedback", "account_id", "account"),
        _of("mentor_feedback", "program_id", "program"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_feedback")),
    )
    for column in ("account_id", "program_id"):
        op.create_index(op.f(f"ix_mentor_feedback_{column}"), "mentor_feedback", [column])


def downgrade() -> None:
    for table in (
        "mentor_feedback",
        "feedback_round",
        "feedback_answer",
        "recognition_letter",
        "recognition_choice",
        "recognition_line",
        "recognition_words",
    ):
        op.drop_table(table)
    with op.batch_alter_table("year_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_task_owner_id"))
        batch_op.drop_constraint(batch_op.f("fk_year_task_owner_id"), type_="foreignkey")
        batch_op.drop_column("note")
        batch_op.drop_column("owner_id")
