"""The migrations make what the models say, and go down again."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect

from mentorship_app.db import Base
from mentorship_app.web import create_app
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db
from tests.conftest import settings_in


@pytest.fixture
def settings(tmp_path: Path, bare_database_url: str) -> Settings:
    return settings_in(tmp_path, bare_database_url)


@pytest.fixture
def fresh_app(settings: Settings) -> Flask:
    return create_app(settings)


def test_migrations_make_exactly_the_tables_of_the_models(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        db.engine.dispose()
    assert differences == []


def test_migrations_go_down_to_nothing(fresh_app: Flask, settings: Settings) -> None:
    with fresh_app.app_context():
        upgrade()
        downgrade(revision="base")
        db.engine.dispose()
    engine = create_engine(settings.database_url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
