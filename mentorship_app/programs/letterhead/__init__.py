"""What stands at the head of a program's documents: its logo and its address."""

from mentorship_app.programs.letterhead.models import Letterhead

__all__ = ["Letterhead"]
