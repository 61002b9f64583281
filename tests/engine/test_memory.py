"""Memory that is free goes back to the system."""

from __future__ import annotations

import platform
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vidcolor.memory import give_back


def resident_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it")
def test_what_a_thread_left_behind_is_given_back() -> None:
    kept: list[NDArray[np.float64]] = []

    def work() -> None:
        arrays = [np.ones(8000) for _ in range(1500)]  # small enough to lie in the thread's arena
        kept.append(arrays[-1])  # above all the others, which therefore stay with the process

    before = resident_mib()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    held = resident_mib() - before
    assert held > 60
    give_back()
    assert resident_mib() - before < held - 60
    assert kept[0][0] == 1
