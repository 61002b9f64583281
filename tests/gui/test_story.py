"""The story of a film: open, look about, cut, choose looks, save, come back, render."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from clips import ClipMaker
from hands import Answers, drag_cut, drag_slider, is_exact, pixels, scrub, shows
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from written import names, planes

from gui.main_window import MainWindow
from vidcolor.engine import Engine
from vidcolor.pipeline import colorize_film
from vidcolor.preview import frame_at
from vidcolor.project import Marker, Project
from vidcolor.projectfile import save_project
from vidcolor.queue import Job, JobState
from vidcolor.settings import ColorSettings, Look, OutputSettings, RangeSettings
from vidcolor.shotlist import Cut, Kind
from vidcolor.steering import UNSTEERED, LookSpan, Steering
from vidcolor.video.reader import open_reader
from vidcolor.video.verify import verify

Waiter = Callable[[Callable[[], bool]], None]

PLAIN = ColorSettings()
QUICK = ColorSettings(work_size=64)
FOUND = 40  # where the second shot of the film begins
PALE = Look(saturation=0.4)
CUT_AND_PALE = Steering(
    cuts=(Cut(25, Kind.CUT), Cut(FOUND, Kind.CUT)), looks=(LookSpan(FOUND, 80, PALE),)
)
GREY = Steering(looks=(LookSpan(FOUND, 80, Look(saturation=0.0)),))


@pytest.fixture(scope="module")
def expected(clips: ClipMaker) -> dict[str, NDArray[np.uint8]]:
    """What the engine makes of some frames, made without the window."""
    engine = Engine(PLAIN)
    steered = engine.steered(PLAIN, CUT_AND_PALE)
    with open_reader(clips.two_shots()) as reader:
        return {
            "60": frame_at(reader, 60, engine).color,
            "23": frame_at(reader, 23, engine).color,
            "60 pale": frame_at(reader, 60, steered).color,
            "23 cut": frame_at(reader, 23, steered).color,
        }


@pytest.fixture(scope="module")
def rendered(clips: ClipMaker, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the engine renders, plain and with a grey second shot."""
    folder = tmp_path_factory.mktemp("rendered")
    engine = Engine(QUICK)
    for name, steering in (("plain", UNSTEERED), ("grey", GREY)):
        for _ in colorize_film(
            clips.two_shots(),
            folder / f"{name}.mkv",
            color=QUICK,
            output=OutputSettings(preset="archive"),
            span=RangeSettings(),
            engine=engine.steered(QUICK, steering),
            steering=steering,
        ):
            pass
    return {name: folder / f"{name}.mkv" for name in ("plain", "grey")}


def cuts(window: MainWindow) -> list[int] | None:
    """Where shots begin, as the window has it."""
    shots = window.document.shots
    return None if shots is None else [cut.frame for cut in shots.cuts]


def open_and_find_shots(window: MainWindow, path: Path, wait: Waiter) -> None:
    window.open_film(path)
    wait(lambda: cuts(window) is not None and window.timeline.content.shots_known)
    assert window.transport.frames == 80


def test_scrubbing_cutting_and_looks_show_what_the_engine_makes(
    expected: dict[str, NDArray[np.uint8]], window: MainWindow, clips: ClipMaker, wait: Waiter
) -> None:
    timeline, actions, panel = window.timeline, window.actions_, window.look_panel
    open_and_find_shots(window, clips.two_shots(), wait)
    assert cuts(window) == [FOUND]
    assert not window.isWindowModified()

    scrub(timeline, 5, 30, 70, 60)
    wait(lambda: shows(window, 60, expected["60"]))
    assert window.transport.field.value() == 60
    assert timeline.position == 60
    assert window.shots.shot_at(60)[0] == 1

    # The look of the second shot, by its slider; one drag is one step.
    drag_slider(window, "saturation", 0.9, 0.7, 0.4)
    wait(lambda: shows(window, 60, expected["60 pale"]))
    assert not np.array_equal(expected["60"], expected["60 pale"])
    assert window.document.project.looks == CUT_AND_PALE.looks
    assert "of its own" in panel.title.text()
    assert window.isWindowModified()
    actions.undo.trigger()
    wait(lambda: shows(window, 60, expected["60"]))
    assert panel.sliders["saturation"].value() == 100
    assert panel.boxes["saturation"].value() == 1.0
    assert not window.isWindowModified()
    actions.redo.trigger()
    wait(lambda: shows(window, 60, expected["60 pale"]))
    assert panel.sliders["saturation"].value() == 40

    # Cuts: one is added at the playhead, drawn to its place, another is added and removed.
    window.transport.field.setValue(20)
    actions.cut_here.trigger()
    drag_cut(timeline, 20, 25)
    window.view.go_to(10)
    actions.cut_here.trigger()
    assert cuts(window) == [10, 25, FOUND]
    window.view.go_to(15)  # anywhere in the shot
    actions.remove_cut.trigger()
    assert cuts(window) == [25, FOUND]
    assert [timeline.content.starts[n] for n in range(3)] == [0, 25, FOUND]
    window.view.go_to(23)
    wait(lambda: shows(window, 23, expected["23 cut"]))
    assert not np.array_equal(expected["23"], expected["23 cut"])

    for _ in range(4):
        actions.undo.trigger()
    assert cuts(window) == [FOUND]
    wait(lambda: shows(window, 23, expected["23"]))
    for _ in range(4):
        actions.redo.trigger()
    assert cuts(window) == [25, FOUND]
    wait(lambda: shows(window, 23, expected["23 cut"]))
    assert window.journal.errors == []


