"""The application factory: settings in, a bound Flask app out."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_security.core import Security
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import Engine

from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.paths import MIGRATIONS, STATIC, TEMPLATES
from mentorship_app.db.engine import install_rules
from mentorship_app.jobs import JobContext
from mentorship_app.web import (
    blueprints,
    cleaned_request,
    components,
    context,
    errors,
    i18n,
    security,
    static_files,
    transactions,
)
from mentorship_app.web import logging as request_logging
from mentorship_app.web import registrations as _registrations  # noqa: F401  every table, mail and job
from mentorship_app.web.auth import settings as auth_settings
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import csrf, db, htmx, limiter

POOL_SIZE = 16
"""More than the server's threads, so that no request waits for a connection."""


def create_app(settings: Settings) -> Flask:
    """A Flask app for ``settings``; it neither migrates nor creates anything on disk."""
    app = Flask("mentorship_app", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(settings.flask_config())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_size": POOL_SIZE,
        "max_overflow": POOL_SIZE,
        # A database server may have been restarted since; a file was not.
        "pool_pre_ping": settings.database_path is None,
    }
    app.extensions["settings"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Steps after a request run in reverse order of registration: the commit comes last.
    transactions.init_app(app)
    request_logging.init_app(app, settings)
    _init_database(app, settings)
    htmx.init_app(app)
    cleaned_request.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    i18n.init_app(app)
    _bind_security(app)
    security.init_app(app, https=settings.is_https)
    context.init_app(app)
    components.register(app)
    errors.init_app(app)
    _register_blueprints(app, settings)
    static_files.init_app(app, development=settings.development)
    return app


def _init_database(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        bind_database(app, settings)


def bind_database(app: Flask, settings: Settings) -> None:
    """Give the app's engine its rules, and the app an engine to write with. Needs an app context."""
    engine: Engine = db.engine
    install_rules(engine, _lock_path(settings))
    app.extensions["write_engine"] = engine.execution_options(write=True)


def _lock_path(settings: Settings) -> Path | None:
    database = settings.database_path
    return database.with_suffix(".lock") if database is not None else None


def _bind_security(app: Flask) -> None:
    app.config.update(auth_settings.SECURITY)
    datastore = SQLAlchemyUserDatastore(db, Account, StaffGrant)
    Security(app, datastore, **auth_settings.OVERRIDES)
    auth_settings.init_app(app)


def _register_blueprints(app: Flask, settings: Settings) -> None:
    for blueprint in (*blueprints.ALL, *(blueprints.DEVELOPMENT if settings.development else ())):
        app.register_blueprint(blueprint)


def job_context(app: Flask) -> JobContext:
    """What jobs of ``app`` may use, as of now."""
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        engine: Engine = db.engine
    return JobContext(
        engine=engine,
        keyring=keyring_of(app),
        instance=settings.instance_dir,
        base_url=settings.base_url,
        now=clock.now(),
        limits=settings.report_limits,
    )


def keyring_of(app: Flask) -> Keyring:
    """The key file of the installation."""
    settings: Settings = app.extensions["settings"]
    return Keyring(settings.keyring_path)
