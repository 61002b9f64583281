"""What a person does with the window, step by step, and what is measured of it."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Protocol

from window_driver import Driver

from vidcolor.paths import user_cache_dir

RESTS, CHANGES = 8, 40
SCRUB_S, SLIDE_S, PLAY_S = 5.0, 3.0, 10.0
AHEAD_FRAMES = 240  # the engine makes so many ready behind the shown one


class Report(Protocol):
    """Takes figures down."""

    def add(self, phase: str, name: str, value: float | None, unit: str) -> None:
        """One of them; None: it did not happen."""


Phase = Callable[[Report, Driver, str], None]
"""Works with a driver, and reports under the phase's name."""


def open_film(film: Path) -> Phase:
    """Open, until all of the film is known that is searched at once."""

    def work(report: Report, driver: Driver, phase: str) -> None:
        window, journal = driver.window, driver.journal
        began_s = driver.open(film)
        report.add(phase, "first grey frame", journal.first_s("grey", began_s), "s")
        report.add(phase, "draft", journal.first_s("color", began_s, draft=True), "s")
        report.add(phase, "exact", journal.first_s("color", began_s), "s")
        driver.wait_until(lambda: window.document.shots, "the shots")
        report.add(phase, "shots found", time.perf_counter() - began_s, "s")

    return work


def forget_film(driver: Driver, *, ahead: bool) -> None:
    """Close the film and all that was kept about it; the engine goes on running."""
    driver.close_film()
    driver.rest(1.0)
    shutil.rmtree(user_cache_dir(), ignore_errors=True)  # below the temporary folder
    driver.window.actions_.color_ahead.setChecked(ahead)
    driver.rest(0.2)


def open_again(driver: Driver, film: Path, *, ahead: bool) -> None:
    """Open the film as if it had never been seen, for the next phase."""
    forget_film(driver, ahead=ahead)
    driver.open(film)
    if ahead:  # it is to be far from its end when the phase begins
        driver.wait_until(lambda: driver.window.transport.frames, "the number of frames")
    else:
        driver.wait_until(lambda: driver.window.document.shots, "the shots")
        driver.rest(1.0)


def scrub(report: Report, driver: Driver, phase: str) -> None:
    """Drag over the timeline, then rest."""
    journal = driver.journal
    began_s = time.perf_counter()
    wishes, wished_s = driver.drag_timeline(SCRUB_S)
    greys = [one for one in journal.of("grey", began_s) if one.at_s <= wished_s]
    report.add(phase, "wishes", wishes / (wished_s - began_s), "/s")
    report.add(phase, "grey frames shown", len(greys) / (wished_s - began_s), "/s")
    number = driver.window.view.position
    driver.wait_until(lambda: journal.first_s("color", wished_s, number=number), "exact colours")
    report.add(phase, "at rest: grey", journal.first_s("grey", wished_s, number=number), "s")
    draft = journal.first_s("color", wished_s, number=number, draft=True)
    report.add(phase, "at rest: draft", draft, "s")
    exact = journal.first_s("color", wished_s, number=number)
    report.add(phase, "at rest: exact", exact, "s")


def rest_cold(report: Report, driver: Driver, phase: str) -> None:
    """Jump to frames whose colours nobody knows."""
    frames = driver.window.transport.frames
    numbers = [int((k * 0.618 + 0.1) % 1 * frames) for k in range(1, 3 * RESTS)]
    _jump(report, driver, phase, [n for n in numbers if not driver.knows(n)][:RESTS])


