"""For mentors: whom of the mentees they would choose, where the coordinator asks."""
