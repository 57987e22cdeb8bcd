"""Ways in: mailed link or code for participants, password and second factor for staff, the set-up wizard."""

from flask import Blueprint

bp = Blueprint("auth", __name__)
