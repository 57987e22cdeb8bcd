"""What somebody meets who scans the code of a slide: the way to their own link."""
