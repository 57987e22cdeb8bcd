"""The forms of the program: what is asked, in which words, of whom, and the answers as a table."""
