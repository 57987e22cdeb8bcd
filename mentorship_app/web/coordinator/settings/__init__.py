"""Settings of the program: what it is called, help numbers, training levels, cohorts, staff, the log."""
