"""Playing real clips in a real player process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from clips import PTS_UNEVEN, ClipMaker
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.player.playback import Playback
from gui.player.sound_output import SoundOutput
from vidcolor.engine import Engine
from vidcolor.preview import frame_at
from vidcolor.settings import ColorSettings
from vidcolor.video.reader import open_reader
from vidcolor.video.sound import open_sound

PATIENCE_MS = 60_000
COLOR = ColorSettings(work_size=64, device="cpu")
WAY_S = 1.0  # how far off a busy machine may be


class Watcher:
    """Remembers what a playback said, and when."""

    def __init__(self, playback: Playback) -> None:
        self.playback = playback
        self.numbers: list[int] = []
        self.at_s: list[float] = []
        self.images: list[QImage] = []
        self.drafts: list[bool] = []
        self.positions: list[int] = []
        self.stops: list[int] = []
        self.notes: list[str] = []
        self.errors: list[str] = []
        self.delay_s = 0.0  # how long the window is busy with each picture
        self._connections = [
            playback.frame_shown.connect(self._on_frame),
            playback.position.connect(self.positions.append),
            playback.stopped_at.connect(self.stops.append),
            playback.note.connect(self.notes.append),
            playback.failed.connect(lambda error: self.errors.append(str(error))),
        ]

    def leave(self) -> None:
        """See no more."""
        for connection in self._connections:
            self.playback.disconnect(connection)

    def _on_frame(self, number: int, image: QImage, draft: bool) -> None:
        self.numbers.append(number)
        self.at_s.append(time.monotonic())
        self.images.append(image)
        self.drafts.append(draft)
        time.sleep(self.delay_s)

    def since_first_s(self) -> list[float]:
        return [at - self.at_s[0] for at in self.at_s]


@pytest.fixture(scope="module")
def silent(qapp: QApplication) -> Iterator[Playback]:
    """One process for many tests: it takes seconds to start."""
    playback = Playback()
    playback.warm_up()
    yield playback
    playback.close_and_wait()
    assert not playback.running


@pytest.fixture
def watcher(silent: Playback) -> Iterator[Watcher]:
    watcher = Watcher(silent)
    yield watcher
    silent.pause()
    watcher.leave()


@pytest.fixture
def alone(qtbot: QtBot) -> Iterator[Watcher]:
    """Watches a player that belongs to the test, with the test's own colour tracks."""
    playback = Playback()
    yield Watcher(playback)
    if playback.running:
        with qtbot.waitSignal(playback.closed, timeout=PATIENCE_MS):
            playback.close()
    assert not playback.running


def play_out(qtbot: QtBot, watcher: Watcher, path: Path, **wishes: object) -> None:
    """Play until the film's end."""
    stops = len(watcher.stops)
    start(watcher.playback, path, **wishes)
    qtbot.waitUntil(lambda: len(watcher.stops) > stops, timeout=PATIENCE_MS)


def start(playback: Playback, path: Path, **wishes: object) -> None:
    playback.play(
        path,
        COLOR,
        None,
        **{"start_frame": 0, "speed": 1.0, "picture_size_px": (640, 480)} | wishes,
    )


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


# --- sound ---


class FakeSink:
    """A sound device that plays at the right speed or not at all, and talks like a real one."""

    SIZE = 48_000

    def __init__(self) -> None:
        self.heard = bytearray()
        self.held = bytearray()
        self.plays = True
        self.broken = False
        self._last_s = time.monotonic()

    def start(self) -> FakeSink:
        self.heard.clear()
        self.held.clear()
        self._last_s = time.monotonic()
        return self

    def stop(self) -> None:
        self._play()
        self.held.clear()

    def error(self) -> bool:
        return self.broken

    def bufferSize(self) -> int:
        return self.SIZE

    def bytesFree(self) -> int:
        self._play()
        return self.SIZE - len(self.held)

    def processedUSecs(self) -> int:
        self._play()
        return len(self.heard) * 1_000_000 // 192_000

    def write(self, data: bytes) -> int:
        assert len(data) <= self.bytesFree()
        self.held += data
        return len(data)

    def _play(self) -> None:
        now_s = time.monotonic()
        due = int((now_s - self._last_s) * 48_000) * 4
        self._last_s += due / 192_000
        if self.plays:
            self.heard += self.held[:due]
            del self.held[:due]


