"""Frames of a running film come in order, at their time, and never late."""

from __future__ import annotations

import os
import signal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from clips import PTS_UNEVEN, ClipMaker
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from watching import COLOR, PATIENCE_MS, WAY_S, Watcher, play_out, start

from vidcolor.engine import Engine
from vidcolor.preview import frame_at
from vidcolor.video.reader import open_reader


def pixels(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def test_frames_come_in_order_at_their_time_until_the_films_end(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker
) -> None:
    play_out(qtbot, watcher, clips.even())
    assert watcher.stops == [59]
    assert watcher.errors == []
    assert watcher.numbers == sorted(set(watcher.numbers))
    assert watcher.numbers[0] == 0
    assert watcher.numbers[-1] == 59
    assert len(watcher.numbers) > 5
    late_s = [at - n / 25 for at, n in zip(watcher.since_first_s(), watcher.numbers, strict=True)]
    assert min(late_s) > -0.03
    assert max(late_s) < WAY_S
    assert watcher.positions == sorted(watcher.positions)
    assert watcher.positions[-1] == 59
    assert all(watcher.drafts)
    assert not watcher.playback.playing


def test_uneven_frames_stay_as_long_as_the_film_says(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker
) -> None:
    play_out(qtbot, watcher, clips.uneven())
    late_s = [
        at - PTS_UNEVEN[n] / 25
        for at, n in zip(watcher.since_first_s(), watcher.numbers, strict=True)
    ]
    assert min(late_s) > -0.03
    assert max(late_s) < WAY_S
    assert watcher.stops == [19]


def test_where_the_track_knows_the_colours_pictures_are_those_of_the_render(
    qtbot: QtBot, alone: Watcher, clips: ClipMaker
) -> None:
    engine = Engine(COLOR)
    with open_reader(clips.odd_size()) as reader:
        exact = [frame_at(reader, number, engine).color for number in range(5)]
    play_out(qtbot, alone, clips.odd_size())
    assert alone.numbers[-1] == 4
    assert not any(alone.drafts)
    for number, image in zip(alone.numbers, alone.images, strict=True):
        assert np.array_equal(pixels(image), exact[number])


def test_pictures_are_no_larger_than_where_they_are_shown(
    qtbot: QtBot, alone: Watcher, clips: ClipMaker
) -> None:
    engine = Engine(COLOR)
    with open_reader(clips.odd_size()) as reader:
        exact = frame_at(reader, 4, engine).color.astype(float)
    play_out(qtbot, alone, clips.odd_size(), picture_size_px=(100, 66))
    last = alone.images[-1]
    assert (last.width(), last.height()) == (88, 66)
    small = pixels(last).astype(float)
    assert np.abs(small.mean((0, 1)) - exact.mean((0, 1))).max() < 2


def test_a_turned_film_fits_the_place_upright(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker
) -> None:
    play_out(qtbot, watcher, clips.rotated(), picture_size_px=(36, 100))
    assert (watcher.images[0].width(), watcher.images[0].height()) == (48, 36)


def test_pause_stops_at_the_frame_that_is_shown(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker
) -> None:
    start(watcher.playback, clips.even())
    qtbot.waitUntil(
        lambda: bool(watcher.numbers) and watcher.numbers[-1] >= 10, timeout=PATIENCE_MS
    )
    watcher.playback.pause()
    assert watcher.stops == [watcher.numbers[-1]]
    shown = list(watcher.numbers)
    again = shown[-1]
    play_out(qtbot, watcher, clips.even(), start_frame=again)
    assert watcher.numbers[: len(shown)] == shown
    assert watcher.numbers[len(shown)] == again
    assert watcher.stops == [again, 59]


def test_another_speed_goes_on_from_there(qtbot: QtBot, watcher: Watcher, clips: ClipMaker) -> None:
    start(watcher.playback, clips.even())
    qtbot.waitUntil(
        lambda: bool(watcher.numbers) and watcher.numbers[-1] >= 10, timeout=PATIENCE_MS
    )
    at = len(watcher.numbers)
    watcher.playback.set_speed(-1.0)
    assert watcher.playback.speed == -1.0
    qtbot.waitUntil(lambda: bool(watcher.stops), timeout=PATIENCE_MS)
    backwards = watcher.numbers[at:]
    assert abs(backwards[0] - watcher.numbers[at - 1]) <= 5
    assert backwards == sorted(set(backwards), reverse=True)
    assert watcher.stops == [0]


@pytest.mark.parametrize("speed", [4.0, -4.0])
def test_four_times_as_fast_takes_a_quarter_of_the_time(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker, speed: float
) -> None:
    first, last = (0, 59) if speed > 0 else (59, 0)
    play_out(qtbot, watcher, clips.even(), speed=speed, start_frame=first)
    assert (watcher.numbers[0], watcher.numbers[-1]) == (first, last)
    assert watcher.stops == [last]
    assert watcher.since_first_s()[-1] == pytest.approx(59 / 25 / 4, abs=WAY_S)
    assert watcher.numbers == sorted(set(watcher.numbers), reverse=speed < 0)


@pytest.mark.parametrize("speed", [1.0, -1.0])
def test_a_loop_goes_round_until_it_is_paused(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker, speed: float
) -> None:
    start(watcher.playback, clips.even(), start_frame=20, loop_range=(18, 24), speed=speed)

    def turns() -> int:
        numbers = watcher.numbers
        return sum((b - a) * speed < 0 for a, b in pairwise(numbers))

    qtbot.waitUntil(lambda: turns() >= 3, timeout=PATIENCE_MS)
    assert watcher.numbers[0] == 20
    assert set(watcher.numbers) <= set(range(18, 24))
    assert watcher.stops == []
    watcher.playback.pause()


def test_a_slow_window_drops_pictures_and_does_not_lag(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker
) -> None:
    watcher.delay_s = 0.4
    play_out(qtbot, watcher, clips.even())
    assert watcher.stops == [59]
    assert len(watcher.numbers) < 25
    late_s = [at - n / 25 for at, n in zip(watcher.since_first_s(), watcher.numbers, strict=True)]
    assert max(late_s) < 0.4 + WAY_S


def test_a_player_that_dies_is_reported_and_the_next_play_starts_another(
    qtbot: QtBot, alone: Watcher, clips: ClipMaker
) -> None:
    playback = alone.playback
    start(playback, clips.even(), loop_range=(0, 60))
    qtbot.waitUntil(lambda: len(alone.numbers) > 3, timeout=PATIENCE_MS)
    first = playback.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(alone.stops), timeout=PATIENCE_MS)
    assert alone.errors == ["The player stopped unexpectedly. Press play to start it again."]
    assert not playback.running
    play_out(qtbot, alone, clips.even(), start_frame=55)
    assert playback.process_id != first
    assert alone.stops[-1] == 59


