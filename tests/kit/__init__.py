"""The test kit: a strict browser, sign-in, counting queries, running the worker."""
