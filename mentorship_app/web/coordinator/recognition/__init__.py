"""Recognition as coordinators see it: who signs, words of thanks, letters for all. Never hours, never a number."""
