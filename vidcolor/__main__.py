"""``python -m vidcolor``."""

from vidcolor.cli import entry

if __name__ == "__main__":
    entry()
