"""Turing tests: pairs of a real and a made picture, what people answered, what follows from it."""
