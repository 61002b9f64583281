"""Folders: numbered pictures are a film, others are stills."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, write_picture

from vidcolor.errors import VidcolorError
from vidcolor.video.folder import scan_folder
from vidcolor.video.info import SourceKind
from vidcolor.video.probe import probe
from vidcolor.video.reader import open_reader


@pytest.fixture
def reel(clips: ClipMaker, tmp_path: Path) -> Path:
    """A copy of the 12 numbered TIFFs that a test may change."""
    return Path(shutil.copytree(clips.tiff_folder(), tmp_path / "reel"))


def test_numbered_16_bit_tiffs_are_a_film_bit_for_bit(clips: ClipMaker) -> None:
    with open_reader(clips.tiff_folder()) as reader:
        info = reader.info
        assert (info.kind, info.luma.bit_depth) == (SourceKind.FRAMES, 16)
        assert (info.time_base, info.average_rate) == (Fraction(1, 24), 24)
        assert info.metadata["first_frame_number"] == "86400"
        assert reader.frame_count == reader.count_frames() == 12
        for number, frame in enumerate(reader.frames()):
            assert (frame.number, frame.pts, frame.duration) == (number, number, 1)
            expected = scene(number).astype(np.uint16) * 257 + number
            np.testing.assert_array_equal(frame.luma, expected)


def test_a_range_and_a_time_are_found(clips: ClipMaker) -> None:
    with open_reader(clips.tiff_folder()) as reader:
        assert [frame.number for frame in reader.frames(3, 6)] == [3, 4, 5]
        assert reader.frame_number("0.25s") == 6
        assert reader.frame_number("0.5s", as_end=True) == 12
        with pytest.raises(VidcolorError, match=r"0\.500 s"):
            reader.frame_number("0.5s")


def test_numbers_without_leading_zeros_count_as_numbers(tmp_path: Path) -> None:
    for number in (8, 9, 10, 11):
        write_picture(tmp_path / f"shot 2 - {number}.png", scene(number), "gray")
    with open_reader(tmp_path) as reader:
        for frame in reader.frames():
            np.testing.assert_array_equal(frame.luma, scene(8 + frame.number))


def test_a_sidecar_sets_the_frame_rate(clips: ClipMaker) -> None:
    assert probe(clips.png_folder()).average_rate == 25


@pytest.mark.parametrize("text", ["nonsense", "{}", '{"frame_rate": "0"}', '{"frame_rate": "1/0"}'])
def test_a_sidecar_without_a_rate_is_refused(reel: Path, text: str) -> None:
    (reel / "vidcolor.json").write_text(text)
    with pytest.raises(VidcolorError, match="frame rate"):
        probe(reel)


def test_a_missing_number_is_an_error_that_names_it(reel: Path) -> None:
    (reel / "reel_0086405.tif").unlink()
    with pytest.raises(VidcolorError, match=r"86405 is missing after reel_0086404\.tif"):
        probe(reel)


def test_several_missing_numbers_are_named_as_a_run(reel: Path) -> None:
    for number in (86403, 86404, 86405):
        (reel / f"reel_{number:07}.tif").unlink()
    with pytest.raises(VidcolorError, match="86403 to 86405"):
        probe(reel)


def test_the_same_number_twice_is_refused(reel: Path) -> None:
    shutil.copy(reel / "reel_0086403.tif", reel / "reel_86403.tif")
    with pytest.raises(VidcolorError, match="86403 is there twice"):
        probe(reel)


def test_the_wish_for_stills_accepts_a_gap(reel: Path) -> None:
    (reel / "reel_0086405.tif").unlink()
    with open_reader(reel, stills=True) as reader:
        assert reader.info.kind is SourceKind.STILLS
        assert len(list(reader.frames())) == 11


def test_unnumbered_pictures_are_stills_of_any_size(clips: ClipMaker) -> None:
    with open_reader(clips.stills_folder()) as reader:
        assert reader.info.kind is SourceKind.STILLS
        assert [frame.luma.shape for frame in reader.frames()] == [(32, 40), (32, 52), (32, 64)]


def test_names_that_differ_in_more_than_a_number_are_stills(tmp_path: Path) -> None:
    for name in ("beach 1", "beach 2", "harbour 3"):
        write_picture(tmp_path / f"{name}.png", scene(0), "gray")
    assert not scan_folder(tmp_path).numbered


def test_other_files_in_the_folder_do_not_matter(reel: Path) -> None:
    (reel / "notes.txt").write_text("reel 3")
    (reel / "._reel_0086400.tif").write_bytes(b"left by a file manager")
    assert probe(reel).frame_count_hint == 12


def test_a_frame_of_another_size_is_refused_by_number(reel: Path) -> None:
    picture = scene(7, 32, 32).astype(np.uint16)
    write_picture(reel / "reel_0086407.tif", picture, "gray16le")
    with open_reader(reel) as reader, pytest.raises(VidcolorError, match=r"Frame 7 .* 32×32"):
        list(reader.frames())


def test_a_frame_of_another_depth_is_refused_by_number(reel: Path) -> None:
    write_picture(reel / "reel_0086407.tif", scene(7), "gray")
    with open_reader(reel) as reader, pytest.raises(VidcolorError, match=r"Frame 7 .* gray"):
        list(reader.frames())


def test_a_frame_that_cannot_be_decoded_is_an_error_not_a_gap(reel: Path) -> None:
    (reel / "reel_0086407.tif").write_bytes(b"II*\0" + bytes(100))
    with open_reader(reel) as reader, pytest.raises(VidcolorError, match="reel_0086407"):
        list(reader.frames())
