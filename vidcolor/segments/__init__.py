"""A film rendered in segments: what is finished stays, whatever happens to the rest."""
