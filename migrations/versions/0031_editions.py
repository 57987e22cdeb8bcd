"""editions of reports, recommendations, requirements, letterhead

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def _of(table: str, column: str, target: str, ondelete: str | None = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbered(table: str, *, moment: bool = True) -> list[sa.schema.SchemaItem]:
    """What rows of most tables have: an id, when they were made, and their version."""
    columns: list[sa.schema.SchemaItem] = [sa.Column("id", sa.Uuid(), nullable=False)]
    if moment:
        columns.append(sa.Column("created_at", UtcDateTime(), nullable=False))
    columns.append(sa.Column("version", sa.Integer(), nullable=False))
    return [*columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def upgrade() -> None:
    _make_editions()
    _make_recommendations()
    _make_requirements()
    op.create_table(
        "letterhead",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        *_words("logo_alt", "address"),
        *_numbered("letterhead", moment=False),
        _of("letterhead", "program_id", "program"),
        sa.UniqueConstraint("program_id", name=op.f("uq_letterhead_program_id")),
    )
    op.add_column("report_file", sa.Column("page", sa.String(), server_default="", nullable=False))
    op.add_column("report_file", sa.Column("tables", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "report_download",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "archive",
                "workbook",
                "figures",
                name="downloadkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of("report_download", "file_id", "report_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_download")),
        sa.UniqueConstraint("file_id", "kind", name=op.f("uq_report_download_file_id_kind")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("edition_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_final", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_report_edition_id"), "report_edition", ["edition_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_index(batch_op.f("ix_report_edition_id"), ["edition_id"])


def _make_editions() -> None:
    op.create_table(
        "report_edition",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        *_words("public_id", "locale"),
        sa.Column(
            "outline",
            sa.Enum(
                "full",
                "dean",
                "accreditor",
                "participants",
                name="outline",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("pooled", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "frozen", name="editionstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        *_words("created_by"),
        sa.Column("frozen_at", UtcDateTime(), nullable=True),
        *_words("frozen_by"),
        sa.Column("frozen_file_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        *_numbered("report_edition"),
        _of("report_edition", "cohort_id", "cohort"),
        _of("report_edition", "frozen_file_id", "report_file", None),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_edition_public_id")),
    )
    op.create_index(op.f("ix_report_edition_cohort_id"), "report_edition", ["cohort_id"])
    op.create_index(op.f("ix_report_edition_frozen_file_id"), "report_edition", ["frozen_file_id"])
    op.create_table(
        "report_text",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        *_words("key", "text"),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of("report_text", "edition_id", "report_edition"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
        sa.UniqueConstraint("edition_id", "key", name=op.f("uq_report_text_edition_id_key")),
    )
    op.create_table(
        "report_theme",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        *_words("public_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        *_words("name", "summary", "quote"),
        sa.Column("comments", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of("report_theme", "edition_id", "report_edition"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_theme")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_theme_public_id")),
    )
    op.create_index(op.f("ix_report_theme_edition_id"), "report_theme", ["edition_id"])


def _make_recommendations() -> None:
    op.create_table(
        "recommendation",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        *_words("public_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        *_words("text", "owner"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "progress",
            sa.Enum(
                "planned",
                "under_way",
                "done",
                "dropped",
                name="progress",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        *_words("outcome"),
        *_numbered("recommendation"),
        _of("recommendation", "cohort_id", "cohort"),
        sa.UniqueConstraint("public_id", name=op.f("uq_recommendation_public_id")),
    )
    op.create_index(op.f("ix_recommendation_cohort_id"), "recommendation", ["cohort_id"])


def _make_requirements() -> None:
    op.create_table(
        "requirement",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        *_words("public_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "framework",
            sa.Enum(
                "acgme",
                "canera",
                "lcme",
                "cacms",
                "other",
                name="framework",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        *_words("element", "text"),
        sa.Column("evidence", sa.JSON(), nullable=False),
        *_words("link", "gap"),
        *_numbered("requirement"),
        _of("requirement", "program_id", "program"),
        sa.UniqueConstraint("public_id", name=op.f("uq_requirement_public_id")),
    )
    op.create_index(op.f("ix_requirement_program_id"), "requirement", ["program_id"])


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_report_edition_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_report_edition_id"))
        for column in ("edition_id", "edition_version", "is_final"):
            batch_op.drop_column(column)
    op.drop_table("report_download")
    op.drop_column("report_file", "tables")
    op.drop_column("report_file", "page")
    for table in ("letterhead", "requirement", "recommendation", "report_theme", "report_text", "report_edition"):
        op.drop_table(table)
