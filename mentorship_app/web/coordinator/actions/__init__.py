"""The actions of a cohort one by one: the message that is ready, putting off, settling."""
