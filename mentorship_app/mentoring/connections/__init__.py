"""Connections kept after the program, where both people said yes."""

from mentorship_app.mentoring.connections.models import Connection, StayAnswer

__all__ = ["Connection", "StayAnswer"]
