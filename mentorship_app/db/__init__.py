"""The database below every model: declarative base, column types, mixins, engine set-up. No Flask."""

from mentorship_app.db.base import Base

__all__ = ["Base"]
