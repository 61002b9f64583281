"""``python -m gui``, the same as ``vidcolor-gui``."""

from __future__ import annotations

import sys

from gui.app import main

# The engine process imports this module again under another name; it must not start a window.
if __name__ == "__main__":
    sys.exit(main())
