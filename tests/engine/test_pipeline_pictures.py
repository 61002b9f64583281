"""Stills, folders of frames and albums through the whole road."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, write_picture
from standins import render, start, tint_engine
from written import planes, times

from vidcolor.errors import VidcolorError
from vidcolor.pipeline import default_target
from vidcolor.settings import OutputSettings

MILLISECOND = Fraction(1, 1000)
NTSC_FILM = Fraction(24000, 1001)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def colored(path: Path) -> bool:
    """Whether the chroma of every frame of a film is far from neutral."""
    return all(
        sum(np.abs(plane.astype(int) - 128).mean() for plane in stored[1:]) > 6
        for stored in planes(path)
    )


@pytest.mark.parametrize(
    ("name", "pixel_format"), [("in.png", "gray"), ("in.png", "gray16be"), ("in.jpg", "yuvj420p")]
)
def test_a_still_becomes_a_coloured_still(tmp_path: Path, name: str, pixel_format: str) -> None:
    picture = scene(0)
    if pixel_format == "gray16be":
        picture = picture.astype(np.uint16) * 257
    if name == "in.jpg":
        cv2.imwrite(str(tmp_path / name), picture)
    else:
        write_picture(tmp_path / name, picture, pixel_format)
    target = default_target(tmp_path / name, OutputSettings())
    assert target == tmp_path / "in.color.png"
    assert render(tmp_path / name, target).frames == 1
    bgr = cv2.imread(str(target), cv2.IMREAD_UNCHANGED)
    assert bgr.dtype == picture.dtype
    assert (bgr.max(2).astype(int) - bgr.min(2)).mean() > 5


def test_a_folder_of_sixteen_bit_tiffs_becomes_a_folder_with_the_same_names(
    clips: ClipMaker, tmp_path: Path
) -> None:
    result = render(clips.tiff_folder(), tmp_path / "out")
    assert result.frames == 12
    stems = [path.stem for path in sorted(clips.tiff_folder().iterdir())]
    assert names(tmp_path / "out") == [f"{stem}.png" for stem in stems]
    bgr = cv2.imread(str(tmp_path / "out" / f"{stems[3]}.png"), cv2.IMREAD_UNCHANGED)
    assert bgr.dtype == np.uint16
    assert names(tmp_path) == ["out"]


def test_a_gif_is_a_film_with_its_own_clock(clips: ClipMaker, tmp_path: Path) -> None:
    result = render(clips.gif(), tmp_path / "out.mp4")
    assert result.frames == 8
    assert times(tmp_path / "out.mp4") == times(clips.gif())
    assert colored(tmp_path / "out.mp4")


def test_unrelated_pictures_keep_their_names_and_sizes(clips: ClipMaker, tmp_path: Path) -> None:
    result = render(clips.stills_folder(), tmp_path / "out")
    assert result.frames == 3
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == ["harbour.png", "market.png", "tram.png"]
    for name in names(tmp_path / "out"):
        before = cv2.imread(str(clips.stills_folder() / name))
        after = cv2.imread(str(tmp_path / "out" / name))
        assert after.shape == before.shape
        assert not np.array_equal(after[..., 0], after[..., 2])


def test_numbered_pictures_are_coloured_alone_if_asked(clips: ClipMaker, tmp_path: Path) -> None:
    engine = tint_engine(stills=True)
    result = render(clips.png_folder(), tmp_path / "out", engine)
    assert result.frames == 6
    assert names(tmp_path / "out") == [f"{n}.png" for n in range(6)]
    render(clips.png_folder() / "3.png", tmp_path / "alone.png", engine)
    together = cv2.imread(str(tmp_path / "out" / "3.png"))
    assert np.array_equal(together, cv2.imread(str(tmp_path / "alone.png")))


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Pictures without numbers, three of them broken, two with one stem."""
    folder = tmp_path / "album"
    folder.mkdir()
    write_picture(folder / "bridge.png", scene(0), "gray")
    write_picture(folder / "bridge.bmp", scene(1), "gray")
    for name in ("a first.png", "broken.png", "the last.png"):
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    return folder


def test_a_broken_picture_is_named_and_does_not_cost_the_others(album: Path) -> None:
    result = render(album, album.with_name("out"))
    assert result.frames == 2
    assert names(album.with_name("out")) == ["bridge_bmp.png", "bridge_png.png"]
    for name in ("a first.png", "broken.png", "the last.png"):
        assert any(f"{name} is left out" in warning for warning in result.warnings)


def test_an_album_without_one_good_picture_is_refused(album: Path) -> None:
    for path in album.glob("bridge*"):
        path.unlink()
    with pytest.raises(VidcolorError):
        render(album, album.with_name("out"))
    assert names(album.parent) == ["album"]


def test_a_range_counts_unrelated_pictures_too(clips: ClipMaker, tmp_path: Path) -> None:
    assert render(clips.stills_folder(), tmp_path / "out", start="1f", frames=1).frames == 1
    assert names(tmp_path / "out") == ["market.png"]


def test_unrelated_pictures_can_be_tiffs(clips: ClipMaker, tmp_path: Path) -> None:
    render(clips.stills_folder(), tmp_path / "out", codec="tiff")
    assert names(tmp_path / "out") == ["harbour.tiff", "market.tiff", "tram.tiff"]
    bgr = cv2.imread(str(tmp_path / "out" / "tram.tiff"), cv2.IMREAD_UNCHANGED)
    assert bgr.dtype == np.uint16


def test_a_full_disk_ends_a_folder_of_pictures(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Path.write_bytes

    def write_bytes(path: Path, data: bytes) -> int:
        if "market" in path.name:
            raise OSError(28, "No space left on device")
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(VidcolorError, match="disk is full"):
        render(clips.stills_folder(), tmp_path / "out")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("no/such/out", "does not exist"),
        ("out.mkv", "no film"),
        ("album", "both source and target"),
    ],
)
def test_unrelated_pictures_need_a_folder_to_go_to(album: Path, target: str, sentence: str) -> None:
    before = names(album)
    with pytest.raises(VidcolorError, match=sentence):
        render(album, album.parent / target, overwrite=True)
    assert names(album) == before
    assert names(album.parent) == ["album"]


def test_a_cancelled_album_leaves_nothing(clips: ClipMaker, tmp_path: Path) -> None:
    steps = start(clips.stills_folder(), tmp_path / "out")
    next(steps)
    steps.close()
    assert names(tmp_path) == []
