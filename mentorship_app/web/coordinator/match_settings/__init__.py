"""What is set for matching: weights and rules, mentees together or apart, and who cannot be paired."""
