"""``vidcolor`` and ``python -m vidcolor``: the way in and, on Ctrl-C, the way out."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

_INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def entry() -> None:
    """Run one command. A polite kill ends it as cleanly as Ctrl-C, at any moment."""
    for number in _SIGNALS:
        signal.signal(number, _leave)
    from vidcolor.cli import build_parser, main

    # Here torch is loaded. Whoever thinks better of it in these seconds wants no traceback.
    build_parser(sys.argv[1:])
    for number in _SIGNALS:
        signal.signal(number, _interrupt_once)
    try:
        code = main()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    # Nothing was begun that would need a clean-up, and an exception would abort torch's own start.
    os._exit(_INTERRUPTED)


def _interrupt_once(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C must not stop the clean-up that the first one began.
    for known in _SIGNALS:
        signal.signal(known, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    entry()
