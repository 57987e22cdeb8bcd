"""Calls for mentors, and writing an application by the mailed link."""