@pytest.fixture(scope="module")
def device(qapp: QApplication) -> Iterator[tuple[Playback, FakeSink]]:
    """One process for all tests with sound."""
    sink = FakeSink()
    playback = Playback(open_output=lambda: (SoundOutput(sink, (False,)), ""))
    playback.warm_up()
    yield playback, sink
    playback.close_and_wait()


@pytest.fixture
def sink(device: tuple[Playback, FakeSink]) -> FakeSink:
    sink = device[1]
    sink.plays, sink.broken = True, False
    sink.start()
    return sink


@pytest.fixture
def loud(device: tuple[Playback, FakeSink]) -> Iterator[Watcher]:
    watcher = Watcher(device[0])
    yield watcher
    device[0].pause()
    watcher.leave()


def samples_of(path: Path, start_s: float = 0.0) -> bytes:
    with open_sound(path) as sound:
        assert sound is not None
        with closing(sound.blocks(start_s)) as blocks:
            return b"".join(block.samples.tobytes() for block in blocks)


def test_without_a_device_the_film_plays_silently_and_says_so_once(
    qtbot: QtBot, alone: Watcher, clips: ClipMaker
) -> None:
    play_out(qtbot, alone, clips.full())
    play_out(qtbot, alone, clips.full(), start_frame=45)
    assert len(alone.notes) == 1
    assert alone.notes[0].startswith("No sound: ")
    assert alone.stops == [49, 49]


def test_all_sound_is_heard_also_where_pictures_are_dropped(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    loud.delay_s = 0.1
    play_out(qtbot, loud, clips.full(), start_frame=10)
    assert len(loud.numbers) < 25
    assert loud.notes == []
    wanted = samples_of(clips.full(), 0.4)
    assert len(wanted) == 4 * 48_000 * 16 // 10
    # What lies in the device when the last picture has been shown is not waited for.
    assert len(sink.heard) > len(wanted) - 4 * 4800
    assert wanted.startswith(bytes(sink.heard))


def test_sound_that_is_shorter_than_the_film_ends_in_silence(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink, tmp_path: Path
) -> None:
    data = clips.full()
    play_out(qtbot, loud, data, start_frame=30)
    assert loud.stops == [49]
    assert loud.since_first_s()[-1] == pytest.approx(19 / 25, abs=WAY_S)


def test_pictures_wait_for_the_sound(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    sink.plays = False
    start(loud.playback, clips.full())
    qtbot.waitUntil(lambda: len(sink.held) == FakeSink.SIZE, timeout=PATIENCE_MS)
    begin_s = time.monotonic()
    qtbot.waitUntil(lambda: time.monotonic() - begin_s > 0.5, timeout=PATIENCE_MS)
    assert loud.numbers == [] or loud.numbers[-1] <= 4
    sink.plays = True
    qtbot.waitUntil(lambda: bool(loud.stops), timeout=PATIENCE_MS)
    assert loud.stops == [49]
    assert samples_of(clips.full()).startswith(bytes(sink.heard))


def test_a_device_that_is_pulled_out_leaves_the_pictures_running(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    start(loud.playback, clips.full())
    qtbot.waitUntil(lambda: len(loud.numbers) > 5, timeout=PATIENCE_MS)
    sink.broken = True
    qtbot.waitUntil(lambda: bool(loud.stops), timeout=PATIENCE_MS)
    assert loud.stops == [49]
    assert loud.notes == ["No sound: the audio device stopped."]


def test_a_loop_is_heard_without_a_seam(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    start(loud.playback, clips.full(), start_frame=10, loop_range=(10, 20))
    qtbot.waitUntil(lambda: len(sink.heard) > 4 * 48_000, timeout=PATIENCE_MS)
    heard = bytes(sink.heard)
    loud.playback.pause()
    once = samples_of(clips.full(), 0.4)[: 4 * 19_200]
    assert (once * 4).startswith(heard)


@pytest.mark.parametrize("speed", [2.0, -1.0])
def test_other_speeds_are_silent_without_a_word(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink, speed: float
) -> None:
    start_frame = 0 if speed > 0 else 49
    play_out(qtbot, loud, clips.full(), start_frame=start_frame, speed=speed)
    assert not sink.heard
    assert not sink.held
    assert loud.notes == []
