"""A source's own chroma on other grids, at other depths and in another range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from vidcolor.color.kept import kept_chroma, kept_losses, neutral_chroma
from vidcolor.video.frames import Chroma, ChromaFormat, Matrix

WIDTH, HEIGHT = 38, 22
RATIOS = {"420": (2, 2), "422": (2, 1), "444": (1, 1), "411": (4, 1), "410": (4, 4)}


def grid(
    subsampling: str, *, depth: int = 8, full: bool = False, siting: str = "left"
) -> ChromaFormat:
    across, down = RATIOS[subsampling]
    size = (-(-WIDTH // across), -(-HEIGHT // down))
    return ChromaFormat(*size, WIDTH, HEIGHT, depth, full, Matrix.BT709, siting)


def slopes(form: ChromaFormat) -> tuple[NDArray, NDArray]:
    """Cb rises along the columns of the luma, Cr along its rows, where the siting puts them."""
    across = WIDTH / form.width if WIDTH % form.width == 0 else -(-WIDTH // form.width)
    down = -(-HEIGHT // form.height)
    left = (across - 1) / 2 if form.siting == "center" else 0.0
    x = left + across * np.arange(form.width)
    y = (down - 1) / 2 + down * np.arange(form.height)
    return 400 + 8.0 * x[None].repeat(form.height, 0), 500 - 8.0 * y[:, None].repeat(form.width, 1)


def own(form: ChromaFormat) -> Chroma:
    cb, cr = (np.rint(plane).astype(np.uint16) for plane in slopes(form))
    return Chroma(cb, cr, form)


@pytest.mark.parametrize("before", ["420", "422", "444", "411"])
@pytest.mark.parametrize("after", ["420", "422", "444"])
@pytest.mark.parametrize("siting", ["left", "center"])
def test_each_sample_comes_from_where_the_siting_puts_it(
    before: str, after: str, siting: str
) -> None:
    source, target = grid(before, depth=10), grid(after, depth=10, siting=siting)
    if before == after:
        source = replace(source, siting=siting)
    planes = kept_chroma(own(source), target, fields=False)
    for plane, wanted in zip(planes, slopes(target), strict=True):
        assert plane.shape == (target.height, target.width)
        assert plane.dtype == np.uint16
        inner = np.s_[2:-2, 4:-4]  # at the border there is nothing to go on
        assert np.abs(plane[inner] - wanted[inner]).max() <= 1


@pytest.mark.parametrize("after", ["444", "422"])
def test_fields_are_not_mixed(after: str) -> None:
    source = grid("420")
    cb = np.where(np.arange(source.height)[:, None] % 2, 160, 100)
    cb = np.broadcast_to(cb, (source.height, source.width)).astype(np.uint8)
    blue, _ = kept_chroma(Chroma(cb, cb, source), grid(after), fields=True)
    assert (blue[0::2] == 100).all()
    assert (blue[1::2] == 160).all()
    mixed, _ = kept_chroma(Chroma(cb, cb, source), grid(after), fields=False)
    assert not (mixed[0::2] == 100).all()


def test_the_same_grid_and_depth_pass_untouched_whatever_the_siting() -> None:
    chroma = own(grid("420", depth=10, siting="center"))
    cb, cr = kept_chroma(chroma, grid("420", depth=10), fields=False)
    assert cb is chroma.cb
    assert cr is chroma.cr


@pytest.mark.parametrize("full", [False, True])
def test_more_bits_lose_nothing(full: bool) -> None:
    codes = np.resize(np.arange(256, dtype=np.uint8), (HEIGHT, WIDTH))
    before, after = grid("444", full=full), grid("444", depth=16, full=full)
    deep, _ = kept_chroma(Chroma(codes, codes, before), after, fields=False)
    again, _ = kept_chroma(Chroma(deep, deep, after), before, fields=False)
    assert np.array_equal(again[codes > 0], codes[codes > 0])  # 0 of full range lies below 0
    assert (deep[codes == 128] == 32768).all()


def test_another_range_keeps_neutral_and_the_ends() -> None:
    codes = np.array([[16, 128, 240]], np.uint8)
    form = replace(grid("444"), width=3, height=1, luma_width=3, luma_height=1)
    full, _ = kept_chroma(Chroma(codes, codes, form), replace(form, full_range=True), fields=False)
    assert full.tolist() == [[1, 128, 255]]


def test_neutral_is_the_middle_code_of_the_targets_depth() -> None:
    for depth, kind, code in ((8, np.uint8, 128), (10, np.uint16, 512), (16, np.uint16, 32768)):
        for plane in neutral_chroma(grid("420", depth=depth)):
            assert plane.dtype == kind
            assert (plane == code).all()


def test_losses_are_told_and_only_those() -> None:
    source = grid("422", depth=10)
    assert kept_losses(source, source, rgb=False) == []
    assert kept_losses(source, grid("422", depth=12), rgb=False) == []
    [rounded] = kept_losses(source, grid("422"), rgb=False)
    assert "from 10 to 8 bits" in rounded
    [moved] = kept_losses(source, grid("420", depth=10), rgb=False)
    assert "19×22" in moved
    [ranged] = kept_losses(source, grid("422", depth=10, full=True), rgb=False)
    assert "from limited to full range" in ranged
    [turned] = kept_losses(grid("444", depth=16, full=True), grid("444"), rgb=True)
    assert "RGB" in turned
