"""Who somebody says they are, for mentees and mentors who are signed in."""
