"""One app for all tests of a worker.

Building an app compiles some 300 addresses and, page by page, its templates; that takes longer than most tests. What a
test can change (database, settings, configuration, log) is new for each of them.
"""

from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import create_engine

from mentorship_app.web import create_app
from mentorship_app.web import logging as request_logging
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.factory import bind_database

QUICK_HASHES = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
"""Hashing is made to be slow. What it costs in production is held by ``tests/web/auth/test_password_cost.py``."""


@dataclass
class Apps:
    """Apps by what cannot be changed once they are built."""

    _built: dict[str, tuple[Flask, dict[str, object], dict[str, object]]] = field(default_factory=dict)

    def bound_to(self, settings: Settings) -> Flask:
        """The app as it would be built for ``settings``."""
        fixed = {name: value for name, value in settings.flask_config().items() if name != "SQLALCHEMY_DATABASE_URI"}
        key = repr((fixed, settings.is_https, settings.development))
        if key not in self._built:
            app = create_app(settings)
            with app.app_context():
                db.engine.dispose()
            app.extensions["security"].pwd_context.update(**QUICK_HASHES)
            self._built[key] = app, dict(app.config), dict(app.extensions)
        app, configuration, extensions = self._built[key]
        app.config.clear()
        app.config.update(configuration, SQLALCHEMY_DATABASE_URI=settings.database_url)
        app.extensions.clear()
        app.extensions.update(extensions, settings=settings)
        limiter.storage.reset()
        with app.app_context():
            options = dict(app.config["SQLALCHEMY_ENGINE_OPTIONS"])
            db.engines[None] = create_engine(settings.database_url, **options)  # type: ignore[index]  # a dictionary
            bind_database(app, settings)
        request_logging.configure(level=settings.log_level, development=settings.development)
        return app
