"""The base of all factories."""

from factory.alchemy import SQLAlchemyModelFactory


class AppFactory(SQLAlchemyModelFactory):
    """Writes into the session that the test's fixture bound, and flushes, so that ids are there."""

    class Meta:
        abstract = True
        sqlalchemy_session_persistence = "flush"