def test_what_cannot_be_played_is_a_sentence(
    qtbot: QtBot, watcher: Watcher, clips: ClipMaker, tmp_path: Path
) -> None:
    play_out(qtbot, watcher, tmp_path / "gone.mp4")
    assert watcher.errors[-1].startswith("gone.mp4 does not exist.")
    play_out(qtbot, watcher, clips.stills_folder())
    assert "holds no moving pictures" in watcher.errors[-1]
    play_out(qtbot, watcher, clips.uneven(), start_frame=15)
    assert watcher.stops == [0, 0, 19]
    assert len(watcher.errors) == 2


def test_closing_while_playing_leaves_nothing_alive(
    qtbot: QtBot, alone: Watcher, clips: ClipMaker
) -> None:
    playback = alone.playback
    start(playback, clips.even(), loop_range=(0, 60))
    qtbot.waitUntil(lambda: bool(alone.numbers), timeout=PATIENCE_MS)
    pid = playback.process_id
    assert pid is not None
    shown = len(alone.numbers)
    with qtbot.waitSignal(playback.closed, timeout=PATIENCE_MS):
        playback.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert len(alone.numbers) == shown
    start(playback, clips.even())
    assert not playback.running


def test_closing_without_an_event_loop_leaves_nothing_alive(
    qtbot: QtBot, alone: Watcher, clips: ClipMaker
) -> None:
    playback = alone.playback
    start(playback, clips.even(), loop_range=(0, 60))
    qtbot.waitUntil(lambda: bool(alone.numbers), timeout=PATIENCE_MS)
    pid = playback.process_id
    playback.close_and_wait()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
