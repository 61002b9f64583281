"""Playing: the running film and its sound, in a process of their own, and its controls."""