def test_a_project_comes_back_as_it_was_left(
    window: MainWindow,
    clips: ClipMaker,
    wait: Waiter,
    answers: Answers,
    tmp_path: Path,
) -> None:
    actions, view, file = window.actions_, window.view, tmp_path / "mine.vidcolor"
    open_and_find_shots(window, clips.two_shots(), wait)
    view.go_to(20)
    actions.cut_here.trigger()
    actions.marker.trigger()
    view.go_to(30)
    actions.set_in.trigger()
    view.go_to(69)
    actions.set_out.trigger()
    drag_slider(window, "warmth", 0.2, 0.5)
    answers.give("Too dark at the door.")
    actions.note.trigger()
    left = window.document.project
    assert (left.in_frame, left.out_frame, left.markers) == (30, 70, (Marker(20),))
    assert left.looks == (LookSpan(FOUND, 80, Look(warmth=0.5)),)
    assert left.note_at(FOUND).text == "Too dark at the door."

    assert window.windowTitle() == "two_shots.mp4[*] – vidcolor"
    assert window.isWindowModified()
    answers.give(tmp_path / "mine")
    actions.save.trigger()
    assert window.windowTitle() == "mine.vidcolor[*] – vidcolor"
    assert not window.isWindowModified()
    assert window.memory.recent[0] == file
    wait(lambda: is_exact(window, 69))
    before = pixels(window.viewer.color)

    actions.close_film.trigger()
    assert window.pages.currentIndex() == 0
    assert window.document.project is None
    assert not actions.export.isEnabled()
    assert window.windowTitle() == "vidcolor"

    actions.recent.aboutToShow.emit()
    next(a for a in actions.recent.actions() if a.text() == "mine.vidcolor").trigger()
    wait(lambda: window.transport.frames == 80)
    assert window.document.project == left
    assert not window.isWindowModified()
    assert cuts(window) == [20, FOUND]
    content = window.timeline.content
    assert (content.in_frame, content.out_frame) == (30, 70)
    assert [marker.frame for marker in content.markers] == [20]
    view.go_to(69)
    assert window.look_panel.sliders["warmth"].value() == 50
    wait(lambda: shows(window, 69, before))
    assert answers.asked[-1] == "Save project"


def test_the_film_is_rendered_as_it_was_seen_and_a_cancelled_render_leaves_nothing(
    rendered: dict[str, Path],
    quiet: None,
    window: MainWindow,
    engine_forbidden: pytest.MonkeyPatch,
    clips: ClipMaker,
    wait: Waiter,
    tmp_path: Path,
) -> None:
    film, targets = clips.two_shots(), tmp_path / "targets"
    targets.mkdir()
    save_project(Project(source=film, color=QUICK), tmp_path / "quick.vidcolor")
    open_and_find_shots(window, tmp_path / "quick.vidcolor", wait)
    window.view.go_to(50)
    drag_slider(window, "saturation", 0.0)
    ended: list[Job] = []
    window.renders.job_ended.connect(ended.append)

    add_to_queue(window, targets / "cancelled.mkv")
    add_to_queue(window, targets / "film.mkv")
    assert window.docks["queue"].isVisible()
    wait(lambda: window.renders.jobs[0].state is JobState.RUNNING)
    wait(lambda: len(window.queue.model.jobs) == 2)
    window.queue.select(window.renders.jobs[0].number)
    window.queue.commands.pause.trigger()
    wait(lambda: window.renders.jobs[0].frames > 0)
    assert [job.state for job in window.renders.jobs] == [JobState.PAUSED, JobState.WAITING]
    assert any("cancelled.mkv.parts" in name for name in names(targets)), names(targets)
    window.activateWindow()  # as a desktop does by itself when a dialog goes
    wait(window.isActiveWindow)
    window.queue.list.setFocus()
    QTest.keyClick(window.queue.list, Qt.Key.Key_Delete)
    wait(lambda: len(ended) == 2)
    assert [job.state for job in ended] == [JobState.CANCELLED, JobState.DONE]
    assert names(targets) == ["film.mkv"]
    assert window.journal.has_told("film.mkv is done: 80 frames.")
    assert window.document.project.target == str(targets / "film.mkv")

    engine_forbidden.undo()
    *_, report = verify(film, targets / "film.mkv")
    assert report.ok
    assert report.luma_equal
    assert report.frames == 80
    made, grey = planes(targets / "film.mkv"), planes(rendered["grey"])
    plain = planes(rendered["plain"])
    for number in range(80):
        for mine, engines in zip(made[number], grey[number], strict=True):
            assert np.array_equal(mine, engines)
        with_look = number >= FOUND
        assert all(np.ptp(plane) == 0 for plane in made[number][1:]) == with_look
        assert np.array_equal(made[number][1], plain[number][1]) != with_look


def add_to_queue(window: MainWindow, target: Path) -> None:
    """Choose the archive preset and a target in the export dialog, and let the render wait."""
    window.actions_.export.trigger()
    dialog = window.rendering.dialog
    dialog.presets.buttons["archive"].click()
    dialog.target_row.set_target(target)
    assert dialog.queue_button.isEnabled(), dialog.problem.text()
    dialog.queue_button.click()
    assert not dialog.isVisible()
