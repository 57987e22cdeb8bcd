"""The support plan of a cohort: what mentoring lives on, and who signed it."""
