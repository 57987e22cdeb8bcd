"""Check-ins: when pairs are asked, how many answered, and who asks for something."""
