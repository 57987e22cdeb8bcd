"""Pages of staff, all under ``/p/<program>``: dense, made for a desk."""

from flask import Blueprint

bp = Blueprint("coordinator", __name__, url_prefix="/p/<program_slug>")
