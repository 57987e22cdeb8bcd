"""The record of a run for the people who answer for it: one PDF in each language, drawn by the worker and kept."""
