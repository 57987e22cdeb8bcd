"""Where the folders beside the package are. The app runs from its checkout."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = PROJECT / "templates"
MIGRATIONS = PROJECT / "migrations"
STATIC = PROJECT / "mentorship_app" / "static"
