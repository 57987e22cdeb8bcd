"""What every layer may use: clock, errors, names for people and links, keys, languages. Knows no feature."""
