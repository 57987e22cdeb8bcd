"""Why two people are a proposed pair, and why not somebody else."""
