"""What a process holds on to when its work is done."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Hand freed memory back to the system where its C library would keep it.

    The threads of one film allocate in arenas of their own, and glibc keeps what is freed there
    for them, though the next film has other threads: after twenty films twice the memory was held.
    Other C libraries give it back by themselves.
    """
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
