"""The set-up wizard: from an empty installation to a program with its first cohort."""
