"""Times with the person outside the program, to take without a reason."""
