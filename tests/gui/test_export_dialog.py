"""The export dialog offers what works, tells what it will cost, and gives what was chosen."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from clips import ClipMaker
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from gui.render.export_dialog import ExportDialog
from gui.render.render_service import RenderService
from gui.render.render_words import duration_words, size_words
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.video.probe import examine

PATIENCE_MS = 60_000
COLOR = ColorSettings(device="cpu", work_size=64)

Opener = Callable[..., ExportDialog]


@pytest.fixture
def service(qtbot: QtBot) -> Iterator[RenderService]:
    """Closed at the end, and with it its processes."""
    service = RenderService()
    yield service
    service.close()


@pytest.fixture
def open_dialog(qtbot: QtBot, service: RenderService, clips: ClipMaker, tmp_path: Path) -> Opener:
    """A dialog about the film with sound and subtitles; it does nothing in the background yet."""

    def open_it(**more: Any) -> ExportDialog:
        source = Path(shutil.copy(clips.full(), tmp_path / "film.mkv"))
        more = {"info": examine(source).info, "output": OutputSettings(), "frames": 50} | more
        dialog = ExportDialog(color=COLOR, service=service, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_it


def offered(combo: QComboBox) -> list[Any]:
    """The values of a combo box."""
    return [combo.itemData(row) for row in range(combo.count())]


def wait_for_encoders(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Until the dialog knows what the encoders take."""
    qtbot.waitUntil(lambda: dialog.encoding.depth.count() > 1, timeout=PATIENCE_MS)


def test_the_dialog_gives_what_was_chosen(open_dialog: Opener, tmp_path: Path) -> None:
    dialog = open_dialog(in_frame=10, out_frame=30, shot=(5, 20))
    assert dialog.target == tmp_path / "film.color.mp4"
    assert dialog.span == RangeSettings(start="10f", end="30f")
    dialog.presets.buttons["master"].click()
    assert dialog.target == tmp_path / "film.color.mkv"
    dialog.range.shot.click()
    dialog.encoding.quality.setValue(20)
    dialog.encoding.speed.setCurrentText("slow")
    dialog.queue_button.click()
    assert dialog.result() == ExportDialog.DialogCode.Accepted
    assert not dialog.now
    assert dialog.output == OutputSettings(preset="master", crf=20, speed="slow")
    assert dialog.span == RangeSettings(start="5f", end="20f")
    assert dialog.frames == 15
    assert dialog.spec.source == tmp_path / "film.mkv"
    assert dialog.spec.color == COLOR
    assert not dialog.overwrite


def test_return_renders_now(qtbot: QtBot, open_dialog: Opener) -> None:
    dialog = open_dialog()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == ExportDialog.DialogCode.Accepted
    assert dialog.now
    assert dialog.output == OutputSettings()
    assert dialog.span == RangeSettings()


def test_a_container_offers_only_what_it_holds(open_dialog: Opener) -> None:
    dialog = open_dialog(output=OutputSettings(preset="archive"))
    assert dialog.target.suffix == ".mkv"
    assert offered(dialog.encoding.codec) == ["", "h264", "h265", "av1", "prores"]
    dialog.target_row.set_suffix(".mov")
    assert offered(dialog.encoding.codec) == ["h264", "h265", "prores"]
    assert dialog.output.codec == "h264"  # a MOV does not hold the preset's FFV1
    dialog.target_row.set_suffix(".mkv")
    dialog.encoding.codec.setCurrentIndex(0)
    assert dialog.output.codec == ""


def test_an_encoder_is_offered_only_the_depths_it_writes(qtbot: QtBot, open_dialog: Opener) -> None:
    dialog = open_dialog()
    wait_for_encoders(qtbot, dialog)
    panel = dialog.encoding
    panel.codec.setCurrentIndex(panel.codec.findData("av1"))
    assert offered(panel.depth) == [0, 8, 10]
    assert offered(panel.chroma) == ["", "420"]
    panel.codec.setCurrentIndex(panel.codec.findData("h265"))
    panel.depth.setCurrentIndex(panel.depth.findData(12))
    assert dialog.output.bit_depth == 12
    panel.codec.setCurrentIndex(panel.codec.findData("av1"))
    assert dialog.output.bit_depth == 0
    assert not panel.fields.isEnabled()  # the film is not interlaced


