"""tags, consents, merged people

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.core.searching import searchable
from mentorship_app.db.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Columns are added and dropped one by one, not by making the tables anew: that would lose the triggers on them.


def upgrade() -> None:
    op.add_column("account", sa.Column("search_text", sa.String(), server_default="", nullable=False))
    op.add_column("enrollment", sa.Column("left_at", UtcDateTime(), nullable=True))
    op.add_column("enrollment", sa.Column("left_themselves", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("enrollment", sa.Column("search_text", sa.String(), server_default="", nullable=False))
    _fill("account", "name", "email")
    _fill("enrollment", "department", "site")
    _make_tags()
    _make_consents()
    op.create_table(
        "former_record",
        sa.Column("former_id", sa.Uuid(), nullable=False),
        sa.Column("former_type", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_former_record_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("former_id", name=op.f("pk_former_record")),
    )
    op.create_index(op.f("ix_former_record_account_id"), "former_record", ["account_id"])
    op.create_table(
        "different_people",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["account.id"], name=op.f("fk_different_people_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["account.id"], name=op.f("fk_different_people_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_different_people")),
    )
    op.create_index(op.f("ix_different_people_second_id"), "different_people", ["second_id"])


def _fill(table: str, *columns: str) -> None:
    """Write what searches compare beside what is searched."""
    connection = op.get_bind()
    rows = sa.table(table, sa.column("id"), sa.column("search_text"), *(sa.column(name) for name in columns))
    for row in connection.execute(sa.select(rows.c.id, *(rows.c[name] for name in columns))).all():
        folded = searchable(*(text or "" for text in row[1:]))
        connection.execute(sa.update(rows).where(rows.c.id == row.id).values(search_text=folded))


def _make_tags() -> None:
    op.create_table(
        "tag",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_tag_program_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("program_id", "search_text", name=op.f("uq_tag_program_id_search_text")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tag_public_id")),
    )
    op.create_index(op.f("ix_tag_program_id"), "tag", ["program_id"])
    op.create_table(
        "person_tag",
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_person_tag_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_person_tag_tag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tag_id", "account_id", name=op.f("pk_person_tag")),
    )
    op.create_index(op.f("ix_person_tag_account_id"), "person_tag", ["account_id"])


def _make_consents() -> None:
    op.create_table(
        "consent",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("form_version_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_consent_email_is_lower_case")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["form_version_id"], ["form_version.id"], name=op.f("fk_consent_form_version_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_consent_program_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_account_id"), "consent", ["account_id"])
    op.create_index(op.f("ix_consent_program_id_email"), "consent", ["program_id", "email"])


def downgrade() -> None:
    op.drop_index(op.f("ix_different_people_second_id"), table_name="different_people")
    op.drop_table("different_people")
    op.drop_index(op.f("ix_former_record_account_id"), table_name="former_record")
    op.drop_table("former_record")
    op.drop_index(op.f("ix_consent_program_id_email"), table_name="consent")
    op.drop_index(op.f("ix_consent_account_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_person_tag_account_id"), table_name="person_tag")
    op.drop_table("person_tag")
    op.drop_index(op.f("ix_tag_program_id"), table_name="tag")
    op.drop_table("tag")
    for table, column in (
        ("enrollment", "search_text"),
        ("enrollment", "left_themselves"),
        ("enrollment", "left_at"),
        ("account", "search_text"),
    ):
        op.drop_column(table, column)
