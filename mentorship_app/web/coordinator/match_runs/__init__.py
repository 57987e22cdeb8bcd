"""Runs of matching: started, watched, read, compared, recorded."""
