"""The declarative base: constraint names, types, random primary keys."""

from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import JSON, MetaData
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase, registry

from mentorship_app.db.types import UtcDateTime


def _values(members: type[Enum]) -> list[str]:
    return [str(member.value) for member in members]


_METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_TYPES: dict[Any, Any] = {
    datetime: UtcDateTime(),
    # Enums are stored by value with a CHECK, not as native types: adding a value stays a small migration.
    StrEnum: EnumColumn(
        StrEnum,
        values_callable=_values,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
    ),
    dict[str, Any]: JSON(),
    list[str]: JSON(),
    list[Any]: JSON(),
}


class Base(DeclarativeBase):
    """All models derive from this. Every constraint has a name, so that SQLite's batch migrations can drop it."""

    registry = registry(metadata=_METADATA, type_annotation_map=_TYPES)
