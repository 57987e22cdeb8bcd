"""The database's own word that no mentor gets more mentees than they have places, whoever writes and however.

The services ask first and say it kindly. This is for what does not ask: a second server, a console, a mistake of ours.
A pair takes a place while it is active and its mentee takes part.

The rules are installed after every migration rather than written in one (``migrations/env.py``): SQLite drops a table's
triggers when a migration rebuilds the table, and refuses to rename a table that a trigger of another one mentions.
"""

# ruff: noqa: S608  the statements are made of the words of this file only

from typing import Any

from sqlalchemy import Connection, Table, event, inspect

from mentorship_app.mentoring.models import Pairing

REFUSAL = "every place of this mentor is taken"
"""What the database says; ``web/errors.py`` knows the sentence."""

_LOAD_OF = (
    "(SELECT count(*) FROM pairing AS held JOIN enrollment AS held_mentee ON held_mentee.id = held.mentee_id "
    "WHERE held.mentor_id = {mentor} AND held.status = 'active' AND held_mentee.status = 'active')"
)
_PAIR_IS_TOO_MANY = (
    "NEW.status = 'active' AND "
    + _LOAD_OF.format(mentor="NEW.mentor_id")
    + " > (SELECT capacity FROM enrollment WHERE id = NEW.mentor_id)"
)
_PAIR_IS_OTHER = "(OLD.status <> 'active' OR OLD.mentor_id <> NEW.mentor_id OR OLD.mentee_id <> NEW.mentee_id)"
_TOO_FEW_PLACES = (
    # What was too many before this rule was there may still be mended step by step.
    "NEW.role = 'mentor' AND NEW.status = 'active' AND (NEW.capacity < OLD.capacity OR OLD.status <> 'active') AND "
    + _LOAD_OF.format(mentor="NEW.id")
    + " > NEW.capacity"
)
_RETURNS_TO_A_FULL_MENTOR = (
    "NEW.role = 'mentee' AND NEW.status = 'active' AND OLD.status <> 'active' AND EXISTS (SELECT 1 FROM pairing AS own "
    "JOIN enrollment AS own_mentor ON own_mentor.id = own.mentor_id "
    "WHERE own.mentee_id = NEW.id AND own.status = 'active' AND own_mentor.status = 'active' AND "
    + _LOAD_OF.format(mentor="own_mentor.id")
    + " > own_mentor.capacity)"
)

_SQLITE = {
    "place_guard_pairing_made": ("AFTER INSERT ON pairing", _PAIR_IS_TOO_MANY),
    "place_guard_pairing_changed": (
        "AFTER UPDATE OF status, mentor_id, mentee_id ON pairing",
        f"{_PAIR_IS_OTHER} AND {_PAIR_IS_TOO_MANY}",
    ),
    "place_guard_places_changed": ("AFTER UPDATE OF capacity, status ON enrollment", _TOO_FEW_PLACES),
    "place_guard_mentee_returned": ("AFTER UPDATE OF status ON enrollment", _RETURNS_TO_A_FULL_MENTOR),
}

# Locks first: without the app's writers' lock two transactions could each count before the other is there.
_POSTGRESQL = f"""
CREATE FUNCTION place_guard_pairing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'active' THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NOT {_PAIR_IS_OTHER} THEN RETURN NULL; END IF;
  END IF;
  PERFORM 1 FROM enrollment WHERE id = NEW.mentor_id FOR UPDATE;
  IF {_PAIR_IS_TOO_MANY} THEN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation', TABLE = 'pairing';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION place_guard_enrollment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role = 'mentee' AND NEW.status = 'active' AND OLD.status <> 'active' THEN
    PERFORM 1 FROM enrollment AS mentor JOIN pairing ON pairing.mentor_id = mentor.id
      WHERE pairing.mentee_id = NEW.id AND pairing.status = 'active' ORDER BY mentor.id FOR UPDATE OF mentor;
  END IF;
  IF ({_TOO_FEW_PLACES}) OR ({_RETURNS_TO_A_FULL_MENTOR}) THEN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation', TABLE = 'enrollment';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER place_guard_pairing AFTER INSERT OR UPDATE OF status, mentor_id, mentee_id ON pairing
  FOR EACH ROW EXECUTE FUNCTION place_guard_pairing();
CREATE TRIGGER place_guard_enrollment AFTER UPDATE OF capacity, status ON enrollment
  FOR EACH ROW EXECUTE FUNCTION place_guard_enrollment();
"""


def install(connection: Connection) -> None:
    """Set the rules up anew; does nothing while there are no pairs to guard."""
    if not inspect(connection).has_table(Pairing.__tablename__):
        return
    remove(connection)
    if connection.dialect.name == "sqlite":
        for name, (when, condition) in _SQLITE.items():
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
    else:
        connection.exec_driver_sql(_POSTGRESQL)


def remove(connection: Connection) -> None:
    """Take the rules away, so that tables can be rebuilt; :func:`install` brings them back."""
    if connection.dialect.name == "sqlite":
        for name in _SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    else:
        connection.exec_driver_sql(
            "DROP FUNCTION IF EXISTS place_guard_pairing() CASCADE; "
            "DROP FUNCTION IF EXISTS place_guard_enrollment() CASCADE"
        )


@event.listens_for(Pairing.__table__, "after_create")
def _install_with_table(_table: Table, connection: Connection, **_more: Any) -> None:
    install(connection)


@event.listens_for(Pairing.__table__, "before_drop")
def _remove_with_table(_table: Table, connection: Connection, **_more: Any) -> None:
    remove(connection)
