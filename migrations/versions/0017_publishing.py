"""pairs are published, and accepted by both

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = ("primary", "career", "research", "wellness", "identity", "peer")


def upgrade() -> None:
    # Column by column: a batch would build the table anew, and many others hang on it. Who is paired is not asked.
    op.add_column("pairing", sa.Column("accept_by", sa.Date(), nullable=True))
    op.add_column("pairing", sa.Column("reasons", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "pairing_answer",
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("mentor", "mentee", name="cohortrole", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "reply",
            sa.Enum("accepted", "declined", name="pairingreply", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_pairing_answer_pairing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pairing_id", "side", name=op.f("pk_pairing_answer")),
    )
    _create_publications()


def _create_publications() -> None:
    op.create_table(
        "match_publication",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="pairingkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("released", sa.JSON(), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("undo_until", UtcDateTime(), nullable=False),
        sa.Column("accept_by", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_mails", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_match_publication_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["match_draft.id"], name=op.f("fk_match_publication_draft_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["match_run.id"], name=op.f("fk_match_publication_run_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_publication")),
        sa.UniqueConstraint("public_id", name=op.f("uq_match_publication_public_id")),
    )
    for column in ("cohort_id", "draft_id", "run_id"):
        op.create_index(op.f(f"ix_match_publication_{column}"), "match_publication", [column])
    op.create_table(
        "publication_pairing",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_publication_pairing_pairing_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["match_publication.id"],
            name=op.f("fk_publication_pairing_publication_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("publication_id", "pairing_id", name=op.f("pk_publication_pairing")),
    )
    op.create_index(op.f("ix_publication_pairing_pairing_id"), "publication_pairing", ["pairing_id"])


def downgrade() -> None:
    op.drop_table("publication_pairing")
    op.drop_table("match_publication")
    op.drop_table("pairing_answer")
    op.drop_column("pairing", "reasons")
    op.drop_column("pairing", "accept_by")
