"""The window's Turing test: pairs are made, shown to people, and the result is told."""
