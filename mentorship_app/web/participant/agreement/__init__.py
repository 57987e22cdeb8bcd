"""The agreement of a pair: for its two people, and for nobody else."""
