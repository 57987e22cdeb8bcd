"""The front page and what stands in the footer."""
