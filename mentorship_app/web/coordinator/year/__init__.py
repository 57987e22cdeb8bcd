"""The year of a cohort: its to-do list, and the dates of its phases."""
