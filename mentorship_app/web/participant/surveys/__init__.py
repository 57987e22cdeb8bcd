"""Answering a check-in: start, one scale a page, done. Nothing here is logged or audited."""
