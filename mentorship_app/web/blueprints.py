"""The audiences of the app, in one list."""

from flask import Blueprint

from mentorship_app.web import auth, coordinator, participant, public
from mentorship_app.web.public import gallery

ALL = (public.bp, auth.bp, participant.bp, coordinator.bp)

DEVELOPMENT: tuple[Blueprint, ...] = (gallery.bp,)
"""Only with DEVELOPMENT=1."""
