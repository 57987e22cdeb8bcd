"""Who reads which answer. The section intros of the form promise exactly this; a test holds the two together."""

MENTOR_READS = frozenset(
    {"in_my_words", "free_times", "goal_1", "goal_2", "goal_3", "topics", "languages", "frequency", "modality"}
)
"""What the mentor of an active pair may read. Everything else stays with the coordinator."""
