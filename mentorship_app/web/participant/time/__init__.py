"""A mentor's own time: places, hours, pauses, days away."""