def rest_known(report: Report, driver: Driver, phase: str) -> None:
    """Jump to frames whose colours lie in the track."""
    known = [n for first, end in driver.ranges for n in range(first, end)]
    apart = known[:: max(len(known) // RESTS, 1)]
    _jump(report, driver, phase, [n for n in apart if n != driver.window.view.position][:RESTS])


def _jump(report: Report, driver: Driver, phase: str, numbers: list[int]) -> None:
    journal = driver.journal
    times: dict[str, list[float]] = {"grey": [], "draft": [], "exact": []}
    for number in numbers:
        began_s = time.perf_counter()
        driver.window.view.go_to(number)
        driver.wait_until(
            lambda at=number, since=began_s: journal.first_s("color", since, number=at),
            f"frame {number}",
        )
        for name, kind in (("grey", "grey"), ("draft", "color"), ("exact", "color")):
            took_s = journal.first_s(kind, began_s, number=number, draft=name == "draft")
            if took_s is not None:
                times[name].append(took_s)
        driver.rest(0.3)
    for name, values in times.items():
        report.add(phase, f"{name}, median", statistics.median(values) if values else None, "s")
        report.add(phase, f"{name}, worst", max(values, default=None), "s")


def change_look(report: Report, driver: Driver, phase: str) -> None:
    """Move a slider of the look, wait for the picture, and so on."""
    slider = driver.window.look_panel.sliders["saturation"]
    times_ms = []
    for step in range(CHANGES):
        began_s = time.perf_counter()
        slider.setValue(60 + 2 * step)
        driver.wait_until(lambda since=began_s: driver.journal.first_s("color", since), "the look")
        times_ms.append(1000 * (driver.journal.first_s("color", began_s) or 0.0))
        driver.rest(0.05)
    report.add(phase, "picture, median", statistics.median(times_ms), "ms")
    report.add(phase, "picture, worst", max(times_ms), "ms")


def drag_look(report: Report, driver: Driver, phase: str) -> None:
    """Hold a slider and move it all the time."""
    slider = driver.window.look_panel.sliders["saturation"]
    began_s = time.perf_counter()

    def moves() -> Iterator[Callable[[], object]]:
        for step in count():
            if time.perf_counter() - began_s >= SLIDE_S:
                return
            yield partial(slider.setValue, 40 + step % 120)

    slider.setSliderDown(True)
    wishes = driver.each_wish(moves())
    took_s = time.perf_counter() - began_s
    slider.setSliderDown(False)
    report.add(phase, "wishes", wishes / took_s, "/s")
    report.add(phase, "pictures shown", len(driver.journal.of("color", began_s)) / took_s, "/s")
    driver.wait_until(lambda: driver.journal.first_s("color", began_s + took_s), "the last look")


def color_ahead(report: Report, driver: Driver, phase: str) -> None:
    """Wait until the frames behind the first one are coloured."""
    began_s, window = time.perf_counter(), driver.window
    window.view.go_to(0)
    last = min(window.transport.frames, AHEAD_FRAMES) - 1
    driver.wait_until(lambda: driver.ranges and driver.ranges[0][1] > last, "the colours ahead")
    report.add(phase, "took", time.perf_counter() - began_s, "s")


def play(report: Report, driver: Driver, phase: str) -> None:
    """Play from the first frame on."""
    window, journal = driver.window, driver.journal
    window.view.go_to(0)
    driver.rest(2.0)
    began_s = time.perf_counter()
    window.transport.toggle()
    driver.wait_until(lambda: journal.of("played", began_s), "the first played picture")
    first_s = journal.of("played", began_s)[0].at_s
    driver.wait_until(
        lambda: (
            not window.view.playing
            or time.perf_counter() > first_s + PLAY_S
            or window.view.position >= AHEAD_FRAMES - 1
        ),
        "the end of playing",
    )
    if window.view.playing:
        window.transport.toggle()
    seen = journal.of("played", began_s)
    due = seen[-1].number - seen[0].number + 1
    took_s = max(seen[-1].at_s - first_s, 1e-9)
    report.add(phase, "first picture after", first_s - began_s, "s")
    report.add(phase, "film's rate", float(driver.info.average_rate), "/s")
    report.add(phase, "frames shown", (len(seen) - 1) / took_s, "/s")
    report.add(phase, "dropped", 100 * (1 - len(seen) / due), "%")
    report.add(phase, "drafts", 100 * sum(one.draft for one in seen) / len(seen), "%")
    driver.rest(1.0)


def many_films(films: list[Path]) -> Phase:
    """Open and close films in a row, each until all its frames are coloured."""

    def work(report: Report, driver: Driver, phase: str) -> None:
        window = driver.window
        engine, player = window.service.process_id, window.playback.process_id
        processes = {"window": os.getpid(), "engine": engine, "player": player}
        memory: dict[str, list[float]] = {name: [] for name in processes}
        for film in films:
            driver.open(film)
            driver.wait_until(lambda: window.document.shots, "the shots")
            frames = window.transport.frames
            driver.wait_until(lambda last=frames - 1: driver.knows(last), "the colours ahead")
            driver.close_film()
            driver.rest(1.0)
            for name, process in processes.items():
                memory[name].append(resident_mib(process or 0))
            driver.heartbeat.forgive()
        memory["all"] = [sum(each) for each in zip(*memory.values(), strict=True)]
        for name, values in memory.items():
            for place in (1, 3, len(values)):
                report.add(phase, f"{name}, after film {place}", values[place - 1], "MiB")
            growth = 100 * (values[-1] / values[2] - 1) if values[2] else None
            report.add(phase, f"{name}, growth from 3rd to last", growth, "%")

    return work


def resident_mib(process: int) -> float:
    """Memory of a process, with what it shares; 0 where the system does not tell as Linux does."""
    try:  # not the quick figure in "status", which lags behind on machines of many cores
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Rss:")) / 1024
