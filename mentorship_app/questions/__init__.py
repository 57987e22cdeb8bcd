"""Questionnaires as data: what is asked, how an answer is read, kept, shown and exported."""
