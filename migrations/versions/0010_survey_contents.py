"""a wave asks several measures, of a named audience

Revision ID: 0010
Revises: 0009
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("baseline", "midpoint", "endpoint")
KINDS = ("baseline", "early", "midpoint", "endpoint")
WAVE = sa.table(
    "wave",
    sa.column("id", sa.Uuid()),
    sa.column("instrument_key", sa.String()),
    sa.column("instrument_version", sa.Integer()),
    sa.column("contents", sa.JSON()),
    sa.column("audience", sa.JSON()),
)
RELEASE = sa.table("release", sa.column("subject", sa.String()), sa.column("figure", sa.String()))


def _allow(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_wave_wavekind"), type_="check")
    with op.batch_alter_table("wave", schema=None) as batch_op:
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        batch_op.create_check_constraint(batch_op.f("ck_wave_wavekind"), f"kind IN ({listed})")


def upgrade() -> None:
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contents", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("audience", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("consent_en", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("consent_fr", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_strict", sa.Boolean(), nullable=False, server_default=sa.false()))
    _say_what_was_asked()
    with op.batch_alter_table("wave", schema=None) as batch_op:
        for column, type_ in (("contents", sa.JSON()), ("audience", sa.JSON())):
            batch_op.alter_column(column, existing_type=type_, existing_nullable=False, server_default=None)
        for column in ("consent_en", "consent_fr"):
            batch_op.alter_column(column, existing_type=sa.String(), existing_nullable=False, server_default=None)
        batch_op.alter_column("is_strict", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
        batch_op.drop_column("instrument_version")
        batch_op.drop_column("instrument_key")
    _allow(KINDS)


def _say_what_was_asked() -> None:
    """Every wave so far asked all mentees one instrument and a comment; figures of the ledger get its name."""
    connection = op.get_bind()
    for wave in connection.execute(sa.select(WAVE)).all():
        measure = {"measure": wave.instrument_key, "version": wave.instrument_version, "wording": None}
        connection.execute(
            sa.update(WAVE)
            .where(WAVE.c.id == wave.id)
            .values(contents={"blocks": [measure], "comment": True}, audience=["mentees", "unmatched"])
        )
        connection.execute(
            sa.update(RELEASE)
            .where(RELEASE.c.subject == f"wave:{wave.id}")
            .values(figure=sa.literal(f"{wave.instrument_key}.") + RELEASE.c.figure)
        )


def downgrade() -> None:
    """Waves that asked more than one measure keep the first of them; those three months in become midpoints."""
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.add_column(sa.Column("instrument_key", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("instrument_version", sa.Integer(), nullable=False, server_default="1"))
    _name_one_measure()
    op.execute(sa.text("UPDATE wave SET kind = 'midpoint' WHERE kind = 'early'"))
    _allow(KINDS_BEFORE)
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.alter_column("instrument_key", existing_type=sa.String(), existing_nullable=False, server_default=None)
        batch_op.alter_column(
            "instrument_version", existing_type=sa.Integer(), existing_nullable=False, server_default=None
        )
        for column in ("is_strict", "consent_fr", "consent_en", "audience", "contents"):
            batch_op.drop_column(column)


def _name_one_measure() -> None:
    connection = op.get_bind()
    for wave in connection.execute(sa.select(WAVE)).all():
        contents = wave.contents if isinstance(wave.contents, dict) else json.loads(wave.contents)
        measures = [block for block in contents["blocks"] if "measure" in block]
        first = measures[0] if measures else {"measure": "own_burnout_short", "version": 1}
        connection.execute(
            sa.update(WAVE)
            .where(WAVE.c.id == wave.id)
            .values(instrument_key=first["measure"], instrument_version=first["version"])
        )
        prefix = f"{first['measure']}."
        connection.execute(
            sa.update(RELEASE)
            .where(RELEASE.c.subject == f"wave:{wave.id}", RELEASE.c.figure.startswith(prefix))
            .values(figure=sa.func.substr(RELEASE.c.figure, len(prefix) + 1))
        )
