"""Shots: the timeline and the table of shots."""
