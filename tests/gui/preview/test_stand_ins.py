"""A frame that takes long is preceded by one that stands in for it, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, scenes, write_film
from previews import Journal, Waiter, pixels
from PySide6.QtGui import QImage

from gui.picture.frame_pictures import FramePictures, ViewMode
from gui.preview import grey_pictures
from gui.preview.engine_line import Arrived, Picture
from gui.preview.grey_pictures import GreyPictures
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import Role
from gui.preview.worker import OvertakenError
from vidcolor.video.reader import Reader, open_reader

SIZE = 640, 480
KEY = 150  # each group is as long
FRAMES = 3 * KEY


@pytest.fixture(scope="module")
def far_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """450 frames large enough for a search to take long, three key frames."""
    options = {"g": str(KEY), "bf": "2", "sc_threshold": "0", "preset": "ultrafast"}
    path = tmp_path_factory.mktemp("films") / "far.mp4"
    return write_film(path, scenes(FRAMES, *SIZE), options=options)


@pytest.fixture
def far_reader(far_keys: Path) -> Iterator[Reader]:
    with open_reader(far_keys) as reader:
        reader.count_frames()
        yield reader


@pytest.fixture
def far_pictures(far_reader: Reader) -> Iterator[GreyPictures]:
    pictures = GreyPictures(far_reader)
    yield pictures
    pictures.close()


def greys(journal: Journal) -> list[Picture]:
    return [one for one in journal.pictures if one.role is Role.GREY]


def test_while_the_hand_moves_key_frames_stand_in_and_at_rest_the_frame_comes(
    service: PreviewService, far_keys: Path, wait: Waiter
) -> None:
    journal = service.journal
    service.set_color_ahead(False)
    service.open(far_keys)
    wait(lambda: bool(journal.said["shots_found"]))
    wait(lambda: journal.newest(Role.COLOR) is not None)
    journal.pictures.clear()
    for step, number in enumerate((440, 290, 140, 430, 280)):
        service.show_frame(number)
        wait(lambda least=step: len(greys(journal)) > least)
    wait(lambda: journal.newest(Role.COLOR) is not None)
    seen = [(one.number, one.stands_for) for one in greys(journal)]
    assert seen[0] == (300, 440)
    assert (280, None) in seen
    stand_ins = [one for one in seen if one[1] is not None]
    assert len(stand_ins) >= 3
    for number, wanted in stand_ins:
        assert KEY * (wanted // KEY) <= number <= wanted
    # Colours are of the frame itself and come after it, never beside another one.
    kinds = [(one.role, one.number, one.stands_for) for one in journal.pictures]
    assert kinds.index((Role.GREY, 280, None)) < min(
        at for at, kind in enumerate(kinds) if kind[0] is Role.COLOR
    )
    assert {one.number for one in journal.pictures if one.role is Role.COLOR} == {280}
    shown = pixels(greys(journal)[-1].image)[..., 0]
    drawn = np.clip((scene(280, *SIZE).astype(float) - 16) * 255 / 219, 0, 255)
    assert np.abs(shown - drawn).mean() < 3  # the film was compressed
    assert not journal.failed


def test_colours_that_come_before_their_frame_wait_for_it(
    opened: PreviewService, wait: Waiter
) -> None:
    """The colouring thread reads the film by itself and may be there first."""
    journal = opened.journal
    line = opened._line
    opened.show_frame(2)
    wait(lambda: any(one.role is Role.COLOR and one.number == 2 for one in journal.pictures))
    picture = {one.role: one for one in journal.pictures if one.number == 2}
    opened._ask(3)
    journal.pictures.clear()
    at = opened._sent.generation
    color = Picture(Role.COLOR, 3, 0.12, picture[Role.COLOR].image)
    grey = picture[Role.GREY].image
    opened._on_received(line, Arrived(at, color))
    opened._on_received(line, Arrived(at, Picture(Role.GREY, 0, 0.0, grey, stands_for=3)))
    assert [one.role for one in journal.pictures] == [Role.GREY]
    opened._on_received(line, Arrived(at, Picture(Role.GREY, 3, 0.12, grey)))
    assert [one.role for one in journal.pictures] == [Role.GREY, Role.GREY, Role.COLOR]


def grey_of(film: Path, number: int) -> np.ndarray:
    with open_reader(film) as reader:
        (frame,) = reader.frames(number, number + 1)
    return np.clip((frame.luma.astype(float) - 16) * 255 / 219, 0, 255)


def test_the_nearest_picture_before_the_frame_stands_in(
    far_reader: Reader, far_pictures: GreyPictures
) -> None:
    far_pictures.at(0)
    assert far_pictures.is_slow(440)
    stand_in = far_pictures.stand_in(440)
    assert stand_in is not None
    assert stand_in.number == 300
    assert np.abs(stand_in.pixels - grey_of(far_reader.info.path, 300)).max() <= 0.51
    assert stand_in.seconds == pytest.approx(12)
    far_pictures.at(310)
    assert far_pictures.stand_in(440).number == 310
    assert far_pictures.stand_in(299).number == 150
    assert not far_pictures.is_slow(310)
    assert not far_pictures.is_slow(311)


def test_key_frames_are_decoded_once_and_few_are_kept(
    far_reader: Reader, far_pictures: GreyPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    key_frame = far_reader.key_frame

    def counted(number: int) -> object:
        decoded.append(number)
        return key_frame(number)

    monkeypatch.setattr(far_reader, "key_frame", counted)
    monkeypatch.setattr(grey_pictures, "_MOST_KEY_BYTES", 2 * SIZE[0] * SIZE[1])
    for number in (10, 160, 20, 310, 30, 170):
        assert far_pictures.stand_in(number).number == KEY * (number // KEY)
    assert decoded == [0, 150, 300, 150]


def test_a_way_that_was_left_is_begun_again(
    far_reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[int] = []

    def leave() -> None:
        passed.append(len(passed))
        if len(passed) == 20:
            raise OvertakenError

    pictures = GreyPictures(far_reader, leave)
    with pytest.raises(OvertakenError):
        pictures.at(400)
    picture = pictures.at(400)
    assert picture is not None
    assert np.abs(picture.pixels - grey_of(far_reader.info.path, 400)).max() <= 0.51


def test_what_is_read_leads_to_frames_that_no_search_comes_to_sooner(
    far_pictures: GreyPictures,
) -> None:
    far_pictures.at(160)
    assert far_pictures.leads_to(161)
    assert far_pictures.leads_to(299)  # a search would begin at the key frame before its own
    assert far_pictures.leads_to(310)
    assert not far_pictures.leads_to(159)


@pytest.mark.parametrize("name", ["gif", "tiff_folder", "avi_h264", "elementary_stream"])
def test_films_without_known_key_frames_have_no_stand_ins(clips: ClipMaker, name: str) -> None:
    with open_reader(getattr(clips, name)()) as reader:
        count = reader.count_frames()
        pictures = GreyPictures(reader)
        assert not pictures.is_slow(count - 1)
        assert pictures.stand_in(count - 1) is None
        assert pictures.at(count - 1) is not None
        pictures.close()


@pytest.mark.parametrize("mode", list(ViewMode))
def test_the_viewer_says_that_another_frame_stands_in(mode: ViewMode) -> None:
    grey, color = (QImage(8, 8, QImage.Format.Format_RGB32) for _ in range(2))
    pictures = FramePictures(grey, color=color)
    pictures.new_frame(grey, stand_in=300)
    assert pictures.badge(mode).text == "FRAME 300 STANDS IN"
    assert {one.name for one in pictures.seen(mode)} == {"Frame 300 stands in"}
    assert pictures.color is None
    pictures.new_frame(grey)
    assert "STANDS IN" not in pictures.badge(mode).text
