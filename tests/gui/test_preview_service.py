"""The preview engine behind the window: steering, comparing, shots, thumbnails, colours ahead."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import av
import numpy as np
import pytest
from clips import ClipMaker, scene, scenes, write_film
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.preview.engine_line import Arrived, Picture
from gui.preview.known_colors import first_gap, holds
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import Role, Task
from vidcolor.cache import content_digest
from vidcolor.engine import Engine
from vidcolor.preview import frame_at
from vidcolor.settings import ColorSettings, Look
from vidcolor.shotlist import ShotList
from vidcolor.shots import find_shots
from vidcolor.steering import LookSpan, Steering
from vidcolor.video.clock import FilmClock
from vidcolor.video.reader import open_reader

PATIENCE_MS = 60_000
PLAIN = ColorSettings()
PALE = ColorSettings(saturation=0.3)
WARM = Steering(looks=(LookSpan(1, 5, Look(warmth=0.8)),))
SPOKEN = ("film_counted", "clock_known", "shots_searched", "shots_found", "noticed")

Pictures = dict[tuple[ColorSettings, int], NDArray[np.uint8]]


@pytest.fixture(scope="module")
def exact(clips: ClipMaker) -> Pictures:
    """What a render gives of :meth:`ClipMaker.odd_size`, made without the engine process.

    By settings and frame; PALE and the bold settings are steered by WARM.
    """
    engine = Engine(PLAIN, remembers=False)
    bold = ColorSettings(saturation=1.9)
    pictures = {}
    with open_reader(clips.odd_size()) as reader:
        for color, steering in ((PLAIN, Steering()), (PALE, WARM), (bold, WARM)):
            steered = engine.steered(color, steering)
            for number in (0, 2):
                pictures[color, number] = frame_at(reader, number, steered).color
    return pictures


class Journal:
    """Remembers what the service brought."""

    def __init__(self, service: PreviewService) -> None:
        self.pictures: list[Picture] = []
        self.failed: list[tuple[Task, str]] = []
        self.thumbnails: list[tuple[int, QImage, QImage | None]] = []
        self.ranges: list[list[tuple[int, int]]] = []
        self.said: dict[str, list[Any]] = {name: [] for name in SPOKEN}
        self._links = [
            service.picture_arrived.connect(self.pictures.append),
            service.failed.connect(lambda task, error: self.failed.append((task, str(error)))),
            service.thumbnail_arrived.connect(lambda *parts: self.thumbnails.append(parts)),
            service.colored_ranges.connect(self.ranges.append),
        ]
        for name, heard in self.said.items():
            link = getattr(service, name).connect(lambda first, *_, h=heard: h.append(first))
            self._links.append(link)

    def end(self) -> None:
        """Listen no more."""
        for link in self._links:
            QObject.disconnect(link)

    def newest(self, role: Role) -> Picture | None:
        """The exact picture of a kind that came last."""
        of_role = [one for one in self.pictures if one.role is role and not one.draft]
        return of_role[-1] if of_role else None

    def shows(self, role: Role, number: int, expected: NDArray[np.uint8]) -> bool:
        """Whether the newest exact picture is this frame in these colours."""
        newest = self.newest(role)
        if newest is None or newest.number != number:
            return False
        return np.array_equal(pixels(newest.image), expected)


@pytest.fixture(scope="module")
def one_service(qapp: QApplication) -> Iterator[PreviewService]:
    """One engine process for all these tests: to start it takes longer than most of them."""
    service = PreviewService()
    service.warm_up()
    yield service
    service.stop_and_wait()


@pytest.fixture
def no_engine(exact: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the engine may be called in the window's process."""

    def never(*args: object, **kwargs: object) -> NoReturn:
        raise AssertionError("the engine was called in the window's process")

    for name in (
        "vidcolor.engine.Engine.finished",
        "vidcolor.video.reader.Reader.frames",
        "vidcolor.networks.load_network",
        "vidcolor.cache.content_digest",
    ):
        monkeypatch.setattr(name, never)


@pytest.fixture
def service(one_service: PreviewService, no_engine: None, qtbot: QtBot) -> Iterator[PreviewService]:
    """A service without a window."""
    one_service.steer(PLAIN)
    one_service.set_color_ahead(True)
    one_service.journal = Journal(one_service)
    yield one_service
    one_service.close_film()
    one_service.journal.end()


