"""Every mail of the program before it leaves: read it, hold it, send it, take it back."""
