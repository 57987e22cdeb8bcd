"""The coordinator's first page: what to do, four numbers, the year."""
