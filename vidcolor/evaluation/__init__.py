"""Measures of colour on photos that a model has not seen."""
