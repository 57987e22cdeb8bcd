"""wording that programs bring for instruments, and their licences

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from mentorship_app.db.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bound_wording",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_key", sa.String(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("bound_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_bound_wording_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bound_wording")),
        sa.UniqueConstraint(
            "program_id",
            "instrument_key",
            "instrument_version",
            "number",
            name=op.f("uq_bound_wording_program_id_instrument_key_instrument_version_number"),
        ),
    )
    with op.batch_alter_table("bound_wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bound_wording_program_id"), ["program_id"], unique=False)

    op.create_table(
        "wording_upload",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_key", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_wording_upload_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wording_upload_public_id")),
    )
    with op.batch_alter_table("wording_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_upload_program_id"), ["program_id"], unique=False)

    op.create_table(
        "licence_record",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("instrument_key", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("paid >= 0", name=op.f("ck_licence_record_paid_is_no_debt")),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_licence_record_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_record")),
        sa.UniqueConstraint("public_id", name=op.f("uq_licence_record_public_id")),
    )
    with op.batch_alter_table("licence_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licence_record_program_id"), ["program_id"], unique=False)

    op.create_table(
        "licence_use",
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_licence_use_somebody_was_asked")),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licence_record.id"], name=op.f("fk_licence_use_licence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_use")),
    )
    with op.batch_alter_table("licence_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_licence_use_licence_id"), ["licence_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("licence_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_licence_use_licence_id"))
    op.drop_table("licence_use")
    with op.batch_alter_table("licence_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_licence_record_program_id"))
    op.drop_table("licence_record")
    with op.batch_alter_table("wording_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_upload_program_id"))
    op.drop_table("wording_upload")
    with op.batch_alter_table("bound_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bound_wording_program_id"))
    op.drop_table("bound_wording")