def test_what_happens_to_each_track_is_said_and_a_track_can_be_left_out(
    qtbot: QtBot, open_dialog: Opener
) -> None:
    dialog = open_dialog()
    tracks = dialog.tracks
    qtbot.waitUntil(lambda: tracks.rowCount() == 2, timeout=PATIENCE_MS)
    cells = [[tracks.data(tracks.index(row, column)) for column in range(3)] for row in (0, 1)]
    assert cells[0] == ["1: Sound, pcm_s16le, dan", "✓ Copied", ""]
    assert cells[1][1:] == ["→ Converted to mov_text", "MP4 does not hold subrip"]
    off = Qt.CheckState.Unchecked.value
    tracks.setData(tracks.index(0, 0), off, Qt.ItemDataRole.CheckStateRole)
    assert dialog.output.leave_out == "1"
    qtbot.waitUntil(lambda: tracks.data(tracks.index(0, 1)) == "– Left out", timeout=PATIENCE_MS)
    dialog.target_row.set_suffix(".mkv")
    qtbot.waitUntil(lambda: tracks.data(tracks.index(1, 1)) == "✓ Copied", timeout=PATIENCE_MS)
    assert dialog.output.leave_out == "1"


def test_an_existing_file_is_replaced_only_with_permission(
    open_dialog: Opener, tmp_path: Path
) -> None:
    there = tmp_path / "there.mp4"
    there.touch()
    dialog = open_dialog(target=there)
    assert dialog.target_row.notice.text() == "This file exists and will be replaced."
    assert dialog.target_row.notice.isVisible()
    assert not dialog.now_button.isEnabled()
    assert dialog.trials.estimate.isEnabled()  # it touches no target
    dialog.target_row.replace.click()
    assert dialog.now_button.isEnabled()
    assert dialog.overwrite
    dialog.target_row.set_target(tmp_path / "new.mp4")
    assert not dialog.target_row.notice.isVisible()
    assert not dialog.overwrite
    dialog.target_row.set_target(there)
    assert not dialog.now_button.isEnabled()  # the permission was given once


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("film.mkv", "the film itself"),
        ("nowhere/film.mp4", "There is no folder"),
        ("film.txt", "must end with .mkv or .mp4 or .mov"),
        ("", "Name the file"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_a_sentence(
    open_dialog: Opener, tmp_path: Path, name: str, sentence: str
) -> None:
    dialog = open_dialog()
    dialog.target_row.path_edit.setText(str(tmp_path / name) if name else "")
    dialog.target_row.path_edit.textEdited.emit("")
    assert sentence in dialog.problem.text()
    assert not dialog.now_button.isEnabled()
    assert not dialog.queue_button.isEnabled()


def test_a_typed_ending_changes_the_container(qtbot: QtBot, open_dialog: Opener) -> None:
    dialog = open_dialog()
    edit = dialog.target_row.path_edit
    edit.end(False)
    for _ in range(3):
        qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    qtbot.keyClicks(edit, "mov")
    assert dialog.target_row.suffix == ".mov"
    assert dialog.problem.text() == ""


def test_the_estimate_shows_numbers_until_the_settings_change(
    qtbot: QtBot, open_dialog: Opener
) -> None:
    dialog = open_dialog()
    trials = dialog.trials
    trials.test.click()
    trials.estimate.click()
    assert trials.size_and_time.text() == "Rendering a few frames…"
    qtbot.waitUntil(lambda: not trials.estimating, timeout=PATIENCE_MS)
    words = trials.size_and_time.text()
    assert words.startswith("About ")
    assert "kB, about " in words
    assert words.endswith(("second", "seconds"))
    qtbot.waitUntil(lambda: "libx264" in trials.encoder.text(), timeout=PATIENCE_MS)
    assert "Free on this disk: " in trials.disk.text()
    dialog.presets.buttons["archive"].click()
    assert trials.size_and_time.text() == "The settings have changed; estimate again."
    assert trials.encoder.text() == ""


def test_an_estimate_tells_how_far_it_is(
    qtbot: QtBot, open_dialog: Opener, service: RenderService
) -> None:
    dialog = open_dialog()
    trials = dialog.trials
    told: list[tuple[str, bool, int, int]] = []

    def note(frames: int, frames_total: int) -> None:
        bar = trials.progress
        told.append((trials.size_and_time.text(), bar.isVisible(), bar.value(), bar.maximum()))

    assert not trials.progress.isVisible()
    height = trials.sizeHint().height()
    service.estimate_progressed.connect(note)
    trials.estimate.click()
    assert (trials.progress.isVisible(), trials.progress.maximum()) == (True, 0)  # busy
    assert trials.sizeHint().height() == height
    qtbot.waitUntil(lambda: not trials.estimating, timeout=PATIENCE_MS)
    assert not trials.progress.isVisible()
    assert told[0] == ("Trying 40 frames… 0 of 40", True, 0, 0)
    assert told[8] == ("Trying 40 frames… 8 of 40", True, 8, 40)
    assert [value for _, _, value, _ in told[1:]] == [*range(1, 41)]


def test_progress_that_comes_after_the_stop_is_not_shown(
    qtbot: QtBot, open_dialog: Opener, service: RenderService
) -> None:
    dialog = open_dialog()
    trials = dialog.trials
    trials.estimate.click()
    with qtbot.waitSignal(service.estimate_progressed, timeout=PATIENCE_MS):
        pass
    trials.estimate.click()
    assert not trials.progress.isVisible()
    service.estimate_progressed.emit(3, 40)
    assert (trials.size_and_time.text(), trials.progress.isVisible()) == ("", False)


def test_an_estimate_that_does_not_fit_on_the_disk_warns(
    qtbot: QtBot, open_dialog: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage(NamedTuple):
        total: int = 10**6
        used: int = 10**6 - 2000
        free: int = 2000

    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage())
    dialog = open_dialog()
    dialog.trials.estimate.click()
    qtbot.waitUntil(lambda: not dialog.trials.estimating, timeout=PATIENCE_MS)
    assert dialog.trials.disk.text().startswith("⚠ Only 2.0 kB are free on this disk")


def test_closing_while_estimating_leaves_no_process_and_no_files(
    qtbot: QtBot,
    open_dialog: Opener,
    service: RenderService,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    dialog = open_dialog()
    dialog.trials.estimate.click()
    pid = service.trial_process_id
    assert pid is not None
    qtbot.waitUntil(lambda: any(scratch.glob("*/vidcolor-*")), timeout=PATIENCE_MS)
    dialog.reject()
    assert service.trial_process_id is None
    service.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not any(scratch.iterdir())


def test_an_estimate_can_be_stopped_and_begun_again(qtbot: QtBot, open_dialog: Opener) -> None:
    dialog = open_dialog()
    trials = dialog.trials
    trials.estimate.click()
    assert "Stop" in trials.estimate.text()
    trials.estimate.click()
    assert not trials.estimating
    assert trials.size_and_time.text() == ""
    trials.estimate.click()
    qtbot.waitUntil(lambda: not trials.estimating, timeout=PATIENCE_MS)
    assert trials.size_and_time.text().startswith("About ")


def test_a_trial_that_is_killed_says_so_and_the_next_one_works(
    qtbot: QtBot, open_dialog: Opener, service: RenderService
) -> None:
    dialog = open_dialog()
    dialog.trials.estimate.click()
    os.kill(service.trial_process_id, signal.SIGKILL)
    qtbot.waitUntil(lambda: not dialog.trials.estimating, timeout=PATIENCE_MS)
    assert "stopped unexpectedly" in dialog.trials.size_and_time.text()
    dialog.trials.test.click()
    qtbot.waitUntil(lambda: "libx264" in dialog.trials.encoder.text(), timeout=PATIENCE_MS)


def test_a_film_that_is_gone_is_told_in_a_sentence(
    qtbot: QtBot, open_dialog: Opener, tmp_path: Path
) -> None:
    dialog = open_dialog()
    qtbot.waitUntil(lambda: dialog.tracks.rowCount() == 2, timeout=PATIENCE_MS)
    (tmp_path / "film.mkv").unlink()
    dialog.trials.estimate.click()
    qtbot.waitUntil(lambda: not dialog.trials.estimating, timeout=PATIENCE_MS)
    assert "film.mkv" in dialog.trials.size_and_time.text()
    assert "Traceback" not in dialog.trials.size_and_time.text()


def test_all_of_it_fits_on_a_small_screen(open_dialog: Opener) -> None:
    dialog = open_dialog()
    dialog.advanced.click()
    assert dialog.encoding.isVisible()
    size = dialog.minimumSizeHint().expandedTo(dialog.size())
    assert size.width() <= 1280
    assert size.height() <= 760  # the screen has a title bar and perhaps a panel


def test_every_control_has_a_name_and_can_be_reached(open_dialog: Opener) -> None:
    dialog = open_dialog()
    dialog.advanced.click()
    panel, row = dialog.encoding, dialog.target_row
    for control in (
        panel.codec, panel.depth, panel.chroma, panel.fields, panel.quality, panel.speed,
        panel.threads, row.path_edit, row.container, dialog.track_table,
    ):  # fmt: skip
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "1 second"),
        (42, "40 seconds"),
        (59, "1 minute"),
        (250, "4 minutes"),
        (3600, "1 hour"),
        (7800, "2 hours 10 minutes"),
        (40_000, "11 hours"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (820, "820 bytes"), (28_000, "28 kB"), (1_400_000_000, "1.4 GB")],
)
def test_sizes_have_units(size: int, words: str) -> None:
    assert size_words(size) == words
