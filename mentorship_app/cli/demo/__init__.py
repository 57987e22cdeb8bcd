"""A fictional program to look around in: two years of a residency that does not exist."""

from mentorship_app.cli.demo.command import demo

__all__ = ["demo"]
