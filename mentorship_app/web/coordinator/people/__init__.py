"""The people of a cohort: the list, one person, lists imported from a file."""