@pytest.fixture
def mortal_service(no_engine: None, qtbot: QtBot) -> Iterator[PreviewService]:
    """A service with an engine process of its own."""
    service = PreviewService()
    service.journal = Journal(service)
    yield service
    with qtbot.waitSignal(service.stopped, timeout=PATIENCE_MS):
        service.stop()


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    """Waits for a condition, long enough for a busy machine."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE_MS)


Waiter = Callable[[Callable[[], bool]], None]


def pixels(image: QImage) -> NDArray[np.uint8]:
    """``(H, W, 3)`` RGB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


@pytest.fixture
def opened(
    exact: Pictures, service: PreviewService, clips: ClipMaker, wait: Waiter
) -> PreviewService:
    """Shows the first frame of :meth:`ClipMaker.odd_size` in its plain, exact colours."""
    service.open(clips.odd_size())
    wait(lambda: service.journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    return service


@pytest.fixture(scope="module")
def two_shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 frames of one scene and 30 of quite another; its time code begins at ten hours."""

    def tag(stream: Any) -> None:
        stream.metadata["timecode"] = "10:00:00:00"

    other = (255 - np.rot90(scene(3 * number, 48, 64)) for number in range(30))
    path = tmp_path_factory.mktemp("films") / "two.mkv"
    return write_film(path, [*scenes(40), *other], codec="ffv1", prepare=tag)


# --- steering ---


def test_another_look_shows_the_frame_as_a_render_gives_it(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    opened.show_frame(2)
    wait(lambda: journal.shows(Role.COLOR, 2, exact[PLAIN, 2]))
    journal.pictures.clear()
    opened.steer(PALE, WARM)
    wait(lambda: journal.shows(Role.COLOR, 2, exact[PALE, 2]))
    # From the colours that were there: no grey picture again, no draft.
    assert [(one.role, one.draft) for one in journal.pictures] == [(Role.COLOR, False)]
    opened.show_frame(0)
    wait(lambda: journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    assert not journal.failed


def test_another_look_needs_the_film_no_more(
    service: PreviewService, exact: Pictures, clips: ClipMaker, tmp_path: Path, wait: Waiter
) -> None:
    film = tmp_path / "film.mkv"
    film.write_bytes(clips.odd_size().read_bytes())
    service.open(film)
    wait(lambda: service.journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    wait(lambda: bool(service.journal.said["shots_found"]))
    film.unlink()
    service.compare(PLAIN)
    service.steer(PALE, WARM)
    wait(lambda: service.journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    wait(lambda: service.journal.shows(Role.COMPARE, 0, exact[PLAIN, 0]))
    assert not service.journal.failed


def test_of_quick_steers_only_the_last_is_shown_as_exact(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    journal.pictures.clear()
    for step in range(20):
        opened.steer(ColorSettings(saturation=step / 10), WARM)
    wait(lambda: journal.newest(Role.COLOR) is not None)
    assert journal.shows(Role.COLOR, 0, exact[ColorSettings(saturation=1.9), 0])
    assert [one.draft for one in journal.pictures].count(False) == 1
    assert len(journal.pictures) < 10


def test_a_picture_in_a_look_that_was_changed_meanwhile_is_a_draft(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    received = threading.Event()
    # Direct: in the listening thread, before this thread has seen the picture.
    link = opened._received.connect(
        lambda line, message: received.set() if isinstance(message, Arrived) else None,
        Qt.ConnectionType.DirectConnection,
    )
    opened.journal.pictures.clear()
    opened.steer(ColorSettings(saturation=0.0))
    assert received.wait(PATIENCE_MS / 1000)
    opened.steer(PALE, WARM)
    wait(lambda: opened.journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    QObject.disconnect(link)
    assert [one.draft for one in opened.journal.pictures] == [True, False]


def test_a_film_is_opened_in_the_colours_that_were_wished(
    exact: Pictures, service: PreviewService, clips: ClipMaker, wait: Waiter
) -> None:
    service.steer(PALE, WARM)
    service.open(clips.odd_size(), number=2)
    wait(lambda: service.journal.shows(Role.COLOR, 2, exact[PALE, 2]))


def test_other_colours_come_as_a_draft_and_then_exact(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    journal.pictures.clear()
    opened.steer(ColorSettings(temperature=0.5))
    wait(lambda: journal.newest(Role.COLOR) is not None)
    assert [one.draft for one in journal.pictures] == [True, False]
    assert not journal.shows(Role.COLOR, 0, exact[PLAIN, 0])


def test_a_model_that_is_not_there_leaves_the_colours_as_they_are(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    opened.steer(ColorSettings(model="nowhere"))
    wait(lambda: bool(opened.journal.failed))
    assert opened.journal.failed[0][0] is Task.COLOR
    assert "nowhere" in opened.journal.failed[0][1]
    opened.show_frame(2)
    wait(lambda: opened.journal.shows(Role.COLOR, 2, exact[PLAIN, 2]))
    assert len(opened.journal.failed) == 1


def test_a_saved_frame_has_the_look_of_the_shown_one(
    opened: PreviewService, exact: Pictures, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "second.png"
    with qtbot.waitSignal(opened.frame_saved, timeout=PATIENCE_MS):
        opened.steer(PALE, WARM)
        opened.save_frame(2, target)
    with av.open(str(target)) as picture:
        saved = next(picture.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(saved.astype(int) - exact[PALE, 2]).max() <= 1


# --- comparing ---


def test_each_shown_frame_comes_in_the_compared_colours_as_well(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    opened.compare(PALE, WARM)
    wait(lambda: journal.shows(Role.COMPARE, 0, exact[PALE, 0]))
    opened.show_frame(2)
    wait(lambda: journal.shows(Role.COMPARE, 2, exact[PALE, 2]))
    assert journal.shows(Role.COLOR, 2, exact[PLAIN, 2])
    opened.stop_comparing()
    journal.pictures.clear()
    opened.show_frame(0)
    wait(lambda: journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    opened.steer(PALE, WARM)
    wait(lambda: journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    assert journal.newest(Role.COMPARE) is None


def test_colours_of_another_work_size_can_be_compared(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    opened.compare(ColorSettings(work_size=64))
    wait(lambda: opened.journal.newest(Role.COMPARE) is not None)
    assert not opened.journal.shows(Role.COMPARE, 0, exact[PLAIN, 0])
    assert opened.journal.shows(Role.COLOR, 0, exact[PLAIN, 0])


# --- a crash ---


def test_a_crash_keeps_look_comparison_and_thumbnails(
    mortal_service: PreviewService, exact: Pictures, clips: ClipMaker, wait: Waiter
) -> None:
    service, journal = mortal_service, mortal_service.journal
    service.open(clips.odd_size(), PLAIN, number=2)
    service.compare(PLAIN)
    service.want_thumbnails([3], 24)
    service.steer(PALE, WARM)
    wait(lambda: journal.shows(Role.COMPARE, 2, exact[PLAIN, 2]) and bool(journal.thumbnails))
    first = service.process_id
    assert first is not None
    journal.pictures.clear()
    journal.thumbnails.clear()
    os.kill(first, signal.SIGKILL)
    wait(lambda: journal.shows(Role.COMPARE, 2, exact[PLAIN, 2]))
    assert journal.shows(Role.COLOR, 2, exact[PALE, 2])
    wait(lambda: bool(journal.thumbnails))
    assert service.process_id != first
    assert [task for task, _ in journal.failed] == [Task.COLOR]


# --- the survey ---


def test_shots_times_and_fingerprint_are_those_of_the_film(
    request: pytest.FixtureRequest, two_shots: Path, wait: Waiter
) -> None:
    with open_reader(two_shots) as reader:
        with closing(find_shots(reader)) as search:
            found = list(search)[-1].shots
        clock = FilmClock.of(reader)
        digest = content_digest(two_shots)
        seconds = [float(clock.seconds(number)) for number in range(70)]
    assert found is not None
    assert len(found.cuts) == 1
    service = request.getfixturevalue("service")
    said = service.journal.said
    for _ in range(2):  # searched, then remembered
        service.open(two_shots)
        wait(lambda: bool(said["shots_found"]))
        assert isinstance(said["shots_found"][0], ShotList)
        assert said["shots_found"].pop() == found
        (times,) = said["clock_known"]
        assert said["film_counted"].pop() == times.frame_count == 70
        assert times.seconds.tolist() == pytest.approx(seconds)
        assert times.length_s == pytest.approx(float(clock.seconds(70)))
        assert times.timecode(55) == clock.timecode(55) == "10:00:02:05"
        assert times.frame_at(0.99) == 24
        assert times.fingerprint == digest
        said["clock_known"].clear()
    assert said["shots_searched"] == sorted(said["shots_searched"])


def test_opening_another_film_ends_the_search_in_the_first(
    service: PreviewService, two_shots: Path, clips: ClipMaker, wait: Waiter
) -> None:
    service.open(two_shots)
    service.open(clips.odd_size())
    wait(lambda: bool(service.journal.said["shots_found"]))
    wait(lambda: service.journal.newest(Role.COLOR) is not None)
    assert [shots.frame_count for shots in service.journal.said["shots_found"]] == [5]
    assert {one.image.width() for one in service.journal.pictures} == {175}


def test_a_closed_film_is_forgotten(
    opened: PreviewService, clips: ClipMaker, exact: Pictures, wait: Waiter
) -> None:
    opened.close_film()
    opened.journal.pictures.clear()
    opened.show_frame(2)
    opened.steer(PALE, WARM)
    opened.open(clips.odd_size(), PLAIN)
    wait(lambda: opened.journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    assert {one.number for one in opened.journal.pictures} == {0}
    assert not opened.journal.failed


def test_thumbnails_come_grey_and_later_in_colour(
    service: PreviewService, clips: ClipMaker, wait: Waiter
) -> None:
    journal = service.journal
    service.set_color_ahead(False)
    service.open(clips.even())
    service.want_thumbnails([40, 3, 0], 24)
    wait(lambda: {0, 3, 40} <= {number for number, _, _ in journal.thumbnails})
    first = {number: grey for number, grey, _ in reversed(journal.thumbnails)}
    assert {(grey.width(), grey.height()) for grey in first.values()} == {(32, 24)}
    halved = scene(3).astype(float).reshape(24, 2, 32, 2).mean((1, 3))
    expected = np.clip((halved - 16) * 255 / 219, 0, 255)
    assert np.abs(pixels(first[3])[..., 0] - expected).max() <= 12  # the film was compressed
    wait(lambda: any(number == 0 and color for number, _, color in journal.thumbnails))
    assert all(color is None for number, _, color in journal.thumbnails if number)
    service.set_color_ahead(True)
    wait(lambda: {3, 40} <= {number for number, _, color in journal.thumbnails if color})
    color = pixels([one[2] for one in journal.thumbnails if one[2]][-1]).astype(int)
    assert np.ptp(color, axis=2).max() > 5


def test_a_turned_film_has_upright_thumbnails(
    service: PreviewService, clips: ClipMaker, wait: Waiter
) -> None:
    service.open(clips.rotated())
    service.want_thumbnails([0], 32)
    wait(lambda: any(color for _, _, color in service.journal.thumbnails))
    grey, color = service.journal.thumbnails[-1][1:]
    assert color is not None
    assert (grey.width(), grey.height()) == (color.width(), color.height()) == (24, 32)
    # The stripe that tells the frames apart lies on top as coded: on the right when turned.
    stripe = pixels(grey)[:, -3:]
    assert np.ptp(stripe.astype(int), axis=0).max() < 12
    assert np.abs(pixels(color)[:, -3:].mean() - stripe.mean()) < 12


def test_frames_behind_the_shown_one_are_coloured_and_told(
    service: PreviewService, clips: ClipMaker, wait: Waiter
) -> None:
    ranges = service.journal.ranges
    service.set_color_ahead(False)
    service.open(clips.matroska(), number=10)
    wait(lambda: [(10, 11)] in ranges)
    service.set_color_ahead(True)
    wait(lambda: [(10, 60)] in ranges)
    assert ranges == sorted(ranges)
    service.show_frame(5)  # from there to what is coloured already
    wait(lambda: [(5, 60)] in ranges)
    assert not service.journal.failed


def test_a_wish_is_not_kept_waiting_by_the_frames_behind(
    service: PreviewService, clips: ClipMaker, wait: Waiter
) -> None:
    service.open(clips.long_gop())
    wait(lambda: service.journal.newest(Role.COLOR) is not None)
    service.show_frame(150)
    wait(lambda: any(holds(ranges, 150) for ranges in service.journal.ranges))
    assert not any(holds(ranges, 120) for ranges in service.journal.ranges)


@pytest.mark.parametrize(
    ("start", "gap"),
    [(0, (0, 4)), (4, (8, 10)), (5, (8, 10)), (8, (8, 10)), (10, None), (12, (12, 20)), (20, None)],
)
def test_a_gap_ends_where_colours_are_known(start: int, gap: tuple[int, int] | None) -> None:
    known = [(4, 8), (10, 12), (25, 30)]
    end = {10: 12}.get(start, 20)
    assert first_gap(known, start, end) == gap
    assert holds(known, start) is (4 <= start < 8 or 10 <= start < 12)
