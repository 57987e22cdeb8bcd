"""What keeps answers confidential: keys and seals for what is stored, floors and complements for what is shown."""
