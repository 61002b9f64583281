"""Peak memory of a long film against a short one: `python benchmarks/memory.py`."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH, HEIGHT = 640, 360
SHORT, LONG = 300, 3000


def render(film: Path, target: Path) -> int:
    """Colour a film in this process; returns its peak memory in KiB."""
    from vidcolor.pipeline import colorize_film
    from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings

    steps = colorize_film(
        film, target, color=ColorSettings(), output=OutputSettings(), span=RangeSettings()
    )
    for _ in steps:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Render both films, each in a process of its own, and print the ratio."""
    from vidcolor.bench import make_film

    if len(sys.argv) == 3:
        sys.stdout.write(f"{render(Path(sys.argv[1]), Path(sys.argv[2]))}\n")
        return
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for frames in (SHORT, LONG):
            film = Path(folder) / f"{frames}.mp4"
            make_film(film, width=WIDTH, height=HEIGHT, frames=frames, grain_codes=3.0)
            command = [sys.executable, __file__, str(film), str(film.with_suffix(".out.mp4"))]
            peaks.append(int(subprocess.check_output(command, text=True)))
            sys.stdout.write(f"{frames} frames: peak {peaks[-1] / 1024:.0f} MiB\n")
    sys.stdout.write(f"ratio {peaks[1] / peaks[0]:.3f}\n")


if __name__ == "__main__":
    main()
