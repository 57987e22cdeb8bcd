"""What mentors have in hand at the end of a year: a letter with their hours, a thank-you, a number from mentees."""
