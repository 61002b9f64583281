"""Networks, their shipped weights and cards; torch and the standard library only."""

OWNER = "vidcolor"
