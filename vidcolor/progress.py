"""How far a long piece of work has come, for a person and for a program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What a finished render says of itself; the keys of ``--json``."""

    out: Path
    frames: int
    seconds: float
    model: str
    device: str
    warnings: tuple[str, ...]

    @property
    def fps(self) -> float:
        """Frames a second, everything counted."""
        return self.frames / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class RenderProgress:
    """Where a render stands. The last one carries the result.

    ``thumbnail`` makes a small picture of the frame just rendered, ``(h, w, 3)`` uint8, R first,
    upright: call it with the greatest width in pixels. It holds the frame itself and is for the
    process that renders; send another one what it returns. ``note`` says what is done before the
    first frame; it is "" while frames are rendered.
    """

    frames: int
    frames_total: int | None  # None where the file does not tell
    seconds: float
    first_frame_s: float = 0.0  # when the first frame was done: starting up tells nothing of speed
    result: RenderResult | None = None
    thumbnail: Callable[[int], NDArray[np.uint8]] | None = field(
        default=None, compare=False, repr=False
    )
    note: str = ""
    kept: int = 0  # of the frames: an earlier render left them

    @property
    def fps(self) -> float:
        """Frames a second since the first one was done; 0 before the second."""
        running, done = self.seconds - self.first_frame_s, self.frames - self.kept
        return (done - 1) / running if done > 1 and running > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate; None before the second frame and where the number of frames is unknown."""
        if self.frames_total is None or not self.fps:
            return None
        return max(self.frames_total - self.frames, 0) / self.fps
