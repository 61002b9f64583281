"""vidcolor colours black-and-white film and keeps the film's own luma."""

__version__ = "0.1.0"
