"""Where the stand-in of the trainer lies, and how it is called."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, str(Path(__file__).with_name("standin_trainer.py")))
