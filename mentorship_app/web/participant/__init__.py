"""Pages of those who take part: home, intake, pair, surveys. One column, made for a phone."""

from flask import Blueprint

bp = Blueprint("participant", __name__)
