"""What the preview finds out by itself: times, shots, thumbnails, frames coloured ahead."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, scenes, write_film
from previews import PALE, PLAIN, WARM, Pictures, Waiter, pixels

from gui.preview.known_colors import first_gap, holds
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import Role
from vidcolor.cache import content_digest
from vidcolor.shotlist import ShotList
from vidcolor.shots import find_shots
from vidcolor.video.clock import FilmClock
from vidcolor.video.reader import open_reader


@pytest.fixture(scope="module")
def two_shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 frames of one scene and 30 of quite another; its time code begins at ten hours."""

    def tag(stream: Any) -> None:
        stream.metadata["timecode"] = "10:00:00:00"

    other = (255 - np.rot90(scene(3 * number, 48, 64)) for number in range(30))
    path = tmp_path_factory.mktemp("films") / "two.mkv"
    return write_film(path, [*scenes(40), *other], codec="ffv1", prepare=tag)


@pytest.mark.usefixtures("one_service")  # runs before, though this test is the first to ask it
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
