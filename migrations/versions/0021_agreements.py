"""agreements between mentor and mentee

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_SIDE = ("mentor", "mentee")
_STATUS = ("proposed", "replaced", "withdrawn", "in_force", "amended")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing_id"], ["pairing.id"], name=op.f("fk_agreement_pairing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("pairing_id", name=op.f("uq_agreement_pairing_id")),
    )
    op.create_table(
        "agreement_version",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Uuid(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("status", _one_of("agreementstatus", _STATUS), nullable=False),
        sa.Column("proposed_by", _one_of("cohortrole", _SIDE), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("in_force_at", UtcDateTime(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('in_force', 'amended')) = (in_force_at IS NOT NULL)",
            name=op.f("ck_agreement_version_in_force_has_its_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_version_agreement_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_version.id"], name=op.f("fk_agreement_version_form_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_version_agreement_id_number")),
    )
    op.create_index(op.f("ix_agreement_version_agreement_id"), "agreement_version", ["agreement_id"])
    op.create_index(op.f("ix_agreement_version_form_version_id"), "agreement_version", ["form_version_id"])
    for status in ("proposed", "in_force"):
        where = sa.text(f"status = '{status}'")
        op.create_index(
            f"uq_agreement_version_one_{status}",
            "agreement_version",
            ["agreement_id"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.create_table(
        "agreement_signature",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("side", _one_of("cohortrole", _SIDE), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["agreement_version.id"],
            name=op.f("fk_agreement_signature_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "side", name=op.f("pk_agreement_signature")),
    )
    op.create_table(
        "agreement_copy",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("drawn_at", UtcDateTime(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_copy_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_copy")),
        sa.UniqueConstraint("version_id", "locale", name=op.f("uq_agreement_copy_version_id_locale")),
    )


def downgrade() -> None:
    op.drop_table("agreement_copy")
    op.drop_table("agreement_signature")
    op.drop_table("agreement_version")
    op.drop_table("agreement")
