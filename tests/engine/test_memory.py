"""Memory that is free goes back to the system."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# In a process of its own: what other tests have left free would be taken before new memory is.
_PROGRAM = """
import threading
from pathlib import Path

import numpy as np

from vidcolor.memory import give_back


def resident_mib():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


kept = []


def work():
    arrays = [np.ones(8000) for _ in range(1500)]  # small enough to lie in the thread's arena
    kept.append(arrays[-1])  # above all the others, which therefore stay with the process


before = resident_mib()
thread = threading.Thread(target=work)
thread.start()
thread.join()
held = resident_mib() - before
give_back()
print(held, resident_mib() - before, kept[0][0])
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it")
def test_what_a_thread_left_behind_is_given_back() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    held, left, intact = map(float, said.stdout.split())
    assert held > 60
    assert left < held - 60
    assert intact == 1
