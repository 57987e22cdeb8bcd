"""mailings to everybody at once, with sealed progress; local mail says itself whether staff may read it

Revision ID: 0012
Revises: 0011
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

import mentorship_app.db.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WAVE = sa.table("wave", sa.column("id", sa.Uuid()), sa.column("status", sa.String()))
MAILING = sa.table(
    "mailing",
    sa.column("id", sa.Uuid()),
    sa.column("wave_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("status", sa.String()),
    sa.column("not_before", mentorship_app.db.types.UtcDateTime()),
    sa.column("last_error", sa.String()),
    sa.column("refused", sa.JSON()),
)
KINDS = ("invitation", "reminder_1", "reminder_2", "reminder_3", "evening")
STATES = ("held", "queued", "sending", "sent", "cancelled")


def upgrade() -> None:
    """Invitations of waves that are open stay as they are: rows of the outbox, one for each person."""
    op.create_table(
        "mailing",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="mailingkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(*STATES, name="mailingstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("not_before", mentorship_app.db.types.UtcDateTime(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_mailing_wave_id_wave"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("wave_id", "kind", name=op.f("uq_mailing_wave_id_kind")),
    )
    op.create_index(op.f("ix_mailing_wave_id"), "mailing", ["wave_id"])
    op.create_table(
        "sealed_mailing",
        sa.Column("slot", sa.LargeBinary(32), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_sealed_mailing_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_sealed_mailing")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sealed_mailing_wave_id"), "sealed_mailing", ["wave_id"])
    _let_open_waves_write_in_the_evening()
    with op.batch_alter_table("local_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
    # The row of a private mail goes once it is sent; of every other mail it stays.
    op.execute(
        sa.text(
            "UPDATE local_mail SET private = :yes WHERE NOT EXISTS "
            "(SELECT 1 FROM outbox_message WHERE outbox_message.id = local_mail.message_id)"
        ).bindparams(sa.bindparam("yes", True, sa.Boolean()))
    )
    with op.batch_alter_table("local_mail", schema=None) as batch_op:
        batch_op.alter_column("private", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def _let_open_waves_write_in_the_evening() -> None:
    """Their pages offer a reminder this evening, too; the worker moves the moment to the next seven o'clock."""
    connection = op.get_bind()
    for wave in connection.execute(sa.select(WAVE.c.id).where(WAVE.c.status == "open")).all():
        connection.execute(
            sa.insert(MAILING).values(
                id=uuid4(),
                wave_id=wave.id,
                kind="evening",
                status="queued",
                not_before=datetime.now(UTC),
                last_error="",
                refused={},
            )
        )


def downgrade() -> None:
    """Mailings that have not left are lost: they must be taken back or sent before."""
    with op.batch_alter_table("local_mail", schema=None) as batch_op:
        batch_op.drop_column("private")
    op.drop_table("sealed_mailing")
    op.drop_table("mailing")
