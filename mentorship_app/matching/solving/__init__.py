"""The solver: plain numbers in, pairs and their proof out. It knows nothing of programs, people or databases."""
