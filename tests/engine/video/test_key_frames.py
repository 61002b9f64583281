"""Key frames decoded alone are the film's frames, or are not given at all."""

from __future__ import annotations

import numpy as np
import pytest
from clips import ClipMaker

from vidcolor.video import keyframes
from vidcolor.video.reader import open_reader


@pytest.mark.parametrize(
    ("name", "keys", "alone"),
    [
        ("even", 5, 5),
        ("open_gop", 5, 5),  # MPEG-TS: a search lands behind the packet
        ("soft_telecine", 4, 4),  # MPEG-PS
        ("avi_b_frames", 6, 6),
        ("interlaced", 4, 4),
        ("from_the_middle", 3, 3),
        ("intra_refresh", 6, 1),  # the others are points of recovery
        ("long_gop", 1, 1),
        ("gif", 0, 0),
        ("avi_h264", 0, 0),
        ("tiff_folder", 0, 0),
    ],
)
def test_key_frames_alone_are_those_of_the_film(
    clips: ClipMaker, name: str, keys: int, alone: int
) -> None:
    with open_reader(getattr(clips, name)()) as reader:
        count = reader.count_frames()
        frames = {frame.number: frame for frame in reader.frames()}
        nearest = [reader.key_before(number) for number in range(count)]
        assert all(key is None or key <= number for number, key in enumerate(nearest))
        found = sorted({key for key in nearest if key is not None}, reverse=True)
        assert len(found) == keys
        decoded = [frame for frame in map(reader.key_frame, found) if frame is not None]
        assert len(decoded) == alone
        for frame in decoded:
            assert frame.pts == frames[frame.number].pts
            assert np.array_equal(frame.luma, frames[frame.number].luma)


def test_before_the_count_nothing_is_known_of_key_frames(clips: ClipMaker) -> None:
    with open_reader(clips.open_gop()) as reader:
        assert reader.key_before(30) is None
        assert reader.searched_from(30) is None
        reader.count_frames()
        assert reader.key_before(30) == 24
        assert reader.searched_from(30) == 12  # one more is gone back, for open groups


def test_a_search_that_lands_behind_the_packet_begins_a_key_frame_earlier(
    clips: ClipMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyframes, "MAX_DAMAGED_PACKETS", 3)  # the film's beginning is too far
    with open_reader(clips.open_gop()) as reader:
        reader.count_frames()
        assert all(reader.key_frame(number) is not None for number in (48, 36, 24, 12))
