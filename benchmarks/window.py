"""How quickly the window answers, measured on the real window and its real processes.

    python benchmarks/window.py [FILM] [--json] [--stalls FILE]

Without a film a clip of 300 frames of 1280×720 is made. Nothing is taken from earlier runs:
settings and colours lie in a temporary folder. A picture counts as shown at the canvas's paint
event that follows its arrival. A stall is the gap between two beats of a 5 ms timer on the GUI
thread. Linux tells how much of it the thread stood in the queue for a processor: "had a core been
free" leaves that out. "Own work" is the processor time the thread used.

``--stalls`` makes the stalls longer: writing stacks down waits for a thread at each beat.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window's processes import this file too: it must stay light
    from window_driver import Driver
    from window_phases import Phase

WIDTH_PX, HEIGHT_PX = 1600, 900  # of the window
STARTS = 3
STALL_MS = 50  # a person begins to notice


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured; no value: it did not happen."""

    phase: str
    name: str
    value: float | None
    unit: str


class Report:
    """Collects figures, and the stalls of each phase."""

    def __init__(self, driver: Driver, say: Callable[[str], object]) -> None:
        self.figures: list[Figure] = []
        self._driver = driver
        self._say = say

    def add(self, phase: str, name: str, value: float | None, unit: str) -> None:
        """Take a figure down."""
        self.figures.append(Figure(phase, name, value, unit))
        shown = "–" if value is None else f"{value:.1f}" if unit != "s" else f"{value:.3f}"
        self._say(f"{phase:28}{name:38}{shown:>9} {unit}\n")

    def run(self, phase: str, work: Phase) -> None:
        """Do the work of a phase, and say how long the GUI thread stood still meanwhile."""
        heartbeat = self._driver.heartbeat
        heartbeat.begin(phase)
        work(self, self._driver, phase)
        gaps = heartbeat.gaps
        for name, values in (
            ("longest stall", [gap.wall_s for gap in gaps]),
            ("longest, had a core been free", [gap.own_s for gap in gaps]),
            ("most own work between two beats", [gap.core_s for gap in gaps]),
        ):
            self.add(phase, name, 1000 * max(values), "ms")
        for name, values in (
            ("stalls above 50 ms", [gap.wall_s for gap in gaps]),
            ("as many, had a core been free", [gap.own_s for gap in gaps]),
        ):
            self.add(phase, name, sum(1000 * value > STALL_MS for value in values), "")
        if hasattr(os, "getloadavg"):
            self.add(phase, "load of the machine at its end", os.getloadavg()[0], "")


def started_s() -> float:
    """From the start of the program to the painted window, in a process of its own."""
    began_s = time.monotonic()
    command = [sys.executable, __file__, "--started-at", str(began_s)]
    return float(subprocess.check_output(command, text=True))


def tell_start(began_s: float) -> None:
    """The child's part of :func:`started_s`."""
    from PySide6.QtWidgets import QApplication
    from window_driver import FirstPaint

    import gui.app

    app = QApplication(["vidcolor"])
    watch = FirstPaint(lambda: sys.stdout.write(f"{time.monotonic() - began_s}\n"))
    app.installEventFilter(watch)
    sys.exit(gui.app.main([]))


def measure(
    film: Path | None, folder: Path, stalls: Path | None, say: Callable[[str], object]
) -> list[Figure]:
    """Go through all phases.

    Args:
        film: None: one is made.
        folder: for films and settings.
        stalls: file for the stack of the GUI thread whenever it stands still; None: not written.
        say: told each figure as a line, as it comes.
    """
    import window_phases as phases
    from PySide6.QtWidgets import QApplication
    from window_driver import Driver, Heartbeat

    from gui.main_window import MainWindow

    given = [] if film is None else [str(film)]
    maker = Path(__file__).with_name("window_films.py")
    subprocess.run([sys.executable, str(maker), str(folder), *given], check=True)
    film = film or folder / "film.mp4"
    small = sorted(folder.glob("small*.mp4"))
    starts = [started_s() for _ in range(STARTS)]

    app = QApplication(["vidcolor"])
    app.setQuitOnLastWindowClosed(False)
    stacks = None if stalls is None else stalls.open("w")
    began_s = time.perf_counter()
    window = MainWindow()
    made_s = time.perf_counter() - began_s
    heartbeat = Heartbeat(stacks)
    driver = Driver(window, heartbeat)
    report = Report(driver, say)
    report.add("start", "program to window, median", statistics.median(starts), "s")
    report.add("start", "program to window, worst", max(starts), "s")
    report.add("start", "of this, making the window", made_s, "s")
    try:
        window.resize(WIDTH_PX, HEIGHT_PX)
        window.show()
        report.run("open, engine starts", phases.open_film(film))
        phases.forget_film(driver, ahead=False)
        report.run("open, engine loaded", phases.open_film(film))
        driver.rest(1.0)
        report.run("scrub", phases.scrub)
        report.run("rest, colours unknown", phases.rest_cold)
        report.run("rest, colours known", phases.rest_known)
        phases.open_again(driver, folder / "keyed.mp4", ahead=False)
        report.run("scrub, many key frames", phases.scrub)
        report.run("rest, many key frames", phases.rest_cold)
        window.actions_.color_ahead.setChecked(True)
        report.run("look, single changes", phases.change_look)
        report.run("look, slider held", phases.drag_look)
        phases.open_again(driver, film, ahead=False)
        report.run("play, colours unknown", phases.play)
        phases.open_again(driver, film, ahead=True)
        report.run("play, while coloured ahead", phases.play)
        report.run("colouring ahead", phases.color_ahead)
        report.run("play, colours known", phases.play)
        driver.close_film()
        report.run("ten films", phases.many_films(small))
        driver.close()
    finally:
        heartbeat.stop()
        window.end()
        if stacks is not None:
            stacks.close()
    return report.figures


def conditions() -> dict[str, object]:
    """Where it was measured."""
    import PySide6

    return {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "qt": PySide6.__version__,
        "screen": os.environ.get("QT_QPA_PLATFORM") or os.environ.get("DISPLAY"),
        "load_before": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def main() -> None:
    """Print a table, or JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("film", nargs="?", type=Path)
    options.add_argument("--json", action="store_true")
    options.add_argument("--stalls", type=Path, help="file for the GUI thread's stack at stalls")
    options.add_argument("--started-at", type=float, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    # OpenCV's wheels point Qt at plug-ins of their own, which PySide6 cannot load.
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    if chosen.started_at is not None:
        tell_start(chosen.started_at)
    where = conditions()
    say = sys.stderr.write if chosen.json else sys.stdout.write
    with tempfile.TemporaryDirectory(prefix="vidcolor-window-") as folder:
        os.environ["VIDCOLOR_HOME"] = str(Path(folder) / "home")
        figures = measure(chosen.film, Path(folder), chosen.stalls, say)
    if chosen.json:
        whole = {"conditions": where, "figures": [asdict(one) for one in figures]}
        sys.stdout.write(json.dumps(whole, indent=2) + "\n")


if __name__ == "__main__":
    main()
