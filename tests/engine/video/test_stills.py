"""Pictures and folders of pictures as targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, write_picture
from written import PROVENANCE, color_film, planes, rubble

from vidcolor.errors import VidcolorError
from vidcolor.video.frames import Matrix


def picture_luma(path: Path, matrix: Matrix = Matrix.BT709) -> np.ndarray:
    """Rounded luma of a picture file, read by OpenCV."""
    bgr = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., 2::-1]
    return np.floor(bgr.astype(np.float64) @ np.array(matrix.weights) + 0.5)


@pytest.mark.parametrize(
    ("name", "settings", "source_format", "kind"),
    [
        ("out.png", {}, "gray", np.uint8),
        ("out.png", {}, "gray16be", np.uint16),
        ("out.png", {"bit_depth": 16}, "gray", np.uint16),
        ("out.tiff", {}, "gray", np.uint16),
        ("out.tif", {}, "gray16be", np.uint16),
    ],
)
def test_a_still_keeps_its_grey_values_as_luma(
    tmp_path: Path, name: str, settings: dict[str, Any], source_format: str, kind: type
) -> None:
    grey = scene(3)
    if source_format == "gray16be":
        grey = grey.astype(np.uint16) * 257 + 3
    source = write_picture(tmp_path / "in.png", grey, source_format)
    passed = color_film(source, tmp_path / name, **settings)
    written = cv2.imread(str(tmp_path / name), cv2.IMREAD_UNCHANGED)
    assert written.dtype == kind
    expected = grey.astype(np.float64) * (257 if (kind, grey.dtype) == (np.uint16, "uint8") else 1)
    assert np.array_equal(picture_luma(tmp_path / name), expected)
    assert np.ptp(written.astype(int), axis=2).max() > 10  # there is colour
    assert passed.warnings == []


def test_a_jpeg_is_near_and_says_that_it_is_not_exact(tmp_path: Path) -> None:
    source = write_picture(tmp_path / "in.png", scene(3), "gray")
    passed = color_film(source, tmp_path / "out.jpg")
    assert np.abs(picture_luma(tmp_path / "out.jpg") - scene(3)).mean() < 2
    assert any("lossy" in w for w in passed.warnings)
    with av.open(str(tmp_path / "out.jpg")) as container:
        assert container.streams.video[0].codec_context.pix_fmt == "yuvj444p"


def test_a_png_tells_where_its_colours_come_from(tmp_path: Path) -> None:
    source = write_picture(tmp_path / "in.png", scene(3), "gray")
    color_film(source, tmp_path / "out.png")
    with av.open(str(tmp_path / "out.png")) as container:
        frame = next(container.decode(video=0))
    assert PROVENANCE["comment"] in dict(frame.metadata).values() or (
        PROVENANCE["comment"].encode() in (tmp_path / "out.png").read_bytes()
    )


@pytest.mark.parametrize(("name", "kind"), [("out.png", np.uint8), ("out.tiff", np.uint16)])
def test_transparency_is_kept_where_the_format_has_it(
    tmp_path: Path, name: str, kind: type
) -> None:
    grey = scene(3)
    alpha = np.tile(np.arange(64, dtype=np.uint8) * 4, (48, 1))
    source = write_picture(tmp_path / "in.png", np.dstack([grey] * 3 + [alpha]), "rgba")
    color_film(source, tmp_path / name)
    written = cv2.imread(str(tmp_path / name), cv2.IMREAD_UNCHANGED)
    assert written.dtype == kind
    scale = 257 if kind is np.uint16 else 1
    assert np.array_equal(written[..., 3], alpha.astype(written.dtype) * scale)


def test_a_jpeg_says_that_transparency_was_left_out(tmp_path: Path) -> None:
    rgba = np.dstack([scene(3)] * 4)
    source = write_picture(tmp_path / "in.png", rgba, "rgba")
    passed = color_film(source, tmp_path / "out.jpg")
    assert any("alpha" in w for w in passed.warnings)


def test_a_folder_gives_a_folder_with_the_same_stems(clips: ClipMaker, tmp_path: Path) -> None:
    passed = color_film(clips.tiff_folder(), tmp_path / "out")
    stems = [p.stem for p in sorted((tmp_path / "out").iterdir())]
    assert stems == [p.stem for p in sorted(clips.tiff_folder().iterdir())]
    for path, luma in zip(sorted((tmp_path / "out").iterdir()), passed.lumas, strict=True):
        assert path.suffix == ".png"
        assert np.array_equal(picture_luma(path), luma)
    assert rubble(tmp_path) == []


def test_a_film_gives_a_folder_of_numbered_pictures(clips: ClipMaker, tmp_path: Path) -> None:
    color_film(clips.full(), tmp_path / "out", first=3, end=6)
    names = [p.name for p in sorted((tmp_path / "out").iterdir())]
    assert names == ["frame_000003.png", "frame_000004.png", "frame_000005.png"]


def test_frames_of_a_film_have_its_luma_by_its_own_matrix(clips: ClipMaker, tmp_path: Path) -> None:
    passed = color_film(clips.full(), tmp_path / "out", end=2)  # BT.601, limited range
    for path, luma in zip(sorted((tmp_path / "out").iterdir()), passed.lumas, strict=True):
        exact = (luma.astype(float) - 16) / 219 * 255
        assert np.abs(picture_luma(path, Matrix.BT601) - exact).max() <= 0.5 + 1e-9


def test_a_folder_becomes_a_film_too(clips: ClipMaker, tmp_path: Path) -> None:
    passed = color_film(clips.tiff_folder(), tmp_path / "out.mkv", preset="archive")
    for stored, luma in zip(planes(tmp_path / "out.mkv"), passed.lumas, strict=True):
        assert np.array_equal(stored[0], luma)


def test_a_full_folder_needs_overwrite_and_keeps_what_is_not_ours(
    clips: ClipMaker, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "notes.txt").write_text("mine")
    (target / "0.png").write_bytes(b"old")
    with pytest.raises(VidcolorError, match="exists already"):
        color_film(clips.png_folder(), target)
    color_film(clips.png_folder(), target, overwrite=True)
    assert (target / "notes.txt").read_text() == "mine"
    assert (target / "0.png").read_bytes() != b"old"
    assert rubble(tmp_path) == []


def test_an_empty_folder_may_be_the_target(clips: ClipMaker, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    color_film(clips.png_folder(), tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_a_film_does_not_fit_into_one_picture(clips: ClipMaker, tmp_path: Path) -> None:
    with pytest.raises(VidcolorError, match="more than one picture"):
        color_film(clips.even(), tmp_path / "out.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("out.png", {"codec": "tiff"}, "does not hold tiff"),
        ("out.jpg", {"bit_depth": 16}, "do not have 16 bits"),
        ("out", {"codec": "h264"}, "does not hold h264"),
    ],
)
def test_what_a_picture_cannot_be_is_refused(
    clips: ClipMaker, tmp_path: Path, name: str, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(VidcolorError, match=words):
        color_film(clips.even(), tmp_path / name, **settings)
    assert list(tmp_path.iterdir()) == []
