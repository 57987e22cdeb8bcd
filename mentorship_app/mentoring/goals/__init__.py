"""Goals of mentees: theirs to set, to share or to keep for themselves. Nobody on staff ever reads one."""
