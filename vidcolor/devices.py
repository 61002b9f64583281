"""Which processor does the arithmetic, how exactly, and what to do when its memory ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import cv2
import torch

from vidcolor.errors import VidcolorError

# Each holds a frame's features, about 60 MB.
_MOST_WORKERS = 16

_SMALLER = "Choose a smaller work size (Colour > Settings of the film, or --work-size)"
_WAYS_OUT = {
    "cpu": f"{_SMALLER}, or close other programs.",
    "card": f"{_SMALLER}, close other programs, or colour on the processor (Colour > Models, or "
    "--device cpu).",
}


@dataclass(frozen=True, slots=True)
class Compute:
    """Where and how a network runs. Part of the fingerprint of a render."""

    device: torch.device
    dtype: torch.dtype  # of the network's arithmetic; colour itself is always float32
    threads: int  # of one torch operation on a processor
    batch: int  # pictures in one call of the network
    workers: int = 1  # calls of the network at the same time

    @property
    def name(self) -> str:
        """What a person calls the device."""
        if self.device.type == "cuda":
            return str(torch.cuda.get_device_name(self.device))
        return str(torch.cpu.get_capabilities().get("cpu_name", "processor")) + " (cpu)"


def core_count() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def fast_bf16_cpu() -> bool:
    """Whether this processor multiplies bfloat16 in hardware."""
    known = torch.cpu.get_capabilities()
    return bool(known.get("avx512_bf16") or known.get("amx_bf16"))


def choose_compute(device: str, *, precision: str = "auto") -> Compute:
    """Turn a device's name into what the engine needs.

    A processor colours one frame on each core, every operation on that core alone: this fills the
    cores better than one operation on all of them, and gives the same colours on any number.

    Args:
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N``, ``mps`` or ``xpu``.
        precision: ``auto``, ``fp32`` or ``bf16``.

    Raises:
        VidcolorError: there is no such device here.
    """
    chosen = _find_device(device)
    if chosen.type == "cpu":
        half = precision == "bf16" or (precision == "auto" and fast_bf16_cpu())
        workers = min(core_count(), _MOST_WORKERS)
        return Compute(chosen, torch.bfloat16 if half else torch.float32, 1, 1, workers)
    dtype = torch.float32
    if chosen.type == "cuda" and precision != "fp32":
        dtype = torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return Compute(chosen, dtype, 1, 8)


def _find_device(name: str) -> torch.device:
    there = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "xpu": hasattr(torch, "xpu") and torch.xpu.is_available(),
    }
    if name == "auto":
        name = next(kind for kind in ("cuda", "xpu", "mps", "cpu") if there[kind])
    kind, colon, number = name.partition(":")
    if kind not in there or (colon and not number.isdigit()):
        raise VidcolorError(
            f"There is no device called {name!r}.", do="Choose auto, cpu, cuda, mps or xpu."
        )
    if not there[kind]:
        raise VidcolorError(
            f"This machine has no device {name!r} that torch can use.",
            do="Choose another device (Colour > Models, or --device cpu); the doctor tells what "
            "was found (Help > Doctor, or `vidcolor doctor`).",
        )
    count = {"cuda": torch.cuda.device_count, "xpu": torch.xpu.device_count}.get(kind, lambda: 1)()
    if number and int(number) >= count:
        raise VidcolorError(
            f"There is no {name}: torch sees {count} {kind} device{'s' if count > 1 else ''}.",
            do="Choose a lower number, or leave it out.",
        )
    return torch.device(name)


def prepare_thread(compute: Compute) -> None:
    """Make torch's arithmetic in the calling thread repeatable, and keep OpenCV to that thread.

    OpenMP keeps its thread count for each calling thread, so every stage's thread calls this.
    OpenCV gives the same on any number of threads, but its own would wait for each other in turns
    and take the cores from the other stages.
    """
    torch.set_num_threads(compute.threads)
    cv2.setNumThreads(1)
    if hasattr(os, "SCHED_BATCH") and os.sched_getscheduler(0) == os.SCHED_OTHER:
        # Longer turns on a core: the stages lose less of each other's cache, about 3 % of a render.
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    if compute.device.type == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.deterministic = True


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of torch or numpy says that memory ended."""
    # torch's allocator for processors has a plain RuntimeError, with other words on each system.
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError)
        and any(words in str(error) for words in ("not enough memory", "can't allocate memory"))
    )


def is_out_of_threads(error: BaseException) -> bool:
    """Whether an error of Python says that the system gives no more threads."""
    return isinstance(error, RuntimeError) and "can't start new thread" in str(error)


@contextmanager
def memory_advice(compute: Compute) -> Iterator[None]:
    """Turn the end of memory, and of threads, into a sentence.

    Raises:
        VidcolorError: memory ended inside the block, or the system gave no more threads.
    """
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if is_out_of_threads(error):
            raise VidcolorError(
                "The machine has reached a limit: no more threads can be started.",
                do="Close other programs and try again; memory is short, or this account may "
                "run no more processes.",
                detail=str(error),
            ) from error
        if not is_out_of_memory(error):
            raise
        raise VidcolorError(
            f"There is not enough memory on {compute.device} to colour a frame.",
            do=_WAYS_OUT["cpu" if compute.device.type == "cpu" else "card"],
            detail=str(error),
        ) from error
