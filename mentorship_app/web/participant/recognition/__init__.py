"""Recognition as a mentor sees it, and the number that a mentee gives."""
